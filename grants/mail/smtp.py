"""The way to the mail server: one connection for as many messages as are due, closed when they are sent.

`SMTP_URL` is smtp://user:password@host:port or smtps://…; smtp:// turns to TLS by STARTTLS when the server offers
it, and a password never travels without TLS unless the server is this machine.
"""

import smtplib
import ssl
from dataclasses import dataclass
from types import TracebackType
from typing import Self
from urllib.parse import unquote, urlsplit

from grants.config import Settings
from grants.mail.compose import envelope
from grants.mail.model import Message

PATIENCE = 20
HERE = {"localhost", "127.0.0.1", "::1"}
FOR_GOOD = 500


class Undeliverable(Exception):
    """The server refused this very message, for good or for now."""

    def __init__(self, reason: str, *, for_good: bool) -> None:
        super().__init__(reason)
        self.for_good = for_good


class Unreachable(Exception):
    """No message can be sent just now, whatever it says."""


@dataclass(frozen=True)
class Server:
    """A mail server, read from its address."""

    host: str
    port: int
    tls: bool
    user: str | None
    password: str | None

    @classmethod
    def at(cls, url: str) -> "Server":
        """The server that an SMTP_URL names."""
        parts = urlsplit(url)
        if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
            raise ValueError("SMTP_URL must look like smtp://host:25 or smtps://user:password@host:465.")
        tls = parts.scheme == "smtps"
        user, password = (unquote(part) if part else None for part in (parts.username, parts.password))
        return cls(parts.hostname, parts.port or (465 if tls else 587 if user else 25), tls, user, password)

    def connect(self) -> smtplib.SMTP:
        """Open a connection, encrypted when it can be, signed in when there is a user."""
        trust = ssl.create_default_context()
        if self.tls:
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(self.host, self.port, timeout=PATIENCE, context=trust)
        else:
            smtp = smtplib.SMTP(self.host, self.port, timeout=PATIENCE)
        try:
            self.greet(smtp, trust)
        except (smtplib.SMTPException, OSError):
            smtp.close()
            raise
        return smtp

    def greet(self, smtp: smtplib.SMTP, trust: ssl.SSLContext) -> None:
        """Turn to TLS where that is still to be done, then sign in; never a password in the clear."""
        smtp.ehlo()
        if not self.tls and smtp.has_extn("starttls") and self.host not in HERE:
            smtp.starttls(context=trust)
            smtp.ehlo()
        elif not self.tls and self.user and self.host not in HERE:
            raise smtplib.SMTPNotSupportedError("The server offers no TLS, so no password is sent.")
        if self.user:
            smtp.login(self.user, self.password or "")


class Carrier:
    """Carries messages to the server, opening the connection when the first one is due."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.smtp: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.hang_up()

    def carry(self, message: Message) -> None:
        """Hand one message to the server; returns when the server has taken it."""
        smtp = self.connected()
        try:
            smtp.send_message(envelope(message, self.settings), to_addrs=[message.to])
        except smtplib.SMTPRecipientsRefused as refused:
            raise verdict(*refused.recipients[message.to]) from refused
        except smtplib.SMTPDataError as refused:
            raise verdict(refused.smtp_code, refused.smtp_error) from refused
        except (smtplib.SMTPNotSupportedError, UnicodeError) as refused:
            raise Undeliverable(str(refused), for_good=True) from refused
        except (smtplib.SMTPException, OSError) as fault:
            self.hang_up()
            raise Unreachable(wording(fault)) from fault

    def connected(self) -> smtplib.SMTP:
        """The open connection, or a new one."""
        if self.smtp is None:
            try:
                self.smtp = Server.at(self.settings.smtp_url or "").connect()
            except (smtplib.SMTPException, OSError, ValueError) as fault:
                raise Unreachable(wording(fault)) from fault
        return self.smtp

    def hang_up(self) -> None:
        """Close the connection, as politely as it still allows."""
        smtp, self.smtp = self.smtp, None
        if smtp is not None:
            try:
                smtp.quit()
            except (smtplib.SMTPException, OSError):
                smtp.close()


def verdict(code: int, said: bytes | str) -> Undeliverable:
    """What the server said about one message; a number from 500 on is for good."""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return Undeliverable(f"{code} {' '.join(text.split())}"[:500], for_good=code >= FOR_GOOD)


def wording(fault: Exception) -> str:
    """A connection's fault in the words of whoever raised it."""
    if isinstance(fault, smtplib.SMTPResponseException):
        return str(verdict(fault.smtp_code, fault.smtp_error))
    return f"{type(fault).__name__}: {' '.join(str(fault).split())}"[:500]
