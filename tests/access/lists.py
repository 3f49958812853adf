"""Every list of the house beside the doors of what stands in it: a role finds there what it may open, no more, no less."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from grants.applications.model import Application, Invitation
from grants.awards.model import Award
from grants.calls.model import Agreement, Call
from grants.letters.model import Letter
from grants.people.model import Affiliation, CareerBreak, Person
from grants.reports.model import Report
from grants.reviews.model import Assignment, Review, Tie
from grants.rules.access import may_read
from grants.rules.invitations import InvitationState
from grants.rules.letters import LetterState
from grants.rules.relations import ANYONE
from grants.rules.reviews import AssignmentState
from tests.access.walking import Walk
from tests.access.world import World

STANDS: dict[str, Callable[[Any], bool]] = {
    "invitation": lambda one: one.state is InvitationState.PENDING,
    "invitation record": lambda one: one.state is InvitationState.PENDING,
    "letter": lambda one: one.state is LetterState.ISSUED,
}
"""Of some nouns only those rows are listed of which something is still to be had."""


@dataclass(frozen=True)
class Listing:
    """Rows of one noun of the law: where they are listed, how one is told there, the page that shows one."""

    noun: str
    kind: type
    lists: tuple[str, ...]
    mark: Callable[[Any], str | tuple[str, ...]]
    door: str = ""

    def rows(self, world: World) -> Iterable[Any]:
        """What could be listed at all: invitations as long as they wait, letters as people get them once issued."""
        found = world.session.scalars(select(self.kind)).unique()
        return (one for one in found if self.noun not in STANDS or STANDS[self.noun](one))


def linked(address: str) -> Callable[[Any], str]:
    """Told by a link or a form that leads there."""
    return lambda thing: address.format(id=thing.id)


def numbered(application: Any) -> str:
    """Told by its number."""
    return str(application.ref)


def on_the_pile(assignment: Any) -> str:
    """Told by a link to the review once it is accepted, before that to what is asked."""
    written = assignment.review if assignment.state is AssignmentState.ACCEPTED else None
    return f'/reviews/{written.id}"' if written is not None else f'/reviews/assignments/{assignment.id}"'


def by_either_desk(award: Any) -> tuple[str, str]:
    """Told to its team by a link of its own, to the offices by its own page there."""
    return f"/my/awards/{award.id}", f"/office/awards/{award.id}"


LISTINGS = (
    Listing("call", Call, ("public.calls", "office.calls"), linked("/calls/{id}"), "public.call"),
    Listing("call record", Call, ("office.calls",), linked("/office/calls/{id}"), "office.call"),
    Listing("call figures", Call, ("office.calls", "reviewer.panels"), linked("/{id}"), "office.figures_table"),
    Listing("call panel", Call, ("reviewer.panels",), linked("/reviews/panels/{id}")),
    Listing("call papers", Call, ("reviewer.home", "reviewer.panels"), linked("/{id}"), "reviewer.conflicts"),
    Listing("call bids", Call, ("reviewer.home",), linked("/calls/{id}/bids"), "reviewer.bids"),
    Listing("own application", Application, ("applicant.home",), linked("/my/applications/{id}"),
            "applicant.application"),
    Listing("application metadata", Application, ("office.applications",), numbered, "office.draft"),
    Listing("application case", Application, ("office.applications",), linked("/office/applications/{id}"),
            "office.application"),
    Listing("application reviews", Application, ("office.export_scores", "reviewer.others"), numbered,
            "reviewer.others"),
    Listing("judged application", Application, ("reviewer.papers",), numbered, "reviewer.pdf"),
    Listing("ranked application", Application, ("reviewer.panel",), linked("/reviews/panels/applications/{id}"),
            "reviewer.panel_application"),
    Listing("invitation", Invitation, ("applicant.home", "applicant.team"), linked("/my/invitations/{id}")),
    Listing("invitation record", Invitation, ("office.draft",), linked("/office/invitations/{id}")),
    Listing("assignment", Assignment, ("reviewer.home",), on_the_pile, "reviewer.assignment"),
    Listing("assignment record", Assignment, ("office.application", "office.assignments"),
            linked("/office/assignments/{id}"), "office.assignment"),
    Listing("review", Review, ("reviewer.home",), linked("/reviews/{id}"), "reviewer.review"),
    Listing("award", Award, ("applicant.application", "office.awards"), by_either_desk, "applicant.award"),
    Listing("letter", Letter, ("applicant.application", "applicant.award", "office.letters"), linked("/{id}"),
            "applicant.letter"),
    Listing("letter record", Letter, ("office.letters",), linked("/office/letters/{id}"), "office.letter_page"),
    Listing("report", Report, ("office.reports",), linked("/office/reports/{id}"), "office.report"),
    Listing("own report", Report, ("applicant.home", "applicant.award"), linked("/my/reports/{id}"),
            "applicant.report"),
    Listing("account", Person, ("admin.people",), linked("/admin/people/{id}"), "admin.person"),
    Listing("career break", CareerBreak, ("public.leave", "public.profile"), linked("/profile/leave/{id}/")),
    Listing("post", Affiliation, ("public.profile",), linked("/profile/posts/{id}/")),
    Listing("tie", Tie, ("public.ties",), linked("/profile/ties/{id}/")),
    Listing("agreement", Agreement, ("office.agreements",), linked("/agreements/{id}"), "office.agreement"),
)  # fmt: skip

ALONE = {
    "call to apply in": "the open calls, as everyone sees them",
    "call office": "the officers' part of the call record",
    "call summary": "the same calls; an administrator is led there by their number",
    "person": "oneself, or an account",
    "access key": "one's own, on one's own page",
    "public award": "the register, whose rows are tested by their titles",
    "appointment": "a line of an account",
    "programme": "public, and shown beside its calls",
    "job": "the newest work on a call, shown where it was asked for",
    "application": "its parts, told by the nouns of each desk",
    "application office": "the officers' part of its case",
    "application under support": "the officers' look into a draft, on the page of the draft",
    "discussion": "behind the reviews of an application",
    "award record": "the offices' part of an award",
    "programme office": "the officers' part of a programme",
    "proposal": "whoever had reviewers proposed is led to it",
    **dict.fromkeys(
        (
            "own sign-off",
            "formal change",
            "extension",
            "conflict record",
            "amendment",
            "own amendment",
            "condition",
            "instalment",
            "own condition",
            "letter wording",
            "letter picture",
            "joining",
        ),
        "a line on the page of what it belongs to, with a button while there is something to do about it",
    ),
}
"""Nouns that no list of their own tells of, and why."""


def differences(world: World, role: str, found: Walk) -> Iterable[str]:
    """Where a list tells this role more or less than its doors do, and the doors more or less than the law."""
    by = world.person(role) or ANYONE
    for listing in LISTINGS:
        texts = [seen.text for seen in found.values() if seen.endpoint in listing.lists]
        for thing in listing.rows(world):
            lawful = may_read(by, listing.noun, thing)
            marks = listing.mark(thing)
            shown = any(mark in text for text in texts for mark in ([marks] if isinstance(marks, str) else marks))
            door = [seen for seen in found.values() if seen.endpoint == listing.door and f"/{thing.id}" in seen.address]
            opens = any(seen.status == 200 for seen in door) if door else lawful
            if opens != lawful or shown != (lawful):
                yield f"{listing.noun} {told(thing)}: listed {shown}, opens {opens}, by the law {lawful}"


def told(thing: Any) -> str:
    """A row, so that one knows which."""
    return str(getattr(thing, "ref", None) or getattr(thing, "email", None) or getattr(thing, "code", thing.id))
