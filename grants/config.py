"""Settings: what a university decides about its installation, read once from the environment."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent
WEAK_KEYS = {"", "dev", "secret", "changeme", "change-me", "default"}
KEY_LENGTH = 32


class Unsafe(RuntimeError):
    """The installation must not start like this."""


def shelf(name: str) -> Path:
    """Where templates, static files and migrations lie: in a checkout, or inside the installed package."""
    checkout = ROOT.parent / name
    return checkout if checkout.is_dir() else ROOT / f"_{name}"


@dataclass(frozen=True)
class OpenId:
    """The OpenID Connect server at which people prove their ORCID iD, and how this installation is known there."""

    issuer: str
    client: str
    secret: str

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> "OpenId | None":
        """All three, or none."""
        told = tuple(env.get(name, "") for name in ("ORCID_ISSUER", "ORCID_CLIENT_ID", "ORCID_CLIENT_SECRET"))
        if not any(told):
            return None
        if not all(told):
            raise Unsafe("Set ORCID_ISSUER, ORCID_CLIENT_ID and ORCID_CLIENT_SECRET together, or none of them.")
        return cls(told[0].rstrip("/"), told[1], told[2])


@dataclass(frozen=True)
class Settings:
    """One installation's settings; `from_env` is the only way in from outside."""

    data_folder: Path
    database_url: str
    secret_key: str
    base_url: str = "http://localhost:8000"
    port: int = 8000
    production: bool = False
    demonstration: bool = False
    debug: bool = False
    smtp_url: str | None = None
    mail_from: str = "Tsunagari <tsunagari@example.org>"
    trusted_hops: int = 0
    clamd: str | None = None
    orcid: OpenId | None = None
    certificate: Path | None = None
    passphrase: str = ""
    crossref: str = ""
    datacite: str = ""
    doi_prefix: str = "10.5555"
    body_limit: int = 12 * 1024 * 1024

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> "Settings":
        """Read the settings from the environment; a demonstration is what starts when nothing is said."""
        env = os.environ if environ is None else environ
        folder = Path(env.get("DATA_FOLDER", "data")).absolute()
        port = int(env.get("PORT", "8000"))
        production = env.get("TSUNAGARI_MODE", "demonstration") == "production"
        settings = cls(
            data_folder=folder,
            database_url=driver(env.get("DATABASE_URL") or f"sqlite:///{folder / 'tsunagari.sqlite3'}"),
            secret_key=env.get("SECRET_KEY") or ("" if production else kept_key(folder)),
            base_url=env.get("BASE_URL", f"http://localhost:{port}").rstrip("/"),
            port=port,
            production=production,
            demonstration=env.get("DEMONSTRATION", "0" if production else "1") == "1",
            debug=env.get("FLASK_DEBUG", "0") not in {"", "0"},
            smtp_url=env.get("SMTP_URL"),
            mail_from=env.get("MAIL_FROM", cls.mail_from),
            trusted_hops=int(env.get("TRUSTED_HOPS", "0")),
            clamd=env.get("CLAMD"),
            orcid=OpenId.from_env(env),
            certificate=Path(env["LETTER_CERTIFICATE"]) if env.get("LETTER_CERTIFICATE") else None,
            passphrase=env.get("LETTER_PASSPHRASE", ""),
            crossref=env.get("CROSSREF_URL", "https://api.crossref.org/works").rstrip("/"),
            doi_prefix=env.get("DOI_PREFIX", cls.doi_prefix),
            datacite=env.get("DATACITE_URL", "https://api.datacite.org/dois").rstrip("/"),
        )
        settings.refuse_if_unsafe()
        return settings

    def refuse_if_unsafe(self) -> None:
        """A production installation with a demonstration door, a weak key or debugging on does not start."""
        if not self.production:
            return
        if self.demonstration:
            raise Unsafe("In production the demonstration sign-in must be off: unset DEMONSTRATION.")
        if self.debug:
            raise Unsafe("In production debugging must be off: unset FLASK_DEBUG.")
        if self.secret_key.lower() in WEAK_KEYS or len(self.secret_key) < KEY_LENGTH:
            raise Unsafe(f"In production SECRET_KEY must be set to at least {KEY_LENGTH} random characters.")
        if not self.base_url.startswith("https://"):
            raise Unsafe("In production BASE_URL must name the public https:// address.")

    @property
    def sealed_with(self) -> Path | None:
        """The certificate letters are sealed with: the university's, or in a demonstration one made for it."""
        own = self.data_folder / "demonstration.p12"
        return self.certificate or (own if self.demonstration and own.exists() else None)

    @property
    def is_sqlite(self) -> bool:
        """Whether the embedded database is in use."""
        return self.database_url.startswith("sqlite")


def driver(url: str) -> str:
    """Name the PostgreSQL driver that the house ships, however the university wrote its address."""
    for prefix in ("postgres://", "postgresql://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url


def kept_key(folder: Path) -> str:
    """The secret key of this data folder, made at the first start and kept readable by its owner only."""
    path = folder / "secret_key"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        made = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(made, "w") as out:
            out.write(secrets.token_hex(32))
    return path.read_text().strip()
