"""A real mail server on the loopback, which keeps what it takes and can be told to refuse."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword


class Post:
    """What arrived, and what to say to the next ones."""

    def __init__(self) -> None:
        self.taken: list[tuple[list[str], EmailMessage]] = []
        self.refuse_receivers: dict[str, str] = {}
        self.refuse_data: list[str] = []
        self.on_data = lambda: None
        self.logins: list[tuple[bytes, bytes]] = []

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if address in self.refuse_receivers:
            return self.refuse_receivers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        if self.refuse_data:
            return self.refuse_data.pop(0)
        parsed = message_from_bytes(envelope.original_content, policy=policy.SMTP)
        self.taken.append((envelope.rcpt_tos, parsed))
        self.on_data()
        return "250 OK"

    def log_in(self, server, session, envelope, mechanism, data):
        assert isinstance(data, LoginPassword)
        self.logins.append((data.login, data.password))
        return AuthResult(success=data.password == b"p@ss", handled=False)

    @property
    def ids(self) -> list[str]:
        return [str(mail["Message-ID"]) for _, mail in self.taken]


@contextmanager
def mail_server(post: Post, **options) -> Iterator[str]:
    """Serve on a free port; its SMTP_URL without a user."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(post, hostname="127.0.0.1", port=port, authenticator=post.log_in, **options)
    controller.start()
    try:
        yield f"127.0.0.1:{port}"
    finally:
        controller.stop()
