"""The second factor: a code of the minute from the person's own device, or a spare one from their drawer."""

import base64
import hashlib
import hmac
import secrets
import unicodedata
from datetime import datetime

import pyotp

ISSUER = "Tsunagari"
SECONDS = 30
NEIGHBOURS = (0, -1, 1)
SPARE_CODES = 10


def new_secret() -> str:
    """A secret to share with the person's device."""
    return pyotp.random_base32()


def address(secret: str, email: str) -> str:
    """What the device reads from the picture."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=ISSUER)


def step_of(secret: str, code: str, at: datetime) -> int | None:
    """The half minute a code belongs to, if it is this one or a neighbour; otherwise nothing."""
    typed = "".join(unicodedata.normalize("NFKC", code).split()).encode()
    now = int(at.timestamp()) // SECONDS
    clock = pyotp.TOTP(secret)
    steps = (now + neighbour for neighbour in NEIGHBOURS)
    return next((step for step in steps if hmac.compare_digest(clock.generate_otp(step).encode(), typed)), None)


def new_spare_codes() -> list[str]:
    """Codes to print and keep, each good for one sign-in without the device."""
    raw = (base64.b32encode(secrets.token_bytes(10)).decode().lower() for _ in range(SPARE_CODES))
    return ["-".join(one[place : place + 4] for place in range(0, 16, 4)) for one in raw]


def spare_hash(code: str) -> str:
    """What is kept of a spare code; its eighty random bits need no slow hash."""
    plain = "".join(one for one in unicodedata.normalize("NFKC", code).lower() if one.isalnum())
    return hashlib.sha256(plain.encode()).hexdigest()
