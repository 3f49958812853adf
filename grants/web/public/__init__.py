"""The public desk: calls, forms to read beforehand, sign-in, the register of awards, is this letter genuine."""

from grants.web.public import (
    access_keys,
    asked,
    calls,
    confirming,
    enrolment,
    figures,
    front,
    kept,
    keys,
    mailbox,
    orcid,
    profile,
    projects,
    register,
    second_factor,
    sign_in,
    sign_off,
    ties,
    verify,
)
from grants.web.public.desk import desk

__all__ = [
    "access_keys", "asked", "calls", "confirming", "desk", "enrolment", "figures", "front", "kept", "keys", "mailbox",
    "orcid", "profile", "projects", "register", "second_factor", "sign_in", "sign_off", "ties", "verify",
]  # fmt: skip
