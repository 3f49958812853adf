"""A message as its receiver reads it: the same text in the mail and on the demonstration's mailbox page."""

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from grants.config import Settings
from grants.mail.model import Message
from grants.mail.outbox import full_lines, full_link
from grants.words import language, say


def footer(message: Message) -> str:
    """Who writes, and whether anybody reads an answer, in the receiver's language."""
    reader = language(message.language)
    sender = say("Sent by Tsunagari for the programme office, because you take part in a joint fund.")
    answers = say("Nobody reads answers to this address.")
    if message.reply_to:
        answers = say("Answers to this mail go to %(address)s.", address=message.reply_to)
    return f"{reader.say(sender)}\n{reader.say(answers)}"


def written(message: Message, settings: Settings) -> str:
    """The whole text: what is told, every link on a line of its own, the footer."""
    link = full_link(message, settings.base_url, settings.secret_key)
    lines = (f"{label}\n{address}" for label, address in full_lines(message, settings.base_url, settings.secret_key))
    parts = [message.body, *lines, link, f"-- \n{footer(message)}"]
    return "\n\n".join(part for part in parts if part) + "\n"


def envelope(message: Message, settings: Settings) -> EmailMessage:
    """The mail for one receiver; sent twice it is the same mail, under the same Message-ID."""
    mail = EmailMessage(policy=SMTP)
    mail["Message-ID"] = message.message_id
    mail["Date"] = format_datetime(message.made_at)
    mail["From"] = settings.mail_from
    mail["To"] = Address(addr_spec=message.to)
    mail["Subject"] = message.subject
    mail["Auto-Submitted"] = "auto-generated"
    if message.reply_to:
        mail["Reply-To"] = message.reply_to
    mail.set_content(written(message, settings), subtype="plain", charset="utf-8")
    mail["Content-Language"] = message.language
    return mail
