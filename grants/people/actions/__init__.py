"""The verbs of people: signing in, keeping one's account, appointing others."""

from grants.people.actions.accounts import (
    Particulars,
    add_break,
    ask_erasure,
    change_address,
    change_password,
    change_profile,
    register,
    remove_break,
    send_address_key,
)
from grants.people.actions.appointing import appoint, disable, dismiss, enable, send_password_link
from grants.people.actions.connecting import Proved, connect_orcid, disconnect_orcid
from grants.people.actions.joining import join, part
from grants.people.actions.parking import park, throw_away
from grants.people.actions.posts import add_post, remove_post
from grants.people.actions.second_factors import (
    remove_second_factor,
    renew_spare_codes,
    set_up_second_factor,
    use_second_factor,
)
from grants.people.actions.signing_in import (
    confirm,
    count_try,
    end_other_sessions,
    end_session,
    end_sessions,
    send_key,
    sweep,
    use_key,
)

__all__ = [
    "Particulars",
    "Proved",
    "add_break",
    "add_post",
    "appoint",
    "ask_erasure",
    "change_address",
    "change_password",
    "change_profile",
    "confirm",
    "connect_orcid",
    "count_try",
    "disable",
    "disconnect_orcid",
    "dismiss",
    "enable",
    "end_other_sessions",
    "end_session",
    "end_sessions",
    "join",
    "park",
    "part",
    "register",
    "remove_break",
    "remove_post",
    "remove_second_factor",
    "renew_spare_codes",
    "send_address_key",
    "send_key",
    "send_password_link",
    "set_up_second_factor",
    "sweep",
    "throw_away",
    "use_key",
    "use_second_factor",
]  # fmt: skip
