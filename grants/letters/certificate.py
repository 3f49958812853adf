"""A certificate for a demonstration: it says of itself that nobody vouches for it."""

from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import NoEncryption, pkcs12
from cryptography.x509.oid import NameOID

NAME = "Demonstration, not a real university"
LASTS = timedelta(days=3650)


def self_signed(path: Path, at: datetime) -> None:
    """Write a key and its own certificate, readable by the house only; one that is there stays."""
    if path.exists():
        return
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(at - timedelta(days=1))
        .not_valid_after(at + LASTS).add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(key, SHA256())
    )  # fmt: skip
    path.touch(mode=0o600)
    path.write_bytes(pkcs12.serialize_key_and_certificates(b"letters", key, made, None, NoEncryption()))
