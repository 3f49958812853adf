"""The acts between the close of a call and its decisions: checked, assigned, judged, ranked; never by one in conflict."""

from datetime import timedelta

from sqlalchemy import select

from grants.applications import actions as applications
from grants.applications.model import Conflict, Finding, Note, Ruling
from grants.decisions import actions as decisions
from grants.decisions.actions import Advice
from grants.decisions.model import AgendaItem, Attendance, Place, Ranking
from grants.mail.outbox import seal
from grants.reviews import actions as reviews
from grants.reviews.actions import LINK, Judgement
from grants.reviews.model import Assignment, Bid, Edition, Proposal, Remark
from grants.reviews.proposing import answer
from grants.reviews.queries import question_of
from grants.rules.assignment import Wishes
from grants.rules.decisions import Recommendation
from grants.rules.reviews import AssignmentState, ReviewState
from tests.access.acts_calls import colleague, office, rows
from tests.access.acts_submitted import case, panel_pages
from tests.access.cells import but, deed
from tests.access.here import Here
from tests.access.law import CHAIRS, OFFICERS, REVIEWERS, ROLES
from tests.access.world import BOOK, FEEDBACK, NOTE, OURS, PRIVATE, SCRIBBLE, WAIVED

CLOSED = "submitted_closed"


def review(here: Here, key: str, rest: str = "") -> str:
    return f"/reviews/{here.world.written_by(key).id}{rest}"


def assignment(here: Here, key: str, desk: str, rest: str = "") -> str:
    return f"/{desk}/assignments/{here.world.things[f'asked_{key}'].id}{rest}"


def panel(here: Here, rest: str = "") -> str:
    return f"/reviews/panels/{here.world.call.id}{rest}"


def own_review(here: Here) -> str:
    """One's own review of our application; whoever has none tries another's."""
    return review(here, {"rev_pre": "rea", "ex_staff": "exa"}.get(here.role, "sol"))


# Eligibility, notes


@deed(CLOSED, "eligibility.submitted.read")
def read_the_eligibility_checks(here):
    here.look(case(here), "Verdicts of the sides", "Waived")
    here.look(panel_pages(here)[0], "Eligibility", "Waived", shared=True, never=(WAIVED,))
    here.look(office(here, "/applications"), "eligible", shared=True)
    here.look(office(here, "/several"), "People are told apart by their accounts", shared=True)


def check(here: Here, side: str) -> None:
    before = rows(here, Finding)
    said = {"verdict-side": side, "verdict-result": "pass", "verdict-reason": "fine"}
    here.act(case(here, "/eligibility"), lambda: rows(here, Finding) > before, **said)


@deed(CLOSED, "eligibility.submitted.write")
def check_ones_own_side(here):
    check(here, here.side)


@but("own_side", CLOSED, "eligibility.submitted.write", *OFFICERS)
def check_the_other_side(here):
    check(here, here.other_side)


def rule(here: Here, side: str) -> None:
    before, code = rows(here, Ruling), here.world.call.rules[0].code
    said = {"side": side, "result": "waived", "reason": "the board agreed", "evidence": "a letter"}
    fields = {f"rule-{code}-{name}": value for name, value in said.items()}
    here.act(case(here, f"/eligibility/{code}"), lambda: rows(here, Ruling) > before, **fields)


@deed(CLOSED, "eligibility.submitted.write")
def decide_on_evidence_of_ones_own_side(here):
    rule(here, here.side)


@but("own_side", CLOSED, "eligibility.submitted.write", *OFFICERS)
def decide_on_evidence_of_the_other_side(here):
    rule(here, here.other_side)


@deed(CLOSED, "note_internal.any.read")
def read_the_officers_notes(here):
    here.look(case(here), NOTE)
    here.look(panel_pages(here)[0], NOTE, shared=True)
    here.look(f"/my/applications/{here.world.application.id}", NOTE, shared=True)


@deed(CLOSED, "note_internal.any.write")
def write_a_note(here):
    before = rows(here, Note)
    here.act(
        case(here, "/notes"), lambda: rows(here, Note) > before, **{"note-text": "another", "note-audience": "all"}
    )


# Conflicts


def in_conflict(here: Here) -> bool:
    found = select(Conflict).where(Conflict.person_id == here.by.id, Conflict.stands.is_(True),
                                   Conflict.application_id == here.world.application.id)  # fmt: skip
    return here.by is not None and here.session.scalar(found) is not None


@deed(CLOSED, "coi.any.declare_own")
def declare_a_conflict(here):
    number, world = str(here.world.application.number), here.world
    done = (lambda: in_conflict(here)) if here.by is not None else (lambda: False)
    if here.role in OFFICERS:
        here.act(case(here, "/conflict"), done, **{"conflict-reason": "a friend"})
    else:
        here.act(f"/reviews/calls/{world.call.id}/conflicts", done, number=number, reason="a friend")


@deed(CLOSED, "coi.any.declare_own")
def declare_a_conflict_by_every_door(here):
    done = (lambda: in_conflict(here)) if here.by is not None else (lambda: False)
    here.act(f"/reviews/calls/{here.world.call.id}/conflicts", done, number=str(here.world.application.number))
    here.act(case(here, "/conflict"), done, **{"conflict-reason": "a friend"})
    own = {"rev_pre": "rea", "rev_conflict": "con"}.get(here.role, "sol")
    here.act(assignment(here, own, "reviews", "/conflict"), done, **{"conflict-reason": "a friend"})


@deed(CLOSED, "coi.any.read_all")
def read_the_conflicts(here):
    here.look(case(here), BOOK)
    here.look(office(here, "/conflicts"), BOOK, shared=True)
    here.look(assignment(here, "con", "office"), BOOK)


def possible(here: Here) -> str:
    """Somebody of the pool who was not asked works where our application comes from."""
    ula, part = here.world.people["ula"], here.world.application.parts[0]
    ula.institution_id, ula.unit, part.unit = part.institution_id, "Marsh", "marsh"
    here.session.flush()
    return f"{here.world.application.id}:{ula.id}"


def stands(here: Here) -> list[bool]:
    """What is kept of that, if anything."""
    ula, ours = here.world.people["ula"].id, here.world.application.id
    kept = select(Conflict.stands).where(Conflict.person_id == ula, Conflict.application_id == ours)
    return list(here.session.scalars(kept))


@deed(CLOSED, "coi.any.settle")
def look_at_a_possible_conflict(here):
    here.act(office(here, "/conflicts/settle"), lambda: stands(here) == [False], shared=here.role == "chair_conflict",
             chosen=possible(here), deed="none", reason="seen")  # fmt: skip


@deed(CLOSED, "coi.any.settle")
def put_a_possible_conflict_on_record(here):
    here.act(office(here, "/conflicts/settle"), lambda: stands(here) == [True], shared=here.role == "chair_conflict",
             chosen=possible(here), deed="conflict")  # fmt: skip


def on_record(here: Here) -> Conflict:
    """The conflict of the reviewer who declared one."""
    con = here.world.people["con"]
    return next(one for one in here.world.application.conflicts if one.person_id == con.id)


def lifting(here: Here, role: str) -> str:
    found = on_record(here)
    applications.propose_lifting(found, "They only share a name", here.world.person(role), here.at)
    here.session.flush()
    return f"/office/conflicts/{found.id}/lift"


@deed(CLOSED, "coi.any.propose_override")
def propose_to_lift_a_conflict(here):
    here.act(f"/office/conflicts/{on_record(here).id}/lifting", lambda: bool(on_record(here).lift_reason), reason="no")


@deed(CLOSED, "coi.any.override")
def lift_a_conflict_as_the_second_officer(here):
    address = lifting(here, "officer_a" if here.role == "officer_b" else "officer_b")
    here.act(address, lambda: not on_record(here).stands)


@but("four_eyes", CLOSED, "coi.any.override", *OFFICERS)
def lift_what_one_proposed_oneself(here):
    here.act(lifting(here, here.role), lambda: not on_record(here).stands)


# Assignments


@deed(CLOSED, "assignment.any.read_own")
def read_ones_own_pile(here):
    mine = {"rev_pre": "rea", "rev_post": "sol", "rev_unassigned": "ula", "rev_conflict": "con"}.get(here.role, "sol")
    asked = here.world.things[f"asked_{mine}"]
    here.look(f"/reviews/assignments/{asked.id}", asked.application.ref)
    here.look("/reviews", str(asked.id), shared=True)


@deed(CLOSED, "assignment.any.bid")
def bid_on_what_one_was_not_asked_for(here):
    ours, place = here.world.application, f"/reviews/calls/{here.world.call.id}/bids"
    here.world.call.review_round.bid_days = 60
    here.session.flush()
    said = select(Bid).where(Bid.application_id == ours.id)
    here.look(place, OURS, "Takahashi", shared=here.role in REVIEWERS)
    here.act(place, lambda: here.session.scalar(said) is not None, shared=here.role in REVIEWERS,
             **{f"bid-{ours.id}": "eager"})  # fmt: skip


@deed(CLOSED, "assignment.any.answer")
def answer_when_asked(here):
    asked = here.world.ask("ula")
    here.act(f"/reviews/assignments/{asked.id}/accept", lambda: asked.state is AssignmentState.ACCEPTED)


@deed(CLOSED, "assignment.any.answer")
def decline_when_asked(here):
    asked = here.world.ask("ula")
    here.act(f"/reviews/assignments/{asked.id}/decline", lambda: asked.state is AssignmentState.DECLINED)


def answer_by_link(here: Here, key: str) -> None:
    asked = here.world.ask("ula")
    here.act(f"/asked/{asked.id}", lambda: asked.state is AssignmentState.ACCEPTED, key=key or seal(
        here.world.settings.secret_key, LINK % asked.id), deed="accept")  # fmt: skip


@deed(CLOSED, "assignment.any.answer_by_link")
def answer_by_the_mailed_link(here):
    answer_by_link(here, "")


@but("token", CLOSED, "assignment.any.answer_by_link", *ROLES)
def answer_by_a_link_with_another_key(here):
    answer_by_link(here, "0" * 40)


@deed(CLOSED, "assignment.any.read_all")
def read_who_judges_what(here):
    here.look(assignment(here, "sol", "office"), here.world.people["sol"].name_in("en"))
    here.look(office(here, "/assignments"), OURS, shared=True)
    here.look(case(here), here.world.people["sol"].name_in("en"))


def asked_ula(here: Here) -> bool:
    found = select(Assignment).where(Assignment.application_id == here.world.application.id,
                                     Assignment.reviewer_id == here.world.people["ula"].id)  # fmt: skip
    return here.session.scalars(found).unique().first() is not None


@deed(CLOSED, "assignment.any.create")
def ask_a_reviewer(here):
    ula = str(here.world.people["ula"].id)
    if here.role not in {"chair", "chair_conflict"}:
        here.act(case(here, "/reviewers"), lambda: asked_ula(here), **{"ask-reviewer": ula})
    if not asked_ula(here):
        here.act(office(here, "/assignments"), lambda: asked_ula(here), reviewer=ula,
                 chosen=str(here.world.application.id))  # fmt: skip


def lacking(here: Here) -> None:
    """Our application has lost some of its reviewers."""
    for key in ("rea", "eva", "exa"):
        reviews.remove(here.world.things[f"asked_{key}"], "moved", here.world.person("officer_a"), here.at)
    here.session.flush()


@deed(CLOSED, "assignment.any.propose")
def ask_for_a_proposal(here):
    asked = select(Proposal).where(Proposal.made_by_id == (here.by.id if here.by else None))
    here.act(office(here, "/assignments/proposal"), lambda: here.session.scalars(asked).first() is not None,
             mode="fair", per_side="1", most_each="9")  # fmt: skip


def proposed(here: Here, role: str) -> Proposal:
    """A proposal that somebody asked for, worked out."""
    lacking(here)
    whose, call = here.world.person(role), here.world.call
    made = reviews.ask_for_proposal(call, Wishes(), whose, here.at)
    here.session.flush()
    question = question_of(here.session, whose, call, made.wishes, here.at)
    reviews.keep_outcome(made, answer(question, made.wishes), here.at)
    here.session.flush()
    return made


@deed(CLOSED, "assignment.any.create")
def ask_as_proposed(here):
    mine = here.role in {*OFFICERS, *CHAIRS}
    made = proposed(here, here.role if mine else "officer_a")
    asked = select(Assignment).where(Assignment.application_id == here.world.application.id)

    def waiting() -> bool:
        return any(one.state is AssignmentState.INVITED for one in here.session.scalars(asked).unique())

    here.look(f"/office/proposals/{made.id}", OURS, shared=here.role == "chair_conflict")
    here.act(f"/office/proposals/{made.id}/apply", waiting,
             shared=here.role == "chair_conflict")  # fmt: skip


@deed(CLOSED, "assignment.any.create")
def ask_by_a_table(here):
    line = f"{here.world.application.ref},{here.world.people['ula'].email},assign"
    here.act(office(here, "/assignments/table"), lambda: asked_ula(here), table=f"application,reviewer,action\n{line}",
             deed="apply")  # fmt: skip


@deed(CLOSED, "assignment.any.create")
def remind_a_reviewer(here):
    before = here.world.asked_rea.version
    here.act(assignment(here, "rea", "office", "/remind"), lambda: here.world.asked_rea.version > before)


@deed(CLOSED, "assignment.any.remove")
def take_a_reviewer_off(here):
    here.act(assignment(here, "rea", "office", "/remove"),
             lambda: here.world.asked_rea.state is AssignmentState.REMOVED, reason="too late")  # fmt: skip


# Reviews


@deed(CLOSED, "review_own.draft.read")
def read_an_unfinished_review(here):
    here.look(review(here, "rea"), PRIVATE % "rea")
    here.look(review(here, "rea", "/earlier"), PRIVATE % "rea")
    here.look(f"/reviews/calls/{here.world.call.id}/grid", str(here.world.written_by("rea").id), shared=True)
    for rest in ("offline", "reviews.txt", "reviews.xlsx"):
        here.look(f"/reviews/calls/{here.world.call.id}/{rest}", PRIVATE % "rea", shared=True)
    here.look(case(here), PRIVATE % "rea", shared=True)
    here.look(panel_pages(here)[0], PRIVATE % "rea", shared=True)
    here.look(panel_pages(here)[2], FEEDBACK % "rea", shared=True)


def marked(here: Here, mark: str) -> dict[str, str]:
    marks = {f"mark-{criterion.code}": mark for criterion in here.world.call.criteria}
    return {**marks, "for_applicants": "Written anew", "for_panel": "", "scratchpad": "", "expertise": "3"}


@deed(CLOSED, "review_own.draft.write")
def write_ones_review(here):
    mine = here.world.written_by("rea")
    here.act(review(here, "rea"), lambda: mine.for_applicants == "Written anew", **marked(here, "3"), deed="save")
    said = marked(here, "4") | {"for_applicants": "And again"}
    here.act(review(here, "rea", "/autosave"), lambda: mine.for_applicants == "And again", **said)
    row = {name: "2" for name in said if name.startswith("mark-")}
    here.act(review(here, "rea", "/row"), lambda: {one.mark for one in mine.scores} == {2}, **row)
    brought = f"=== {here.world.application.ref} ===\n--- for_applicants:\nFrom the train"
    here.act(f"/reviews/calls/{here.world.call.id}/offline", lambda: mine.for_applicants == "From the train",
             shared=True, text=brought, deed="save")  # fmt: skip


@deed(CLOSED, "review_own.draft.write")
def take_back_what_one_wrote_before(here):
    mine = here.world.written_by("rea")
    before, mine.kept_at = mine.for_panel, mine.changed_at - timedelta(hours=1)
    reviews.score(mine, Judgement({}, 3, "Something else"), here.world.people["rea"], here.at)
    here.session.flush()
    kept = here.session.scalars(select(Edition).where(Edition.review_id == mine.id)).one()
    here.act(review(here, "rea", f"/earlier/{kept.id}/restore"), lambda: mine.for_panel == before)


@deed(CLOSED, "review_own.draft.submit")
def submit_ones_review(here):
    mine = here.world.written_by("rea")
    here.act(review(here, "rea"), lambda: mine.state is ReviewState.SUBMITTED, **marked(here, "3"), deed="submit")


@deed(CLOSED, "review_own.submitted.read")
def read_a_submitted_review(here):
    here.look(review(here, "sol"), FEEDBACK % "sol")
    here.look(case(here), FEEDBACK % "sol")
    here.look(panel_pages(here)[0], FEEDBACK % "sol")
    here.look(assignment(here, "sol", "office"), FEEDBACK % "sol", shared=True)


def reopened(here: Here) -> None:
    mine = here.world.written_by("sol")
    marks = {f"mark-{one.code}": "2" for one in here.world.call.criteria}
    here.act(
        review(here, "sol", "/rescore"), lambda: {one.mark for one in mine.scores} == {2}, **marks, reason="Seen anew"
    )
    here.act(review(here, "sol", "/reopen"), lambda: mine.state is ReviewState.DRAFT)


@deed(CLOSED, "review_own.submitted.edit")
def take_ones_review_back(here):
    reopened(here)


def lock(here: Here) -> None:
    world = here.world
    chair = world.person("chair")
    decisions.recommend(
        [world.application, world.other, world.third], Advice(Recommendation.RESERVE, "so"), chair, here.at
    )
    here.session.flush()
    decisions.waive([world.application, world.other, world.third], "A small field", chair, here.at)
    decisions.lock(world.call, chair, here.at)
    here.session.flush()


@but("until_panel_lock", CLOSED, "review_own.submitted.edit", "rev_post")
def take_ones_review_back_after_the_lock(here):
    lock(here)
    reopened(here)


@deed(CLOSED, "review_own.locked.edit")
def write_a_review_after_the_lock(here):
    lock(here)
    for key in ("rea", "sol"):
        mine = here.world.written_by(key)
        before = mine.version
        for rest in ("", "/autosave", "/reopen"):
            here.act(review(here, key, rest), lambda one=mine, was=before: one.version != was, **marked(here, "3"))


@deed(CLOSED, "review_other.draft.read")
def read_what_somebody_left_unfinished(here):
    left = (PRIVATE % "exa", FEEDBACK % "exa", SCRIBBLE % "exa")
    for page in (case(here), *panel_pages(here), own_review(here)):
        here.look(page, left[0], shared=True, never=left)
    here.look(review(here, "exa"), FEEDBACK % "exa")


@deed(CLOSED, "review_other.submitted.read_text")
def read_what_another_wrote(here):
    here.look(own_review(here), FEEDBACK % "eva", shared=True)
    here.look(review(here, "eva"), FEEDBACK % "eva")
    here.look(panel_pages(here)[2], FEEDBACK % "eva")
    here.look(case(here), FEEDBACK % "eva")
    here.look(panel_pages(here)[0], FEEDBACK % "eva")


@deed(CLOSED, "review_other.submitted.read_scores")
def read_what_marks_another_gave(here):
    here.look(own_review(here), "1.00", shared=True)
    here.look(panel_pages(here)[2], "1.00")
    here.look(case(here), "1.00")
    here.look(panel_pages(here)[0], "1.00")
    here.look(panel(here), "1.00", shared=True)
    here.look(office(here, "/exports/scores.csv"), "1.00", shared=True)


@deed(CLOSED, "review_aggregate.before_release.read")
def read_what_the_reviews_come_to(here):
    if here.role == "rev_post":
        here.look(panel_pages(here)[2], "1.00")
        return
    here.look(panel(here), "3.00", shared=True)
    here.look(panel(here, "/figures"), "4 reviews of 3 applications", shared=True)
    here.look(panel_pages(here)[0], "3.00")
    here.look(own_review(here), "3.00", shared=True)


@deed(CLOSED, "review_feedback.before_release.read")
def read_the_feedback_before_the_team_does(here):
    here.look(case(here), FEEDBACK % "eva")
    here.look(panel_pages(here)[0], FEEDBACK % "eva")
    here.look(f"/my/applications/{here.world.application.id}", FEEDBACK % "eva", shared=True)


@deed(CLOSED, "review_private_comment.any.read")
def read_what_was_told_to_the_panel_alone(here):
    if here.role in {"rev_pre", "rev_post"}:
        here.look(own_review(here), PRIVATE % {"rev_pre": "rea", "rev_post": "sol"}[here.role])
        return
    here.look(case(here), PRIVATE % "eva")
    here.look(panel_pages(here)[0], PRIVATE % "eva")
    here.look(panel_pages(here)[2], PRIVATE % "eva", shared=True)


@but("own_object", CLOSED, "review_private_comment.any.read", "rev_pre", "rev_post")
def read_what_another_told_to_the_panel_alone(here):
    for page in (own_review(here), review(here, "eva"), case(here), *panel_pages(here)):
        here.look(page, PRIVATE % "eva", shared=page == own_review(here) or page in panel_pages(here)[1:])


@deed(CLOSED, "reviewer_identity.any.read")
def read_who_the_reviewers_are(here):
    eva = here.world.people["eva"].name_in("en")
    here.look(case(here), eva)
    here.look(panel_pages(here)[0], eva)
    here.look(assignment(here, "eva", "office"), eva)
    here.look(own_review(here), eva, shared=True)
    here.look(panel_pages(here)[2], eva, shared=True)
    here.look(f"/my/applications/{here.world.application.id}", eva, shared=True)


@deed(CLOSED, "reviewer_pool.any.read")
def read_the_pool(here):
    here.look(office(here, "/reviewers"), here.world.people["eva"].name_in("en"))
    here.look(panel(here, "/reviewers"), "Only you as the chair")


# Discussion


REMARK = "Said by sol to the panel about the terns"


def said(here: Here) -> str:
    """The thread of our application, with one remark in it."""
    reviews.discuss(here.world.application, REMARK, here.world.people["sol"], here.at)
    here.session.flush()
    return f"/reviews/applications/{here.world.application.id}/discussion"


def spoken(here: Here, text: str) -> bool:
    return here.session.scalar(select(Remark).where(Remark.text == text)) is not None


@deed(CLOSED, "discussion.open.read")
def read_the_discussion(here):
    here.look(said(here), REMARK)


@deed(CLOSED, "discussion.open.post")
def speak_in_the_discussion(here):
    here.act(said(here), lambda: spoken(here, "I agree"), text="I agree")


@but("discussion_open", CLOSED, "discussion.open.post", *OFFICERS, "rev_post", "chair")
def speak_when_the_discussion_is_closed(here):
    where = said(here)
    lock(here)
    here.act(where, lambda: spoken(here, "Too late"), text="Too late")


@deed(CLOSED, "discussion.closed.edit_or_delete")
def change_what_was_said(here):
    where = said(here)
    lock(here)
    kept = here.session.scalars(select(Remark)).one()
    for more in ({"text": "No"}, {"text": "", "id": str(kept.id)}, {"deed": "delete", "remark": str(kept.id)}):
        here.act(where, lambda: not spoken(here, REMARK), **more)


# Ranking


@deed(CLOSED, "ranking.draft.read")
def read_the_ranking(here):
    if here.role == "chair":
        here.look("/reviews/panels", here.world.call.code, shared=True)
    here.look(panel(here), OURS, shared=True)
    here.look(panel(here, "/meeting"), OURS, shared=True)
    here.look(panel_pages(here)[0], OURS)
    here.look(office(here, "/decisions"), OURS, shared=True)


def advised(here: Here) -> bool:
    found = select(Place).where(Place.application_id == here.world.application.id, Place.recommendation.is_not(None))
    return here.session.scalar(found) is not None


def advise(here: Here) -> None:
    said = {"deed": "recommend", "recommendation": "fund", "reason": "good", "chosen": str(here.world.application.id)}
    here.act(panel(here), lambda: advised(here), shared=here.role == "chair_conflict", **said)
    here.act(panel_pages(here)[0], lambda: advised(here), recommendation="fund", reason="good")


@deed(CLOSED, "ranking.draft.edit")
def recommend(here):
    advise(here)


@deed(CLOSED, "ranking.draft.read")
def read_the_minutes(here):
    here.look(panel(here, "/minutes-en.pdf"), here.world.application.ref, shared=True)


@deed(CLOSED, "ranking.draft.edit")
def write_the_minutes(here):
    item, ours = select(AgendaItem.said), here.world.application.id
    here.act(
        f"/reviews/panels/applications/{ours}/minute", lambda: here.session.scalar(item) == "Weighed", said="Weighed"
    )


@deed(CLOSED, "attendance.any.record")
def record_who_is_there(here):
    sol = here.world.people["sol"].id
    there = select(Attendance.is_present).where(Attendance.person_id == sol)
    here.act(panel(here, "/attendance"), lambda: bool(here.session.scalar(there)), present=str(sol))


@deed(CLOSED, "ranking.draft.edit")
def move(here):
    def first() -> bool:
        place = here.session.scalar(select(Place).where(Place.application_id == here.world.application.id))
        return place is not None and place.position == 1

    here.act(panel(here), first, deed="up", chosen=str(here.world.application.id), reason="stronger")


@deed(CLOSED, "ranking.locked.edit")
def change_a_frozen_ranking(here):
    lock(here)

    def fund() -> bool:
        kept = select(Place).where(Place.application_id == here.world.application.id)
        place = here.session.scalar(kept)
        return place.recommendation is not Recommendation.RESERVE or place.position == 1

    ours = str(here.world.application.id)
    for said in ({"deed": "recommend", "recommendation": "fund"}, {"deed": "up"}, {"deed": "place", "place": "1"}):
        here.act(panel(here), fund, shared=here.role == "chair_conflict", chosen=ours, reason="no", **said)
    here.act(panel_pages(here)[0], fund, recommendation="fund", reason="no")


def opening(here: Here) -> Ranking:
    return here.session.scalars(select(Ranking).where(Ranking.call_id == here.world.call.id)).one()


@deed(CLOSED, "ranking.locked.propose_opening")
def propose_to_open_a_frozen_ranking(here):
    lock(here)
    here.act(panel(here, "/opening"), lambda: opening(here).opening_reason == "Seen late", reason="Seen late")


@deed(CLOSED, "ranking.locked.open_again")
def open_a_frozen_ranking_that_another_side_proposed_to_open(here):
    lock(here)
    decisions.propose_opening(here.world.call, "Seen late", here.world.person(colleague(here)), here.at)
    here.act(panel(here, "/open"), lambda: not opening(here).is_locked)


@but("four_eyes", CLOSED, "ranking.locked.open_again", *OFFICERS)
def open_a_frozen_ranking_alone(here):
    lock(here)
    decisions.propose_opening(here.world.call, "Seen late", here.world.person(here.role), here.at)
    here.act(panel(here, "/open"), lambda: not opening(here).is_locked)


@deed(CLOSED, "ranking.locked.read")
def read_a_frozen_ranking(here):
    lock(here)
    read_the_ranking(here)
