"""The public desk: calls, forms to read beforehand, sign-in, the register of awards, is this letter genuine."""

from grants.web.public import calls, front, register, sign_in
from grants.web.public.desk import desk

__all__ = ["calls", "desk", "front", "register", "sign_in"]
