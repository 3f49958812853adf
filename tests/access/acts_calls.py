"""The acts on a call: read and written as a draft by its officers, published by two, public, put away."""

from sqlalchemy import func, select

from grants.applications.model import Application
from grants.calls import actions as calls
from grants.calls.leftovers import to_look_at
from grants.calls.model import Agreement, Call, PotEntry, Rate, ReviewRound
from grants.rules.calls import CallState
from grants.rules.relations import THE_CLOCK
from tests.access.cells import but, deed
from tests.access.here import Here
from tests.access.law import OFFICERS


def office(here: Here, rest: str = "") -> str:
    return f"/office/calls/{here.world.call.id}{rest}"


def public(here: Here, rest: str = "") -> str:
    return f"/calls/{here.world.call.id}{rest}"


def rows(here: Here, kind: type) -> int:
    return here.session.scalar(select(func.count()).select_from(kind))


def moved(here: Here) -> bool:
    """Whether the call has a newer version than when the deed began."""
    return here.world.call.version > here.version


def colleague(here: Here) -> str:
    """An officer of the other side than this role's; for everybody else one of the first."""
    return "officer_b" if here.role == "officer_a" else "officer_a"


@deed("call_draft", "call.draft.read")
def read_a_draft(here):
    call = here.world.call
    for address in (public(here), public(here, "/form"), office(here)):
        here.look(address, call.name["en"])
    for page in ("/money", "/reviewers", "/rounds", "/mail", "/rates", "/agreements", "/try-form", "/try-policy"):
        here.look(office(here, page), call.code)
    if here.role not in OFFICERS:
        for page in ("/figures", "/assignments", "/exports", "/applications", "/decisions", "/release", "/letters"):
            here.look(office(here, page), call.code)
        here.look(f"/reviews/panels/{call.id}", call.code)
        here.look("/reviews/panels", call.code, shared=True)
    here.look(office(here, "/definition.yaml"), call.code)
    here.look("/office/calls", call.code, shared=True)
    here.look("/office", call.code, shared=True)
    here.look("/calls", call.name["en"], shared=True)
    here.look(f"/programmes/{call.programme_id}", call.code, shared=True)


@deed("call_draft", "call.draft.edit")
def write_what_a_draft_says(here):
    for page, change in (
        ("/texts", {"summary_en": "Another summary"}), ("/dates", {"grace": "7"}), ("/sides", {}), ("/judging", {}),
        ("/decision", {"max_awards": "7"}), ("/rounds/review", {"others": "never"}),
        ("/questions", {"deed": "application:down:summary"}),
        (f"/judging/{here.world.call.criteria[0].code}", {"label_en": "Another name"}),
        ("/applying", {"deed": "checklist:remove:cv"}), ("/applying/endorsements/department", {"label_en": "The dean"}),
        ("/questions/application/summary", {"label_en": "Another question"}),
    ):  # fmt: skip
        here.version = here.world.call.version
        form = here.form_of(office(here, page), "officer_a") | {"version": str(here.version), **change}
        here.act(office(here, page), lambda: moved(here), **form)


@deed("call_draft", "call.draft.edit")
def take_rounds_that_are_ready(here):
    here.act(office(here, "/rounds/preset"), lambda: len(here.world.call.review_rounds) == 3, preset="nih",
             version=str(here.world.call.version))  # fmt: skip


@deed("submitted_closed", "review.round.begin")
def begin_the_next_round(here):
    call = here.world.call
    call.review_rounds.append(ReviewRound(code="second", label={"en": "Second"}, position=1, criteria=[], counts=[],
                                          guide=[], border=[]))  # fmt: skip
    here.session.flush()
    here.act(office(here, "/rounds/next"), lambda: call.at_round == 1, readers_are_meant="y")


@deed("call_draft", "call.draft.edit")
def add_to_a_draft(here):
    for page, said in (("/new-criterion", {"marks_en": "poor\ngood", "marks_ja": "低い\n高い"}),
                       ("/new-question/application", {"kind": "text"}), ("/new-line/checklist", {}),
                       ("/new-line/roles", {"least": "0"})):  # fmt: skip
        form = here.form_of(office(here, page), "officer_a") | {"code": "novel", **said}
        form |= {name: "New" for name, value in form.items() if name.startswith("label_") and not value}
        here.version = here.world.call.version
        here.act(office(here, page), lambda: moved(here), **form)


@deed("call_draft", "call.draft.edit")
def ask_and_take_back(here):
    call = here.world.call
    here.act(office(here, "/propose"), lambda: call.state is CallState.PROPOSED)
    if call.state is CallState.DRAFT:
        calls.propose(call, here.world.person("officer_a"), here.at)
    here.act(office(here, "/take-back"), lambda: call.state is CallState.DRAFT)


@deed("call_draft", "call.draft.propose")
def ask_the_other_side(here):
    here.act(office(here, "/propose"), lambda: here.world.call.state is CallState.PROPOSED)


@deed("call_draft", "call.draft.edit")
def copy_a_call(here):
    before = rows(here, Call)
    for source in (f"call:{here.world.call.id}", "shipped:mirai-2022"):
        here.act("/office/calls/new", lambda: rows(here, Call) > before, source=source, code="MIRAI-COPY")


@deed("call_draft", "call.draft.edit")
def write_a_line_of_money(here):
    call = here.world.call
    pots = [pot for party in call.parties if party.side == here.side for pot in party.pots]
    before = rows(here, PotEntry)
    here.act(office(here, "/money"), lambda: rows(here, PotEntry) > before, pot=str(pots[0].id), kind="topup",
             amount="1000", note="more")  # fmt: skip


@deed("call_draft", "call.draft.edit")
def write_down_a_rate(here):
    before = rows(here, Rate)
    here.act(office(here, "/rates"), lambda: rows(here, Rate) > before, base="SEK", quote="JPY", written="12.5",
             day="2022-02-01", source="The bank")  # fmt: skip


def copied(here: Here) -> Call:
    """Another draft, copied from ours."""
    made = calls.copy_call(here.world.call, "MIRAI-COPY", 1, here.world.person("officer_a"), here.at)
    here.session.flush()
    return made


@deed("call_draft", "call.draft.edit")
def look_a_copy_over(here):
    made = copied(here)
    points = [point.key for point in to_look_at(here.session, made)]
    here.act(f"/office/calls/{made.id}/look-over", lambda: len(to_look_at(here.session, made)) < len(points),
             point=points[0])  # fmt: skip


@deed("call_draft", "call.draft.delete")
def delete_a_draft(here):
    made = copied(here)
    key, version = made.id, str(made.version)
    here.act(f"/office/calls/{key}/delete", lambda: here.session.get(Call, key) is None, version=version)


@but("unopened", "draft", "call.draft.delete", *OFFICERS)
def delete_a_call_in_which_people_apply(here):
    key, version = here.world.call.id, str(here.world.call.version)
    here.act(office(here, "/delete"), lambda: here.session.get(Call, key) is None, version=version)


@deed("call_draft", "call.draft.edit")
def ask_the_other_side_though_an_agreement_is_lacking(here):
    version = str(here.world.call.version)
    here.act(office(here, "/agreements"), lambda: here.world.call.state is CallState.PROPOSED, version=version,
             because="It is being signed")  # fmt: skip


@deed("call_draft", "agreement.any.record")
def record_an_agreement(here):
    programme = here.world.call.programme
    here.look(f"/office/programmes/{programme.id}/agreements", "Agreements")
    said = {"name_en": "A joint paper", "valid_from": "2021-01-01", "valid_to": "2030-01-01", "all_members": "y",
            "reference": "", "funders": ""}  # fmt: skip
    before = rows(here, Agreement)
    here.act(f"/office/programmes/{programme.id}/new-agreement", lambda: rows(here, Agreement) > before, **said)
    known = programme.agreements[0]
    here.act(f"/office/agreements/{known.id}", lambda: known.name["en"] == "Another name",
             **said | {"name_en": "Another name"})  # fmt: skip


@deed("call_draft", "agreement.any.read_figures")
def read_what_an_agreement_has_brought(here):
    known = here.world.call.programme.agreements[0]
    here.look(f"/office/agreements/{known.id}/figures", known.name["en"])
    here.look(f"/office/agreements/{known.id}/figures.csv", "Projects approved")


@deed("call_draft", "call.draft.publish")
def publish_what_the_other_side_proposed(here):
    call = here.world.call
    calls.propose(call, here.world.person(colleague(here)), here.at)
    here.act(office(here, "/publish"), lambda: call.state is CallState.PUBLISHED)


@but("four_eyes", "call_draft", "call.draft.publish", *OFFICERS)
def publish_what_one_proposed_oneself(here):
    calls.propose(here.world.call, here.by, here.at)
    here.act(office(here, "/publish"), lambda: here.world.call.state is CallState.PUBLISHED)


@deed("call_draft", "call.open.set_form_and_criteria")
def set_form_and_criteria_while_nobody_applies(here):
    here.version = here.world.call.version
    page = office(here, "/judging")
    here.act(page, lambda: moved(here), **here.form_of(page, "officer_a") | {"deed": "down:quality"})


@but("unopened", "draft", "call.open.set_form_and_criteria", *OFFICERS)
def set_form_and_criteria_when_people_apply(here):
    here.version = here.world.call.version
    for page in ("/judging", "/questions", "/new-criterion", "/texts", "/dates", "/sides"):
        here.act(office(here, page), lambda: moved(here), version=str(here.version), deed="down:quality")
        here.look(office(here, page), '<form method="post" action=""')


@deed("draft", "call.open.read")
def read_an_open_call(here):
    name = here.world.call.name["en"]
    here.look("/api/v1/openapi.json", "Tsunagari")
    here.look(public(here), name)
    here.look(public(here, "/form"), name)
    here.look(public(here, "/form.txt"), name)
    here.look("/calls", name)
    here.look(f"/programmes/{here.world.call.programme_id}", name)


@deed("submitted_closed", "call.closed.read")
def read_a_closed_call(here):
    name = here.world.call.name["en"]
    here.look(public(here), name)
    here.look("/calls", name)


def archived(here: Here) -> None:
    calls.archive(here.world.call, here.world.person("officer_a"), here.at)
    here.session.flush()


@deed("released", "call.archived.read")
def read_a_call_that_was_put_away(here):
    archived(here)
    call = here.world.call
    for address in (public(here), public(here, "/form"), office(here)):
        here.look(address, call.name["en"])
    here.look(office(here, "/definition.yaml"), call.code)
    here.look("/api/v1/calls", call.code, shared=True)
    here.look(public(here, "/universities.csv"), "University")
    here.look("/calls", f"/calls/{call.id}", shared=True)
    here.look("/office/calls", call.code, shared=True)


@deed("released", "call.released.archive")
def put_a_call_away(here):
    here.act(office(here, "/archive"), lambda: here.world.call.state is CallState.ARCHIVED)


@deed("draft", "application.new.create")
def start_an_application(here):
    before = rows(here, Application)
    here.act(f"/my/start/{here.world.call.id}", lambda: rows(here, Application) > before, side=here.side)


@but("before_deadline", "draft", "application.new.create", "pi_a", "pi_b", "team_edit", "team_view", "other_applicant",
     "invited", "officer_foreign", "ex_member", "ex_staff")  # fmt: skip
def start_an_application_too_late(here):
    here.after_the_close()
    start_an_application(here)
    calls.close(here.world.call, THE_CLOCK, here.at)
    start_an_application(here)
