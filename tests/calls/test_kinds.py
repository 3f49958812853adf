"""Questions of every kind, on each page they stand on: the public form, the applicant's, the paper, the report."""

import io
import json
import re

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from grants.applications import actions as applications
from grants.applications.content import content_of
from grants.applications.model import Answer
from grants.applications.queries import gaps
from tests import make
from tests.conftest import NOW


@pytest.fixture
def osaka(session):
    return make.opened(session, NOW, "ucl-osaka-2022")


@pytest.fixture
def application(osaka):
    return make.joined(osaka)


def text(answer):
    return answer.get_data(as_text=True)


def stored(session, question):
    return session.scalars(select(Answer.value).where(Answer.question == question)).one_or_none()


def section(application, code):
    return f"/my/applications/{application.id}/sections/{code}"


VISIT = {
    "activities.0.what": "Kick-off", "activities.0.where": "osaka", "activities.0.when": "2022/9/1",
    "activities.0.days": "５",
}  # fmt: skip
KEPT = [{"what": "Kick-off", "where": "osaka", "when": "2022-09-01", "days": "5"}]


def test_the_public_form_tells_columns_currencies_and_whom_a_question_is_put_to(client, osaka):
    shown = make.plain(re.sub("<[^>]+>", " ", text(client.get(f"/calls/{osaka.call.id}/form"))))
    assert "A table · at most 12 rows" in shown
    assert "Where One of several answers · London, Osaka, Online, Elsewhere" in shown.replace(" ,", ",")
    assert "An amount of money · GBP · optional" in shown
    assert "A person: name, e-mail address, affiliation · asked of UCL only" in shown


def test_a_table_is_written_without_scripts_and_grows_by_a_button(client, session, osaka, application):
    client.be(osaka.cast.ada)
    page = text(client.get(section(application, "project")))
    assert re.findall(r'name="(activities\.\d\.what)"', page) == [f"activities.{row}.what" for row in range(3)]
    rows = VISIT | {f"activities.{row}.what": f"Visit {row}" for row in (1, 2)}
    answer = client.send(section(application, "project"), then="more:activities", **rows)
    assert (answer.status_code, answer.location.rpartition("/")[2]) == (303, "project#activities")
    assert len(stored(session, "activities")) == 3
    page = text(client.get(section(application, "project")))
    assert 'name="activities.3.what"' in page
    assert 'name="activities.4.what"' not in page
    assert 'value="2022-09-01"' in page


def test_what_is_wrong_in_a_cell_is_told_at_the_cell_and_nothing_typed_is_lost(client, session, osaka, application):
    client.be(osaka.cast.ada)
    wrong = VISIT | {"activities.1.what": "Later", "activities.1.when": "soon"}
    answer = client.send(section(application, "project"), title="A title", **wrong)
    page = text(answer)
    assert answer.status_code == 422
    assert re.search(r'id="activities\.1\.when-error"><p>[^<]+</p>', page)
    assert re.search(r'name="activities.1.when"[^>]*value="soon"', page) or re.search(
        r'value="soon"[^>]*name="activities.1.when"',
        page,
    )
    assert 'href="#activities.1.when"' in page
    assert (stored(session, "activities"), stored(session, "title")) == (None, "A title")


def test_a_table_and_a_person_are_saved_as_they_are_typed(client, session, osaka, application):
    client.be(osaka.cast.ada)
    shown = text(client.get(section(application, "project")))
    version = re.search(r'name="version" value="([^"]*)"', shown)[1]
    answer = client.send(section(application, "project") + "/autosave", changed="activities", version=version, **VISIT)
    assert (answer.status_code, json.loads(text(answer))["saved"]) == (200, True)
    assert stored(session, "activities") == KEPT
    hana = {"ucl_finance_contact-UK.name": "Hana Rei", "ucl_finance_contact-UK.email": "hana@example.org"}
    answer = client.send(section(application, "ucl") + "/autosave", changed="ucl_finance_contact-UK", **hana)
    assert stored(session, "ucl_finance_contact") == {
        "name": "Hana Rei",
        "email": "hana@example.org",
        "affiliation": "",
    }
    lacking = [str(gap.sentence) for gap in gaps(application) if gap.anchor == "ucl_finance_contact-UK"]
    assert lacking == ["Who looks after this budget code: Still missing: Affiliation."]


def test_two_who_write_into_one_table_lose_no_row(client, session, osaka, application):
    client.be(osaka.cast.ada)
    version = re.search(r'name="version" value="([^"]*)"', text(client.get(section(application, "project"))))[1]
    theirs = [make.Written("activities", [{"what": "Theirs"}, {"what": "Second"}])]
    applications.write(application, theirs, osaka.cast.ben, osaka.at)
    session.commit()
    mine = {"activities.0.what": "Mine"}
    answer = client.send(section(application, "project") + "/autosave", changed="activities", version=version, **mine)
    said = json.loads(text(answer))
    assert (answer.status_code, said["theirs"]) == (409, {"activities.0.what": "Theirs"})
    client.send(section(application, "project"), version=said["version"], **mine)
    assert [row["what"] for row in stored(session, "activities")] == ["Mine", "Second"]


def test_a_question_of_one_side_is_written_by_that_side_alone(client, session, osaka, application):
    client.be(osaka.cast.ben)
    page = text(client.get(section(application, "ucl")))
    assert 'name="ucl_budget_code-UK"' not in page
    client.send(section(application, "ucl"), **{"ucl_budget_code-UK": "Mine now"})
    assert stored(session, "ucl_budget_code") is None


def test_an_amount_is_asked_and_understood_in_the_currency_that_is_named(client, session, osaka, application):
    client.be(osaka.cast.ada)
    client.send(section(application, "impact"), next_amount="20,000")
    assert stored(session, "next_amount") == {"minor": 2_000_000, "currency": "GBP"}
    assert "= GBP\u00a020,000" in text(client.get(section(application, "impact")))


def test_tables_and_people_stand_in_what_is_submitted_and_on_paper(client, session, osaka, application):
    make.written(osaka, application)
    applications.write(application, [make.Written("activities", [{"what": "Kick-off", "days": "5"}])],
                       osaka.cast.ada, osaka.at)  # fmt: skip
    session.commit()
    said = {one["question"]: one["value"] for one in content_of(application)["answers"]}
    assert said["activities"] == [{"what": "Kick-off", "where": None, "when": None, "days": "5"}]
    client.be(osaka.cast.ben)
    page = text(client.get(f"/my/applications/{application.id}/submit"))
    assert re.search(r'<td role="cell" data-label="Activity">Kick-off</td>', page)
    assert "Hana Rei, Example University, hana@example.org" in page
    answer = client.get(f"/my/applications/{application.id}/application.pdf?draft=1")
    printed = make.plain(" ".join(one.extract_text() for one in PdfReader(io.BytesIO(answer.data)).pages))
    assert "Activity Where From Days" in printed
    assert "Kick-off" in printed


def test_a_table_of_the_report_is_written_like_any_other(client, session, osaka, application):
    report = make.funded(osaka, [make.submitted(osaka, application)])[0]
    client.be(osaka.cast.ada)
    address = f"/my/reports/{report.id}/sections/narrative"
    answer = client.send(address, then="more:visits", **{"visits.0.what": "Workshop", "visits.0.people": "12"})
    assert (answer.status_code, answer.location.rpartition("#")[2]) == (303, "visits")
    assert 'value="Workshop"' in text(client.get(address))
    assert ">Workshop</td>" in text(client.get(f"/my/reports/{report.id}/submit"))
