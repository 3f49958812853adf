"""What came of it, in the demonstration: letters, acceptances, reports, outcomes."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from grants.applications.model import Application
from grants.awards import actions as awards
from grants.awards.model import Award, AwardPart
from grants.calls.model import Call
from grants.config import Settings
from grants.db import Record
from grants.demonstration import pictures
from grants.demonstration.company import chance
from grants.files.actions import Intake
from grants.files.store import Store
from grants.jobs.issue_letters import PRESSES, press, sealed
from grants.letters import actions as letters
from grants.letters.engine import Engine
from grants.letters.queries import is_in_writing, of_call, to_be_printed
from grants.money import Money
from grants.people.model import Person
from grants.reports import actions as reports
from grants.reports.model import Report
from grants.reports.queries import questions_in
from grants.rules.answers import Written
from grants.rules.budget import by_category
from grants.rules.letters import LetterState
from grants.rules.owing import FINAL_CODE
from grants.rules.reports import OutcomeKind

ANSWERS = {
    "achievements": "The protocol was agreed in the second month and used at both sites. Both visits took place; the "
    "shared data set holds one full season from each country.",
    "ecr_benefit": "Two doctoral students and one postdoctoral researcher led the field work and spent two weeks with "
    "the partner group; one of them has since been appointed assistant professor.",
    "problems": "The first visit was moved by a month because of a visa. Nothing else departed from the plan.",
    "next_steps": "A joint bid has been submitted; a second workshop is planned at the partner university.",
    "lay_summary": "Two groups that had never worked together asked the same question in two countries, and learned "
    "that the answer depends less on climate than on habit.",
}
OTHERWISE = "As planned in the application."
JOURNALS = ("Journal of Paired Field Studies", "Nordic–Asian Letters", "Open Comparative Science")


def write_letters(
    record: Record, settings: Settings, call_id: object, officers: Sequence[Person], at: datetime,
) -> None:  # fmt: skip
    """Each side gives its letters their pictures and prepares them, the other issues them, the press prints them."""
    store = Store(settings.data_folder / "files")
    with record.transaction() as session:
        call = session.get_one(Call, call_id)
        first, second = (session.get_one(Person, officer.id) for officer in officers)
        pictures.give(session, call, (first, second), Intake(store), at - timedelta(hours=2))
        for preparer, issuer in ((first, second), (second, first)):
            letters.prepare(call, preparer, at)
            session.flush()
            mine = [
                one for one in of_call(session, issuer, call, LetterState.DRAFT) if one.drafted_by_id == preparer.id
            ]
            letters.number(mine, settings.base_url, issuer, at + timedelta(hours=1))
            session.flush()
        waiting = to_be_printed(session, call.id)
    with Engine(PRESSES) as engine, sealed(settings) as seal:
        for _ in press(record, waiting, (engine, store, seal), at + timedelta(hours=2)):
            pass


def answer_offers(session: Session, call: Call, share: float, at: datetime) -> None:
    """Investigators accept; where `share` is below one, some have not answered yet."""
    for award in awards_of(session, call):
        for part in award.parts:
            if chance("accept", award.application.ref, part.side.code) <= share:
                part.letter_issued = is_in_writing(part)
                awards.accept(part, f"CC-{part.side.code}-{award.application.number:04d}", part.pi, at)
        session.flush()
        reports.ask_for(award, at)
    session.flush()


def awards_of(session: Session, call: Call) -> list[Award]:
    """A call's awards, by number."""
    wanted = select(Award).join(Application).where(Application.call_id == call.id).order_by(Application.number)
    return list(session.scalars(wanted).unique())


def report(session: Session, call: Call, officers: Sequence[Person], share: float, at: datetime) -> None:
    """Investigators report; both sides accept most of what came in."""
    for award in awards_of(session, call):
        written = next((one for one in award.reports if one.code == FINAL_CODE), None)  # type: ignore[attr-defined]
        lot = chance("report", award.application.ref)
        if written is None or lot > share:
            continue
        write_report(session, written, at + timedelta(days=int(lot * 20)))
        if lot <= share * 0.95:
            for officer in officers:
                reports.accept(written, officer, at + timedelta(days=30))
    session.flush()


def write_report(session: Session, written: Report, at: datetime) -> None:
    """One report, whole: narrative, spending of both sides, outcomes."""
    award = written.award
    lead = award.application.lead.pi
    if lead is None:
        return
    questions = questions_in(written)
    for part in award.parts:
        said = [
            Written(question.code, ANSWERS.get(question.code, OTHERWISE), part.side.code if question.per_side else "")
            for question in questions
            if question.per_side or part.pi_id == lead.id
        ]
        reports.write(written, said, part.pi, at)
        spent = part.granted.minor - int(part.granted.minor * 0.12 * chance("spent", award.application.ref))
        spent -= spent % 100
        reports.spend(written, part.side.code, outlay(part, spent), part.pi, at)
        session.flush()
    add_outcomes(session, written, lead, at)
    session.flush()
    reports.submit(written, lead, at)


def outlay(part: AwardPart, spent: int) -> reports.Outlay:
    """Money spent on the kinds of cost that the budget named, each by its share, the rest on the last."""
    asked = by_category(part.award.application.part(part.side.code).budget, part.currency)
    whole = sum(amount.minor for amount in asked.values())
    kinds = {code: spent * amount.minor // whole // 100 * 100 for code, amount in asked.items() if amount.minor}
    if kinds:
        last = next(reversed(kinds))
        kinds[last] += spent - sum(kinds.values())
    told = {code: figures_of(minor, part.currency) for code, minor in kinds.items() if minor}
    return reports.Outlay(figures_of(spent, part.currency), "", told)


def figures_of(minor: int, currency: str) -> str:
    """An amount as people type it."""
    return str(Money(minor, currency)).split(" ", 1)[1]


def add_outcomes(session: Session, written: Report, lead: Person, at: datetime) -> None:
    """Papers, people exchanged and follow-on money, more of them in some projects than in others."""
    ref, title = written.award.application.ref, written.award.application.title
    year = at.year
    for number in range(int(1 + 2.4 * chance("papers", ref))):
        reports.add_outcome(written, OutcomeKind.PUBLICATION, {
            "title": f"{title}: first results" if not number else f"{title}: the second season",
            "doi": f"10.5555/demo.{ref.lower()}.{number + 1}", "year": year, "joint": True,
            "detail": JOURNALS[number % len(JOURNALS)],
        }, lead, at)  # fmt: skip
    first, second = (part.side.code for part in written.award.parts)
    for side, host in ((first, second), (second, first)):
        reports.add_outcome(written, OutcomeKind.EXCHANGE, {
            "title": "One doctoral student", "side": side, "detail": f"Partner group ({host})",
            "starts_on": (at - timedelta(days=120)).date(),
            "ends_on": (at - timedelta(days=106)).date(), "early_career": True,
        }, lead, at)  # fmt: skip
    if chance("follow", ref) > 0.6:  # noqa: PLR2004
        currency = written.award.parts[0].currency
        reports.add_outcome(written, OutcomeKind.FOLLOW_ON_BID, {
            "title": f"{title}: three-year project", "funder": "National funder (invented)", "year": year,
            "status": "awarded" if chance("won", ref) > 0.4 else "submitted", "side": first,  # noqa: PLR2004
            "amount": "12,000,000" if currency == "JPY" else "300,000", "currency": currency,
        }, lead, at)  # fmt: skip
    session.flush()
