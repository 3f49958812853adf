"""Reports, figures, exports and the register, page by page, as people use them."""

import re
from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest

from grants import clock
from grants.applications.actions import record_conflict
from grants.applications.model import ConflictKind
from grants.calls.definition import read, shipped
from grants.reports import actions
from grants.reports.model import Outcome, Report
from grants.reports.queries import over_rounds
from grants.rules.reports import OutcomeKind, ReportState
from tests import make
from tests.conftest import NOW

LANGUAGES = ("en", "ja", "sv")


@pytest.fixture(params=["mirai-2022", "kyushu-illinois-2022"])
def house(request, session):
    house = make.opened(session, NOW, request.param)
    house.report = make.funded(house)[0]
    return house


@pytest.fixture
def mirai(session):
    """Two projects funded and one not; the first has reported."""
    house = make.opened(session, NOW)
    house.applications = [make.submitted(house), *make.more(house, 2)]
    house.reports = make.funded(house, house.applications[:2], tuple(house.applications[2:]))
    paper = {"title": "A paper of both", "year": 2023, "joint": True}
    actions.add_outcome(house.reports[0], OutcomeKind.PUBLICATION, paper, house.cast.ada, house.at)
    make.reported(house, house.reports[0])
    return house


def text(answer):
    return answer.get_data(as_text=True)


def own(report, *ways):
    return "/".join([f"/my/reports/{report.id}", *ways])


def office(report, *ways):
    return "/".join([f"/office/reports/{report.id}", *ways])


def table(call, way):
    return f"/office/calls/{call.id}/{way}"


def hide(house, application, person):
    record_conflict(application, person, (ConflictKind.DECLARED, "a friend"), person, house.at)
    house.session.flush()


def be(client, person):
    """Sign in and read English, whatever one's own language."""
    client.be(person)
    speak(client, "en")


def speak(client, language):
    client.send("/language", language=language, back="/")


def test_every_page_of_a_report_is_sound_for_both_teams_in_every_language(client, house):
    sides = [part.side.code for part in house.report.award.parts]
    kinds = house.call.reporting["outcomes"]
    pages = ["", "submit", "sections/narrative", "outcomes", *(f"spending/{side}" for side in sides)]
    for person in (house.cast.ada, house.cast.ben):
        client.be(person)
        for language in LANGUAGES:
            speak(client, language)
            for page in [*pages, *(f"outcomes/new/{kind}" for kind in kinds)]:
                assert client.get(own(house.report, page).rstrip("/")).status_code == 200, page


def test_a_report_is_written_saved_as_one_types_and_submitted(client, house):
    report, call = house.report, house.call
    be(client, house.cast.ada)
    saved = client.send(own(report, "sections/narrative/autosave"), achievements="We met.", changed="achievements")
    assert saved.status_code == 200
    assert saved.json["saved"] is True
    overtaken = client.send(
        own(report, "sections/narrative/autosave"),
        achievements="Other",
        changed="achievements",
        version="achievements:0",
    )
    assert overtaken.status_code == 409
    assert overtaken.json["theirs"] == {"achievements": "We met."}

    asked = [question.code for question in call.questions if question.form == "report"]
    assert client.send(own(report, "sections/narrative"), **dict.fromkeys(asked, "Done.")).status_code == 303
    for person, side in ((house.cast.ada, house.first), (house.cast.ben, house.second)):
        be(client, person)
        assert client.send(own(report, f"spending/{side}"), amount="１，０００", note="").status_code == 303
        shown = make.plain(text(client.get(own(report, f"spending/{side}"))))
        assert f"= {call.side(side).currency} 1,000" in shown
    assert client.send(own(report, "submit"), version="0").status_code == 422
    version = re.search(r'name="version"[^>]*value="(\d+)"', text(client.get(own(report, "submit"))))[1]
    assert client.send(own(report, "submit"), version=version).status_code == 303
    assert client.session.get(Report, report.id).state is ReportState.SUBMITTED
    assert client.get(own(report)).status_code == 200


def test_the_last_sides_acceptance_opens_the_report(client, session):
    house = make.opened(session, NOW)
    application = make.submitted(house)
    make.closed(house)
    make.reviewed(house, application)
    make.advised(house, make.Recommendation.FUND, application)
    make.followed(house)
    (award,) = make.released(house)
    make.in_writing(house)
    page, answer = f"/my/awards/{award.id}", {"deed": "accept", "accept-cost_centre": "CC-1"}
    be(client, house.cast.ada)
    assert client.send(page, **answer).status_code == 303
    assert client.session.query(Report).all() == []
    be(client, house.cast.ben)
    assert client.send(page, **answer).status_code == 303
    report = client.session.query(Report).one()
    assert own(report) in text(client.get(page))


def test_gaps_are_listed_with_links_that_lead_to_their_place(client, house):
    be(client, house.cast.ada)
    shown = text(client.get(own(house.report, "submit")))
    gaps = re.findall(rf'<li><a href="({own(house.report)}[^"]+#[^"]+)"', shown)
    assert len(gaps) >= 4
    assert all(client.get(gap.split("#")[0]).status_code == 200 for gap in gaps)
    refused = client.send(own(house.report, "submit"), version=str(house.report.version))
    assert refused.status_code == 422
    assert "still missing" in text(refused)


def test_outcomes_are_told_one_by_one_changed_and_struck_out(client, house):
    report = house.report
    be(client, house.cast.ben)
    bid = {
        "title": "More",
        "funder": "A funder",
        "year": "2023",
        "status": "awarded",
        "currency": "EUR",
        "amount": "1 000,50",
    }
    wrong = client.send(own(report, "outcomes/new/follow_on_bid"), **bid | {"amount": "NaN", "year": "1"})
    assert wrong.status_code == 422
    assert 'value="NaN"' in text(wrong)
    assert client.send(own(report, "outcomes/new/follow_on_bid"), **bid).status_code == 303
    key = client.session.query(Outcome).one().id
    assert "EUR 1,000.50" in make.plain(text(client.get(own(report, "outcomes"))))
    assert 'value="1,000.50"' in text(client.get(own(report, f"outcomes/{key}")))
    assert client.send(own(report, f"outcomes/{key}"), **bid | {"title": "Less"}).status_code == 303
    assert client.send(own(report, f"outcomes/{key}/remove")).status_code == 303
    assert client.session.query(Outcome).all() == []
    assert client.get(own(report, "outcomes/new/patent")).status_code == 404
    assert client.get(own(report, f"outcomes/{key}")).status_code == 404


def test_money_spent_is_told_by_kind_of_cost_and_read_by_officers(client, house):
    report, side = house.report, house.call.side(house.first)
    (first, label), *_ = house.call.costs(side)
    be(client, house.cast.ada)
    wrong = client.send(own(report, f"spending/{house.first}"), amount="1000", note="", **{f"of_{first}": "999"})
    assert wrong.status_code == 422
    assert "The kinds of cost come to" in text(wrong)
    right = client.send(own(report, f"spending/{house.first}"), amount="1000", note="", **{f"of_{first}": "1,000"})
    assert right.status_code == 303
    assert 'value="1,000"' in text(client.get(own(report, f"spending/{house.first}")))
    assert client.send(own(report, f"spending/{house.first}"), amount="1000", note="").status_code == 303
    make.told(house, report)
    client.send(own(report, f"spending/{house.first}"), amount="1000", note="", **{f"of_{first}": "1,000"})
    house.at = datetime.combine(report.award.ends_on + timedelta(days=1), time(), house.at.tzinfo)
    actions.submit(report, report.award.application.lead.pi, house.at)
    be(client, house.cast.olu)
    shown = make.plain(text(client.get(office(report))))
    assert "By kind of cost" in shown
    assert label["en"] in shown
    assert f"{side.currency} 1,000" in shown


def test_what_cannot_be_is_said_beside_its_field(client, house):
    be(client, house.cast.ada)
    for amount in ("NaN", "1e400", "-1", "", "12,34,5", "x" * 70):
        answer = client.send(own(house.report, f"spending/{house.first}"), amount=amount, note="")
        assert answer.status_code == 422, amount
        assert 'aria-invalid="true"' in text(answer)
    assert client.send(own(house.report, f"spending/{house.second}"), amount="1", note="").status_code == 422


def test_others_find_no_report(client, house):
    for person in (house.cast.max, house.cast.rea, house.cast.sys, house.cast.olu):
        be(client, person)
        for page in ("", "submit", "sections/narrative", "outcomes", f"spending/{house.first}"):
            assert client.get(own(house.report, page).rstrip("/")).status_code == 404
        assert client.send(own(house.report, "submit")).status_code == 404
    for person in (house.cast.ada, house.cast.max, house.cast.rea, house.cast.sys, house.cast.ivo):
        be(client, person)
        assert client.get(office(house.report)).status_code == 404
        assert client.send(office(house.report, "accept")).status_code == 404
    client.nobody()
    assert client.get(own(house.report)).status_code in {302, 303}


def test_an_office_returns_it_once_and_both_accept_it(client, house):
    report = make.reported(house, house.report)
    olu, uma, ada = house.cast.olu, house.cast.uma, house.cast.ada
    be(client, uma)
    assert client.send(office(report, "return"), remark="").status_code == 422
    remark = "Say what the visits led to, 詳しく."
    assert client.send(office(report, "return"), remark=remark).status_code == 303
    be(client, ada)
    assert remark in text(client.get(own(report)))
    assert "returned" in text(client.get("/my"))
    actions.submit(client.session.get(Report, report.id), client.session.merge(ada), house.at)
    be(client, olu)
    assert "wait for your side" in text(client.get("/office"))
    assert client.send(office(report, "accept")).status_code == 303
    assert "wait for your side" not in text(client.get("/office"))
    assert client.session.get(Report, report.id).state is ReportState.SUBMITTED
    be(client, uma)
    assert client.send(office(report, "accept"), version="1").status_code == 422
    assert client.send(office(report, "accept")).status_code == 303
    assert client.session.get(Report, report.id).state is ReportState.ACCEPTED
    for person in (olu, uma, house.cast.aud, house.cast.ivo):
        be(client, person)
        shown = client.get(office(report))
        assert shown.status_code == 200
        assert ("What came of it" in text(shown)) is (person is not house.cast.ivo)


def test_the_office_lists_reports_by_where_they_stand(client, mirai):
    be(client, mirai.cast.uma)
    for language in LANGUAGES:
        speak(client, language)
        shown = text(client.get(table(mirai.call, "reports")))
        assert all(str(report.id) in shown for report in mirai.reports)
    submitted = text(client.get(table(mirai.call, "reports?standing=submitted")))
    assert [str(report.id) in submitted for report in mirai.reports] == [True, False]
    due = text(client.get(table(mirai.call, "reports?standing=due")))
    assert [str(report.id) in due for report in mirai.reports] == [False, True]
    assert client.get(table(mirai.call, "reports?standing=nonsense&page=-4")).status_code == 200


def test_whoever_is_in_conflict_sees_no_row_and_no_share(client, mirai):
    be(client, mirai.cast.uma)
    everything = text(client.get(table(mirai.call, "figures")))
    hide(mirai, mirai.applications[0], mirai.cast.uma)
    first, second = mirai.reports
    shown = text(client.get(table(mirai.call, "reports")))
    assert str(first.id) not in shown
    assert str(second.id) in shown
    assert client.get(office(first)).status_code == 404
    without = text(client.get(table(mirai.call, "figures")))
    assert "of 3 applications" in everything
    assert "of 2 applications" in without
    assert "3 applications" not in without
    for name in ("applications", "scores", "decisions", "awards", "outcomes"):
        for kind in ("csv", "xlsx"):
            taken = client.get(table(mirai.call, f"exports/{name}.{kind}"))
            assert taken.status_code == 200
            assert b"MIRAI-2022-001" not in taken.data
    assert "A paper of both" not in text(client.get(table(mirai.call, "exports/outcomes.csv")))


def test_figures_say_the_sentence_first_and_have_their_table(client, mirai):
    for person in (mirai.cast.olu, mirai.cast.aud, mirai.cast.ivo):
        be(client, person)
        for language in LANGUAGES:
            speak(client, language)
            assert client.get(table(mirai.call, "figures")).status_code == 200
        speak(client, "en")
        shown = text(client.get(table(mirai.call, "figures")))
        assert re.search(r"<h1>[^<]+submitted \d of 3 applications, the most of all 20 member universities", shown)
        taken = client.get(table(mirai.call, "figures.csv"))
        assert taken.headers["Content-Disposition"] == 'attachment; filename="mirai-2022-universities.csv"'
        assert len(text(taken).splitlines()) >= 21


def test_an_administrator_sees_counts_only_and_no_small_ones(client, mirai):
    be(client, mirai.cast.sys)
    shown = text(client.get(table(mirai.call, "figures")))
    assert "fewer than five" in shown
    assert "Kyushu" not in shown
    assert client.get(table(mirai.call, "figures.csv")).status_code == 404
    assert client.get(table(mirai.call, "exports")).status_code == 404


def test_each_takes_away_what_they_may_see(client, mirai):
    tables = ("applications", "scores", "decisions", "awards", "outcomes")
    allowed = {
        mirai.cast.olu: set(tables), mirai.cast.aud: set(tables), mirai.cast.ivo: {"scores"}, mirai.cast.ada: set(),
        mirai.cast.rea: set(), mirai.cast.sys: set(), mirai.cast.max: set(),
    }  # fmt: skip
    for person, names in allowed.items():
        be(client, person)
        for name in tables:
            found = client.get(table(mirai.call, f"exports/{name}.csv"))
            assert found.status_code == (200 if name in names else 404), (person.email, name)
        page = client.get(table(mirai.call, "exports"))
        assert page.status_code == (200 if names else 404)
        assert {name for name in tables if f"/exports/{name}.csv" in text(page)} == names
    be(client, mirai.cast.olu)
    for wrong in ("exports/nothing.csv", "exports/scores.pdf", "exports/awards.html", "figures.pdf"):
        assert client.get(table(mirai.call, wrong)).status_code == 404


def test_the_register_shows_what_is_funded_and_nothing_else(client, mirai):
    turned_down = mirai.applications[2]
    turned_down.title = "Turned down"
    mirai.applications[1].title = "Wood and 木材"
    client.nobody()
    for language in LANGUAGES:
        speak(client, language)
        shown = text(client.get("/projects"))
        assert "Wood and 木材" in shown
        assert "MIRAI-2022-001" in shown
        assert "Turned down" not in shown
        assert turned_down.ref not in shown
    speak(client, "en")
    assert "JPY 400,000" in make.plain(text(client.get("/projects")))
    searches = {"木材": True, "wood": True, "Invented1": True, "mirai": True, "100%": False, "ada": False}
    for search, found in searches.items():
        assert ("Wood and 木材" in text(client.get("/projects", query_string={"words": search}))) is found, search
    assert "Wood and 木材" in text(client.get(f"/projects?programme={mirai.call.programme_id}&year=2022"))
    for wrong in ("year=1999", "year=x", "programme=x", "page=99999999", "words=" + "x" * 500):
        assert client.get(f"/projects?{wrong}").status_code == 200


def test_nothing_is_in_the_register_or_in_public_figures_before_the_release(client, session):
    house = make.opened(session, NOW)
    application = make.submitted(house)
    make.closed(house)
    make.reviewed(house, application)
    make.advised(house, make.Recommendation.FUND, application)
    make.followed(house)
    client.nobody()
    assert application.ref not in text(client.get("/projects"))
    programme = text(client.get(f"/programmes/{house.call.programme_id}"))
    assert "Results of" not in programme
    assert client.get(f"/calls/{house.call.id}/universities.csv").status_code == 404


def test_a_declined_award_leaves_the_register(client, session):
    house = make.opened(session, NOW)
    application = make.submitted(house)
    make.closed(house)
    make.reviewed(house, application)
    make.advised(house, make.Recommendation.FUND, application)
    make.followed(house)
    (award,) = make.released(house)
    client.nobody()
    assert application.ref in text(client.get("/projects"))
    make.awards.decline(award.parts[0], "I move abroad.", award.parts[0].pi, house.at)
    assert application.ref not in text(client.get("/projects"))


def test_the_programme_page_tells_results_alike_to_everybody(client, mirai):
    for report in mirai.reports[:1]:
        actions.accept(report, mirai.cast.olu, mirai.at)
        actions.accept(report, mirai.cast.uma, mirai.at)
    hide(mirai, mirai.applications[0], mirai.cast.uma)
    page = f"/programmes/{mirai.call.programme_id}"
    client.nobody()
    speak(client, "en")
    shown = text(client.get(page))
    assert re.search(r"submitted \d of 3 applications, the most of all 20 member universities", shown)
    assert "Results of" in shown
    assert "JPY 800,000" in make.plain(shown)
    results = shown[shown.index('id="results"') :]
    be(client, mirai.cast.uma)
    again = text(client.get(page))
    assert again[again.index('id="results"') :] == results
    csv = client.get(f"/calls/{mirai.call.id}/universities.csv")
    assert csv.status_code == 200
    assert len(csv.data.decode("utf-8-sig").splitlines()) == 21
    assert client.get(f"{page}?round=nonsense").status_code == 200


def test_figures_are_shown_and_taken_away_as_of_a_day(client, mirai):
    be(client, mirai.cast.olu)
    page, released = table(mirai.call, "figures"), mirai.call.opens_at.date() + timedelta(days=1)
    shown = text(client.get(page))
    assert "As of" in shown
    assert 'name="as_of"' in shown
    then = text(client.get(f"{page}?as_of={released}"))
    assert f"As things stood at the end of {released.day} " in make.plain(then)
    assert f"/figures/money.csv?as_of={released}" in then
    assert "By career stage" in shown
    assert "By career stage" not in then
    for name in ("universities", "themes", "sides", "network", "money", "results"):
        for asked, day in (("", clock.now().date()), (f"?as_of={released}", released)):
            heads, *rows = client.get(f"{page}/{name}.csv{asked}").data.decode("utf-8-sig").splitlines()
            assert heads.endswith(",As of")
            assert all(row.endswith(f",{day}") for row in rows), name
    granted = "Sweden,0,SEK,0"
    assert granted in client.get(f"{page}/money.csv?as_of={released}").data.decode()
    assert granted not in client.get(f"{page}/money.csv").data.decode()
    for wrong in ("9999-12-31", "0001-01-01", "2022-02-30", "x", str(clock.now().date() + timedelta(days=2))):
        answer = client.get(f"{page}?as_of={wrong}")
        assert answer.status_code == 200
        assert "As things stood" not in text(answer)


def test_several_rounds_are_told_together_and_each_by_itself(client, mirai):
    second = make.calls.create_call(mirai.session, next_round(), mirai.cast.olu, NOW)
    assert second.programme_id == mirai.call.programme_id
    released = [mirai.call, second]
    both = over_rounds(mirai.session, released)
    assert (both.total.submitted, both.total.approved) == (3, 2)
    assert [(call.code, tally.submitted) for call, tally in both.rounds] == [("MIRAI-2022", 3), ("MIRAI-2023", 0)]
    assert str(both.claims[0]).endswith("the most of all 20 member universities.")


def next_round():
    """The next round of the programme, as an officer would copy it."""
    return replace(read(shipped()["mirai-2022"].read_text()), code="MIRAI-2023")


def test_lists_take_the_same_questions_however_long_they_are(client, session, statements):
    house = make.opened(session, NOW)
    applications = [make.submitted(house), *make.more(house, 2)]
    make.funded(house, applications)

    def count(address):
        client.get(address)
        with statements() as seen:
            assert client.get(address).status_code == 200
        return len(seen)

    pages = [table(house.call, "reports"), table(house.call, "figures"), "/office"]
    be(client, house.cast.uma)
    many = [count(page) for page in pages]
    register = count("/projects")
    for application in applications[1:]:
        hide(house, application, house.cast.uma)
    assert [count(page) for page in pages] == many
    assert count("/projects?words=MIRAI-2022-001") <= register
