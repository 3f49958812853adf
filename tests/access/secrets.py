"""What is planted to be looked for everywhere: words that some must not see, with the roles that the law lets read them.

Each is held against all that a role comes to see on its walk, in any channel (S24, S25 of review practice: a name or a
word that is hidden on its own page leaks by a list, an export, a title, a file's name, its metadata, a header, a mail).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from email.message import EmailMessage

from sqlalchemy import select

from grants.applications import actions as applications
from grants.applications.actions.formal import Proposal
from grants.applications.actions.screening import Ruled, decide_evidence
from grants.mail.compose import envelope
from grants.mail.model import Message
from grants.mail.outbox import seal
from grants.people.model import Affiliation, CareerBreak
from grants.reviews.model import Tie
from grants.rules.conflicts import ConflictKind
from grants.rules.eligibility import Result
from grants.rules.formal import ChangeKind
from tests.access.law import LAW, OFFICERS, TEAM
from tests.access.walking import Walk
from tests.access.world import (
    ANSWER,
    BOAT,
    BOOK,
    COMMENT,
    ENCLOSED,
    FEEDBACK,
    NOTE,
    OURS,
    PRIVATE,
    REMARKED,
    SCRIBBLE,
    SIDE_NOTE,
    STAGES,
    TAG,
    TICKED,
    VERDICT_SAID,
    WAIVED,
    World,
)

RULED, EVIDENCE = "Ruled for the sake of the sanderling", "Evidence on the paper of the curlew"
AMONG_OFFICERS, AMONG_PIS = "Proposed in the name of the phalarope", "Let the lapwing lead"
LEAVE, LEAVE_TOLD = date(2019, 11, 23), ("23 November 2019", "2019-11-23")
ERAD = "20456781"
UNIT_LEFT, WROTE_WITH = "Chair of the Whimbrel", "godwit@example.org"
OUTSIDE = "outside"
KEPT_MAILS = ("mail invitation", "mail member_removed", "mail review_asked", "/profile/my-data.json")
ONCE_TOLD = {
    ("ex_member", "team"),
    ("ex_staff", "title"),
    ("rev_conflict", "title"),
}  # in what was sent while one belonged
SIDE_A, SIDE_B = ("pi_a", "officer_a"), ("pi_b", "officer_b")
AUD = "auditor"


@dataclass(frozen=True)
class Secret:
    """One planted word, the stages in which it is there, and who may read it."""

    name: str
    words: tuple[str, ...]
    roles: frozenset[str]
    since: str = "draft"

    def is_told_in(self, text: str) -> bool:
        return any(word in text for word in self.words)


def readers(*acts: str, also: Iterable[str] = ()) -> frozenset[str]:
    """Who may by the law, for one act or another; who serves another fund never."""
    return frozenset(
        role for act in acts for role in LAW[act].allowed | LAW[act].only_if.keys() if LAW[act].may(role)
    ) | {*also}


def plant(world: World) -> None:
    """What only these walks look for, beside what the world is made with; whoever signs by a link stands outside."""
    ours, people = world.application, world.people
    people["ada"].erad = ERAD
    people["ada"].breaks.append(CareerBreak(kind="parental", starts_on=LEAVE, ends_on=date(2020, 5, 1)))
    people["ada"].affiliations.append(Affiliation(institution_id=people["ada"].institution_id, unit=UNIT_LEFT))
    world.session.add(
        Tie(person_id=people["ada"].id, kind=ConflictKind.CO_AUTHOR, email=WROTE_WITH, year=world.at.year)
    )
    if ours.submitted_at is None:
        side, whose = world.house.second, "the second"
        applications.propose_lead(ours, side, AMONG_PIS, people["ada"], world.at)
        who = Proposal(ChangeKind.REMOVE_PI, AMONG_OFFICERS, side, f"Of {whose}", "instead@example.org")
        applications.propose(ours, who, people["olu"], world.at)
    elif world.stage == "submitted_closed":
        rule = next(one for one in world.call.rules if one.side in {None, world.house.first})
        said = Ruled(world.house.first, rule.code, Result.WAIVED, RULED, EVIDENCE)
        decide_evidence(ours, said, people["olu"], world.at)
    world.session.flush()


def secrets(world: World) -> list[Secret]:
    """All that is planted by now."""
    closed = "submitted_closed"
    released = STAGES.index(world.stage) >= STAGES.index("released")
    drafts = world.stage == "draft"
    read = "application.draft.read" if drafts else "application.submitted_closed.read"
    content = readers(read) - {"rev_unassigned"}
    title = readers("application.draft.read_metadata", "application.submitted_closed.read")
    feedback = readers(f"review_feedback.{'after' if released else 'before'}_release.read", also=["rev_post"])
    found = [
        Secret("answer", (ANSWER,), content),
        Secret("budget", (f"{BOAT} Kelp",), content),
        Secret("enclosure", (f"{ENCLOSED} Kelp",), content),
        Secret("comment among the team", (COMMENT,), frozenset(TEAM)),
        Secret("remark with a signature", (f"{REMARKED} {world.house.first}",), frozenset({*TEAM, *OFFICERS, AUD, OUTSIDE})),
        Secret("career break", LEAVE_TOLD, frozenset({"pi_a", "officer_a", AUD})),
        Secret("e-Rad number", (ERAD,), frozenset({*TEAM, *OFFICERS, AUD})),
        Secret("post", (UNIT_LEFT,), frozenset({"pi_a"})),
        Secret("tie", (WROTE_WITH,), frozenset({"pi_a"})),
        Secret("key of an invitation", (key_of_invitation(world),), frozenset({"invited"})),
        Secret("note", (NOTE, TAG), readers("note_internal.any.read"), closed),
        Secret("note of one side", (SIDE_NOTE, TICKED), frozenset({"officer_a", AUD}), closed),
        Secret("verdict of a side", (WAIVED,), frozenset({"officer_a", AUD}), closed),
        Secret("conflict", (BOOK,), readers("coi.any.read_all", also=["rev_conflict", "chair_conflict"]), closed),
        Secret("reason of a decision", (VERDICT_SAID,), readers("decision.before_release.read"), "decided"),
        *(Secret(f"scribbles of {key}", (SCRIBBLE % key,), frozenset({role}), closed)
          for key, role in (("rea", "rev_pre"), ("sol", "rev_post"))),
        Secret("feedback of sol", (FEEDBACK % "sol",), feedback, closed),
        Secret("feedback of eva", (FEEDBACK % "eva",), feedback, closed),
        Secret("told to the panel by sol", (PRIVATE % "sol",),
               readers("review_private_comment.any.read") - {"rev_pre"}, closed),
        Secret("told to the panel by eva", (PRIVATE % "eva",),
               readers("review_private_comment.any.read") - {"rev_pre", "rev_post"}, closed),
        Secret("unfinished review of rea", (PRIVATE % "rea", FEEDBACK % "rea"), frozenset({"rev_pre"}), closed),
        Secret("a reviewer's name", ("Edberg", "eva@example.org"),
               readers("reviewer_identity.any.read", "user.other.read_profile", also=["officer_foreign"])
               | {"chair_conflict"}, closed),
    ]  # fmt: skip
    if drafts:
        found += [
            Secret("proposal among officers", (AMONG_OFFICERS,), frozenset({*OFFICERS, AUD})),
            Secret("proposal among investigators", (AMONG_PIS,), frozenset({*TEAM, *OFFICERS, AUD})),
        ]
    if world.stage == closed:
        found.append(Secret("evidence", (RULED, EVIDENCE), frozenset({"officer_a"}), closed))
    if not released:
        found.append(Secret("title", (OURS,), title | {OUTSIDE}))
        found.append(Secret("team", ("Tedlund", "ted@example.org", "髙橋", "Takahashi"),
                            title | readers("user.other.read_profile", also=["officer_foreign", OUTSIDE])))  # fmt: skip
    return [one for one in found if STAGES.index(one.since) <= STAGES.index(world.stage)]


def key_of_invitation(world: World) -> str:
    """What opens the one invitation that waits, and stands in no mail but that one."""
    return seal(world.settings.secret_key, f"/my/invitations/{world.invitation.id}")


def leaks(world: World, role: str, found: Walk) -> list[str]:
    """Where a role comes upon what is not for it."""
    secret_to_it = [one for one in secrets(world) if role not in one.roles]
    seen = [(seen.address, seen.all_told) for seen in found.values()]
    return [
        f"{role} reads {one.name} ({'/'.join(one.words)}) at {place}"
        for place, text in (*seen, *mails(world, role)) for one in secret_to_it
        if one.is_told_in(text) and not ((role, one.name) in ONCE_TOLD and place in KEPT_MAILS)
    ]  # fmt: skip


def mails(world: World, role: str) -> list[tuple[str, str]]:
    """Every mail to somebody, whole: its headers, its text."""
    return [(f"mail {one.kind}", whole(envelope(one, world.settings))) for one in mail_to(world, role)]


def mail_to(world: World, role: str) -> Sequence[Message]:
    """What was written to a role's address; or to those without any account."""
    by = world.person(role) if role != OUTSIDE else None
    if by is None and role != OUTSIDE:
        return ()
    wanted = select(Message).order_by(Message.made_at)
    known = [person.email for person in world.people.values()]
    return world.session.scalars(
        wanted.where(Message.to == by.email) if by else wanted.where(Message.to.not_in(known))
    ).all()


def whole(mail: EmailMessage) -> str:
    """A mail as a person could read it, headers and all."""
    return "\n".join([*(f"{name}: {value}" for name, value in mail.items()), str(mail.get_content())])
