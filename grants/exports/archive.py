"""The record of a call in one file that can be checked years later without this house.

Every file's SHA-256 stands in SHA256SUMS. A submitted application is kept in the canonical form whose SHA-256 its
receipt names, and as PDF; an issued letter as the very bytes whose SHA-256 the check page names. Of history the chain
of seals is kept; what each deed said in detail stays in the house.
"""

import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from grants.applications.content import canonical
from grants.applications.model import Application
from grants.applications.queries import submitted_in
from grants.calls.definition import write
from grants.calls.model import Call
from grants.calls.statement import definition_of
from grants.exports import applications, awards, csv, decisions, outcomes, scores
from grants.exports import json as as_json
from grants.history.queries import of_call as deeds_of
from grants.letters.queries import of_call as letters_of
from grants.rules.letters import LetterState
from grants.words import Language

KEPT = (LetterState.ISSUED, LetterState.SUPERSEDED, LetterState.VOID)
TABLES = {
    "applications": applications, "awards": awards, "decisions": decisions, "outcomes": outcomes, "scores": scores,
}  # fmt: skip
SUMS = "SHA256SUMS"
STAMP = (1980, 1, 1, 0, 0, 0)  # the same record makes the same file
READ_ME = """The record of {code}, as {name} may read it, on {at}.

call.yaml            the call as it was published
tables/              applications, awards, decisions, outcomes and scores, as CSV and as JSON
applications/        each submission in canonical form; its SHA-256 is the fingerprint on the receipt; the last as PDF
letters/             every issued letter; its SHA-256 is the one that the check page of this house compares
history.jsonl        every deed: when, on what, from which state to which, its seal, and the seal of the one before it
SHA256SUMS           the SHA-256 of every file. To check them: sha256sum -c SHA256SUMS

Applications with which the reader is in conflict are not in it.
"""


@dataclass(frozen=True)
class Papers:
    """Where bytes come from: an application as PDF, and what was kept under a fingerprint."""

    application: Callable[[Application], bytes]
    kept: Callable[[str], bytes]


def archive(session: Session, by: Any, call: Call, papers: Papers, read: tuple[Language, datetime]) -> bytes:
    """The whole record of a call as this reader may read it, as the bytes of one ZIP."""
    made, sums = io.BytesIO(), []
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as folder:
        for name, content in files(session, by, call, papers, read):
            folder.writestr(zipfile.ZipInfo(name, STAMP), content, zipfile.ZIP_DEFLATED)
            sums.append(f"{hashlib.sha256(content).hexdigest()}  {name}\n")
        folder.writestr(zipfile.ZipInfo(SUMS, STAMP), "".join(sums))
    return made.getvalue()


def files(
    session: Session, by: Any, call: Call, papers: Papers, read: tuple[Language, datetime],
) -> Iterator[tuple[str, bytes]]:  # fmt: skip
    """Every file with its name."""
    reader, at = read
    yield "README.txt", READ_ME.format(code=call.code, name=by.email, at=at.isoformat(timespec="seconds")).encode()
    yield "call.yaml", write(definition_of(call)).encode()
    for name, kind in TABLES.items():
        taken = kind.table(session, by, call)
        rows = type(taken)(taken.columns, list(taken.rows))
        yield f"tables/{name}.csv", csv.write(rows, reader)
        yield f"tables/{name}.json", as_json.write(rows, reader)
    for application in session.scalars(submitted_in(by, call).order_by(Application.number)).unique():
        for snapshot in application.snapshots:
            yield f"applications/{application.ref}-{snapshot.ordinal}.json", canonical(snapshot.content)
        yield f"applications/{application.ref}.pdf", papers.application(application)
    for letter in letters_of(session, by, call, *KEPT):
        if letter.sha256 and letter.number:
            yield f"letters/{letter.number.replace('/', '-')}.pdf", papers.kept(letter.sha256)
    yield "history.jsonl", history(session, by, call)


def history(session: Session, by: Any, call: Call) -> bytes:
    """Every deed, the oldest first, one a line."""
    shown = submitted_in(by, call).with_only_columns(Application.id)
    lines = [
        json.dumps({
            "at": one.at.isoformat(), "noun": one.noun, "subject": str(one.subject_id), "number": one.seq,
            "deed": one.step, "from": one.source, "to": one.target, "by": str(one.by_id or ""),
            "previous": one.previous, "seal": one.seal,
        })
        for one in reversed(session.scalars(deeds_of(call.id, shown)).all())
    ]  # fmt: skip
    return "\n".join(lines).encode() + b"\n"
