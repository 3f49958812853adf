"""What an application says, in one canonical form: the same words give the same fingerprint, for ever."""

import hashlib
import json
from typing import Any

from grants.applications.model import Application, Part, TeamMember
from grants.people.model import Person
from grants.rules.consent import EndorsementState


def content_of(application: Application) -> dict[str, Any]:
    """Everything the applicants say, with names and universities as they are called on this day."""
    return {
        "call": application.call.code,
        "number": application.ref,
        "version": application.content_version,
        "title": application.title,
        "theme": application.theme,
        "lead": application.lead_side,
        "parts": [part_of(part) for part in application.parts],
        "members": [member_of(member) for member in application.members],
        "papers": [
            {"question": paper.question, "side": paper.side, "sha256": paper.attachment.sha256,
             "pages": paper.attachment.pages, "size": paper.attachment.size}
            for paper in application.papers
        ],
        "signed": [
            {"what": one.code, "side": one.side, "name": one.name, "office": one.office,
             "at": one.answered_at.isoformat() if one.answered_at else ""}
            for one in application.endorsements if one.state is EndorsementState.APPROVED
        ],
        "answers": [
            {"question": answer.question, "side": answer.side, "value": answer.value}
            for answer in sorted(application.answers, key=lambda one: (one.question, one.side))
        ],
    }  # fmt: skip


def part_of(part: Part) -> dict[str, Any]:
    """One side's part."""
    return {
        "side": part.side,
        "pi": person_of(part.pi) if part.pi else None,
        "institution": dict(part.institution.name) if part.institution else {},
        "ror": part.institution.ror if part.institution else None,
        "unit": part.unit,
        "position": part.position_held,
        "currency": part.currency,
        "requested": part.requested_minor,
        "budget": [
            {"category": line.category, "purpose": line.purpose, "minor": line.minor, "quantity": line.quantity,
             "year": line.year, "beneficiary": line.beneficiary, "justification": line.justification}
            for line in part.budget
        ],
    }  # fmt: skip


def person_of(person: Person) -> dict[str, str]:
    """A principal investigator, as named on this day."""
    return {
        "family": person.family,
        "given": person.given,
        "family_latin": person.family_latin,
        "given_latin": person.given_latin,
        "order": person.name_order,
        "title": person.title,
        "email": person.email,
    }


def member_of(member: TeamMember) -> dict[str, Any]:
    """A member of the team."""
    return {
        "side": member.side,
        "name": member.name,
        "role": member.role,
        "affiliation": member.affiliation,
        "institution": dict(member.institution.name) if member.institution else {},
    }


def canonical(content: dict[str, Any]) -> bytes:
    """The one form of a content: JSON with sorted keys, no spaces, in UTF-8."""
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def fingerprint(content: dict[str, Any]) -> str:
    """SHA-256 over the canonical form."""
    return hashlib.sha256(canonical(content)).hexdigest()
