"""The acts on decisions, awards and letters: prepared in the offices, released and issued by two, told to those concerned."""

from sqlalchemy import select

from grants.decisions import actions as decisions
from grants.decisions.model import SideDecision
from grants.jobs.model import Job, JobState
from grants.letters import actions as letters
from grants.letters.model import Letter
from grants.rules.awards import PartState
from grants.rules.calls import CallState
from grants.rules.funding import Verdict
from grants.rules.letters import LetterState
from tests.access.acts_calls import colleague, office
from tests.access.acts_drafts import own
from tests.access.acts_judging import panel
from tests.access.acts_submitted import case, panel_pages
from tests.access.cells import but, deed
from tests.access.here import Here
from tests.access.knocking import NOWHERE
from tests.access.law import OFFICERS, PIS, ROLES
from tests.access.world import FEEDBACK, OURS, THEIRS, VERDICT_SAID

ALL = "3"  # how many applications are decided in this world


@deed("decided", "decision.before_release.read")
def read_the_decisions_before_the_release(here):
    here.look(office(here, "/decisions"), VERDICT_SAID)
    here.look(office(here, "/release"), OURS, "Funded")
    here.look(office(here, "/exports/decisions.csv"), OURS)
    here.look(panel_pages(here)[0], "What the sides decided")
    here.look(f"/programmes/{here.world.call.programme_id}", OURS, shared=True)
    here.look("/projects", OURS, shared=True)
    here.look(own(here), "The decision", shared=True)
    if here.role != "anonymous":  # who is told to sign in first, here as where there is nothing
        here.look(f"/calls/{here.world.call.id}/universities.csv", "University", shared=True)


@deed("decided", "award.draft.read")
def read_what_will_be_granted(here):
    here.look(office(here, "/decisions"), VERDICT_SAID)
    here.look(own(here), VERDICT_SAID, shared=True)


def decided(here: Here, side: str) -> SideDecision:
    return next(one for one in here.world.application.side_decisions if one.side == side)


def decide(here: Here, side: str, target: str) -> None:
    said = {"chosen": str(here.world.application.id), "side": side, "verdict": "fund", "reason": "Otherwise"}
    before = decided(here, target).at
    here.world.later(seconds=5)
    here.act(office(here, "/decisions"), lambda: decided(here, target).at > before, **said)


@deed("decided", "decision.before_release.write", "award.draft.write")
def decide_for_ones_side(here):
    decide(here, here.side, here.side)


@but("own_side", "decided", "award.draft.write", *OFFICERS)
def decide_for_the_other_side(here):
    decide(here, here.other_side, here.other_side)


@deed("decided", "decision.before_release.write")
def follow_the_panel(here):
    for one in here.world.application.side_decisions:
        one.verdict = Verdict.DEFER
    here.session.flush()
    here.act(
        office(here, "/decisions/follow"), lambda: decided(here, here.side).verdict is Verdict.FUND, side=here.side
    )


def propose(here: Here, role: str) -> None:
    decisions.propose_release(here.world.call, int(ALL), here.world.person(role), here.at)
    here.session.flush()


@deed("decided", "decision.before_release.write")
def take_the_release_back(here):
    propose(here, "officer_a")
    here.act(office(here, "/release/take-back"), lambda: here.world.call.state is CallState.CLOSED)


@deed("decided", "decision.before_release.propose")
def ask_the_other_side_to_release(here):
    here.act(office(here, "/release/propose"), lambda: here.world.call.state is CallState.RELEASE_PROPOSED, count=ALL)


def release(here: Here) -> None:
    here.act(office(here, "/release/go"), lambda: here.world.call.state is CallState.RELEASED, count=ALL)


@deed("decided", "decision.before_release.release")
def release_what_the_other_side_proposed(here):
    propose(here, colleague(here))
    release(here)


@but("four_eyes", "decided", "decision.before_release.release", *OFFICERS)
def release_what_one_proposed_oneself(here):
    propose(here, here.role)
    release(here)


@but("four_eyes", "decided", "decision.before_release.release", *OFFICERS)
def release_what_nobody_proposed(here):
    release(here)


# After the release


@deed("released", "decision.released.read_own")
def read_the_outcome(here):
    here.look(own(here), "The decision")
    here.look(office(here, "/release"), OURS)
    here.look(panel_pages(here)[0], "What the sides decided")


@deed("released", "decision.released.read_others")
def read_what_became_of_the_others(here):
    theirs = {"other_applicant": here.world.third, "chair_conflict": here.world.application}
    other = theirs.get(here.role, here.world.other).id
    here.look(office(here, "/release"), THEIRS)
    here.look(f"/reviews/panels/applications/{other}", "What the sides decided")
    here.look(f"/my/applications/{other}", "The decision")
    here.look("/projects", THEIRS, shared=True)
    here.look("/projects?words=Moss", THEIRS, shared=True)


@deed("released", "decision.released.list_public_awards")
def read_the_register(here):
    here.look("/projects", OURS, never=(THEIRS,))
    here.look("/api/v1/projects", OURS, never=(THEIRS,))
    here.look(f"/calls/{here.world.call.id}/universities.csv", "University", never=(THEIRS,))


def see_the_feedback(here: Here) -> None:
    here.look(own(here), FEEDBACK % "sol", shared=True)
    here.look(case(here), FEEDBACK % "sol")
    here.look(panel_pages(here)[0], FEEDBACK % "sol")


@deed("released", "review_feedback.after_release.read")
def read_the_feedback(here):
    see_the_feedback(here)


@but("after_release", "decided", "review_feedback.after_release.read", "team_edit", "team_view")
def read_the_feedback_too_early(here):
    see_the_feedback(here)


def see_the_mean(here: Here) -> None:
    here.look(own(here), "Mean score of your application", shared=True)
    here.look(panel(here), "3.00", shared=True)


@deed("released", "review_score.after_release.read_own_average")
def read_the_mean_score(here):
    here.world.call.review_round.told = "comments_and_scores"
    here.session.flush()
    see_the_mean(here)


@but("if_scores_released", "released", "review_score.after_release.read_own_average", *PIS)
def read_the_mean_score_where_the_call_gives_none(here):
    see_the_mean(here)


# Awards


@deed("released", "award.active.read")
def read_the_award(here):
    here.look(f"/my/awards/{here.world.award.id}", OURS)
    here.look(f"/office/awards/{here.world.award.id}", OURS)
    here.look(office(here, "/awards"), OURS)
    here.look(office(here, "/exports/awards.csv"), OURS)
    here.look(office(here, "/exports/payments.csv"), OURS)
    here.look(office(here, "/exports/instalments.csv"))


def parts(here: Here) -> dict[str, PartState]:
    return {part.side.code: part.state for part in here.world.award.parts}


@deed("released", "award.active.accept_or_decline")
def answer_for_ones_side(here):
    page = f"/my/awards/{here.world.award.id}"
    said = {"accept": {"accept-cost_centre": "CC-1"}, "decline": {"decline-reason": "moved away"}}
    states = {"accept": PartState.ACCEPTED, "decline": PartState.DECLINED}
    wish = "decline" if here.role == "pi_b" else "accept"

    def only_mine():
        return parts(here)[here.side] is states[wish] and parts(here)[here.other_side] is PartState.OFFERED

    here.act(page, only_mine, deed=wish, **said[wish])


@but("own_side", "released", "award.active.accept_or_decline", *PIS)
def answer_for_the_other_side(here):
    mine = next(part for part in here.world.award.parts if part.side.code == here.side)
    mine.pi_id = here.world.person("team_edit").id
    here.session.flush()
    here.act(f"/my/awards/{here.world.award.id}", lambda: set(parts(here).values()) != {PartState.OFFERED},
             **{"deed": "accept", "accept-cost_centre": "CC-1"})  # fmt: skip


# Letters


@deed("released", "letter.draft.read")
def read_a_letter_that_was_not_issued(here):
    draft = here.world.drafts[here.first]
    here.look(office(here, "/letters"), THEIRS, shared=False)
    here.look(f"/my/letters/{draft.id}", "%PDF")
    job = Job(kind="issue_letters", key="one", payload={}, run_at=here.at, made_at=here.at, call_id=here.world.call.id,
              state=JobState.DONE)  # fmt: skip
    here.session.add(job)
    here.session.flush()
    here.look(f"/office/jobs/{job.id}", here.world.call.name["en"])
    if here.role in {"officer_a", "auditor"} or here.role not in OFFICERS:
        here.look(f"/office/letters/{draft.id}.pdf", "%PDF")


def numbered(here: Here, side: str) -> bool:
    return here.world.drafts[side].state is LetterState.NUMBERED


@deed("released", "letter.draft.issue")
def issue_what_the_other_side_prepared(here):
    here.act(office(here, "/letters/issue"), lambda: numbered(here, here.other_side), count="2")


@deed("released", "letter.draft.issue")
def print_what_has_its_number(here):
    letters.number(
        [here.world.drafts[here.first]], here.world.settings.base_url, here.world.person("officer_b"), here.at
    )
    here.session.flush()
    asked = select(Job).where(Job.kind == "issue_letters")
    here.act(office(here, "/letters/print"), lambda: here.session.scalar(asked) is not None)


@but("four_eyes", "released", "letter.draft.issue", *OFFICERS)
def issue_what_one_prepared_oneself(here):
    theirs = here.world.person(colleague(here))
    drafts = [one for one in here.session.scalars(select(Letter)).unique() if one.state is LetterState.DRAFT]
    letters.discard([one for one in drafts if one.drafted_by_id == theirs.id], theirs, here.at)
    here.session.flush()
    for count in ("0", "2"):
        here.act(office(here, "/letters/issue"), lambda: numbered(here, here.side), count=count)


@deed("released", "letter.draft.prepare")
def prepare_the_letters_of_ones_side(here):
    drafts = {one.side.code: one for one in here.world.drafts.values()}
    here.act(office(here, "/letters/discard"), lambda: drafts[here.side].state is LetterState.VOID)
    if drafts[here.side].state is LetterState.VOID:
        assert drafts[here.other_side].state is LetterState.DRAFT
        known = {one.id for one in here.session.scalars(select(Letter)).unique()}
        here.act(office(here, "/letters/prepare"), lambda: any(
            one.id not in known and one.side.code == here.side for one in here.session.scalars(select(Letter)).unique()
        ))  # fmt: skip


@but("own_side", "released", "letter.draft.prepare", *OFFICERS)
def throw_the_other_sides_letters_away(here):
    drafts = {one.side.code: one for one in here.world.drafts.values()}
    here.act(office(here, "/letters/discard"), lambda: drafts[here.other_side].state is LetterState.VOID, shared=True)


@deed("released", "letter.issued.download")
def download_a_letter(here):
    letter = here.world.letters[here.side]
    here.look(f"/my/letters/{letter.id}", letter.number)
    here.look(f"/office/letters/{letter.id}.pdf", letter.number)


@but("own_side", "released", "letter.issued.download", "team_edit", "team_view")
def download_the_other_sides_letter(here):
    letter = here.world.letters[here.other_side]
    here.look(f"/my/letters/{letter.id}", letter.number)
    here.look(f"/office/letters/{letter.id}.pdf", letter.number)


@deed("released", "letter.issued.verify")
def verify_a_letter(here):
    letter = here.world.letters[here.first]
    here.look(f"/verify/{letter.code}", letter.number)
    here.look("/verify", "code")


@but("with_code", "released", "letter.issued.verify", *ROLES)
def verify_without_the_code(here):
    letter = here.world.letters[here.first]
    for guess in (
        "0" * 32,
        letter.code[:31],
        letter.number,
        str(letter.id),
        NOWHERE,
        here.world.drafts[here.first].code,
    ):
        here.look(f"/verify/{guess}", "This letter is genuine")


@deed("released", "letter.issued.regenerate_or_replace")
def print_a_letter_anew(here):
    kept = {one.id: (one.sha256, one.number) for one in here.world.letters.values()}

    def other():
        return kept != {one.id: (one.sha256, one.number) for one in here.world.letters.values()}

    for deed_ in ("print", "prepare", "discard", "issue"):
        here.act(office(here, f"/letters/{deed_}"), other, shared=here.role in OFFICERS, count="2")
