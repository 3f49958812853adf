"""The outbox: `post` writes a message down beside the deed it tells of; sending it is a job."""

import hashlib
import hmac
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from grants.mail.model import Message
from grants.words import Sentence, language, say


@dataclass(frozen=True)
class Telling:
    """What is told: a kind for the record, a subject, paragraphs, and one link to the very thing.

    `lines` are things that are asked one by one, each with a sealed link of its own: (label, link).
    """

    kind: str
    subject: Sentence
    paragraphs: tuple[Sentence, ...]
    link: str = ""
    sealed: bool = False
    call_id: uuid.UUID | None = None
    application_id: uuid.UUID | None = None
    reply_to: str = ""
    lines: tuple[tuple[str, str], ...] = ()


def post(session: Session, to: Any, telling: Telling, at: datetime) -> Message:
    """Tell one receiver one thing, in the receiver's language; one message for each receiver.

    `to` is a person, or an `Address` for somebody without an account.
    """
    reader = language(to.language)
    paragraphs = [reader.say(paragraph) for paragraph in telling.paragraphs]
    greeting = reader.say(say("Dear %(name)s,", name=to.name_in(reader.code)))
    message = Message(
        to=to.email, person_id=to.id, call_id=telling.call_id, application_id=telling.application_id,
        kind=telling.kind, language=reader.code, subject=" ".join(reader.say(telling.subject).split())[:300],
        body="\n\n".join([greeting, *paragraphs]), link=telling.link, sealed=telling.sealed,
        reply_to=telling.reply_to, lines=[list(line) for line in telling.lines], message_id="", made_at=at,
        next_try_at=at,
    )  # fmt: skip
    message.message_id = f"<{message.id}@tsunagari>"
    session.add(message)
    session.info["due"] = True
    return message


def post_all(session: Session, receivers: Iterable[Any], telling: Telling, at: datetime) -> None:
    """Tell several receivers the same thing, each alone."""
    for receiver in {one.email: one for one in receivers}.values():
        post(session, receiver, telling, at)


@dataclass(frozen=True)
class Address:
    """Somebody to write to who has no account here."""

    email: str
    name: str = ""
    language: str = "en"
    id: None = None

    def name_in(self, _language: str) -> str:
        """What they are called in a letter."""
        return self.name or self.email


def seal(secret: str, link: str) -> str:
    """The key of a sealed link: nothing in the database opens it without the installation's secret."""
    return hmac.new(secret.encode(), b"link:" + link.encode(), hashlib.sha256).hexdigest()[:40]


def fits(secret: str, link: str, key: str) -> bool:
    """Whether a key opens a link."""
    return hmac.compare_digest(seal(secret, link).encode(), key.encode("utf-8", "replace"))


def full_link(message: Message, base_url: str, secret: str) -> str:
    """The address that the receiver clicks, with the key if the link has one."""
    if not message.link:
        return ""
    key = f"?key={seal(secret, message.link)}" if message.sealed else ""
    return f"{base_url}{message.link}{key}"


def full_lines(message: Message, base_url: str, secret: str) -> list[tuple[str, str]]:
    """What is asked one by one, each with the address that the receiver clicks."""
    return [(label, f"{base_url}{link}?key={seal(secret, link)}") for label, link in message.lines]
