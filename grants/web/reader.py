"""Who is reading, and in which language: the one place that asks the request."""

from typing import Any

from flask import g, has_request_context, request
from flask import session as cookie
from flask_login import current_user

from grants.rules.relations import ANYONE
from grants.words import LANGUAGES, Language, language


def visitor() -> Any:
    """The person at the other end, or ANYONE."""
    if not has_request_context():
        return ANYONE
    return current_user.person if current_user.is_authenticated else ANYONE


def reader() -> Language:
    """The language of the person at the other end: chosen on the page, else their own, else the browser's."""
    if not has_request_context():
        return language("en")
    known: Language | None = g.get("reader")
    if known is None:
        known = g.reader = language(chosen())
    return known


def chosen() -> str:
    """The code of the language to write in."""
    if cookie.get("language") in LANGUAGES:
        return str(cookie["language"])
    person = visitor()
    if person.id is not None:
        return str(person.language)
    return request.accept_languages.best_match(LANGUAGES) or "en"
