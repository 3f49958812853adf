"""Outcomes as things: filled in by a DOI, pasted as lists, joint by their authors' universities, told once."""

import html
import json
import re
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from grants.app import create_app
from grants.exports import outcomes as table
from grants.reports import actions, pasting
from grants.reports.model import Credit, Outcome
from grants.reports.queries import outcomes_of
from grants.reports.queries.money import results
from grants.rules.refusal import Refused
from grants.rules.reports import OutcomeKind as Kind
from grants.rules.works import Author, Place, is_joint
from tests import make
from tests.client import Client
from tests.reports import registry

BIBTEX = r"""
@string{jis = "Journal of Invented Seas"}
@article{kelp, title = {The {\"o}cean's {K}elp}, author = {Kobayashi, Ada and Lindqvist, Ben}, year = 2023,
  journal = jis, doi = {https://doi.org/10.5555/BIB}, affiliation = {Kyushu University; Lund University}}
@inproceedings{talk, title = {Kelp in talks}, author = {Kobayashi, Ada}, booktitle = {Meeting of Seas, Umeå}, year = {2024}}
"""
ORCID = json.dumps({"group": [{"work-summary": [{
    "type": "data-set", "title": {"title": {"value": "Lengths"}}, "publication-date": {"year": {"value": "2022"}},
    "external-ids": {"external-id": [{"external-id-type": "doi", "external-id-value": "10.5555/orcid"}]},
}]}]})  # fmt: skip


@pytest.fixture
def house(session, at):
    house = make.opened(session, at)
    house.call.reporting = {**house.call.reporting, "outcomes": []}
    house.report = make.funded(house)[0]
    house.cast.ada.language = "en"
    session.commit()
    return house


@pytest.fixture(scope="module")
def server():
    with registry.running() as running:
        yield running


@pytest.fixture
def client(settings, record, session, server, house):
    at = f"http://127.0.0.1:{server.server_port}"
    app = create_app(replace(settings, crossref=f"{at}/works", datacite=f"{at}/dois"), record)
    app.test_client_class = Client
    client = app.test_client()
    client.session = session
    client.be(house.cast.ada)
    return client


def page(house, rest):
    return f"/my/reports/{house.report.id}/outcomes{rest}"


def filled(answer):
    """What stands in the form that came back."""
    text = answer.get_data(as_text=True)
    found = {html.unescape(name): html.unescape(value)
             for name, value in re.findall(r'<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"', text)}  # fmt: skip
    ticked = re.search(r'<input[^>]*\bchecked\b[^>]*name="joint"|<input[^>]*name="joint"[^>]*\bchecked\b', text)
    return found, bool(ticked), re.search(r'action="[^"]*outcomes/new/(\w+)"', text)[1]


def save(client, house, doi):
    fields, ticked, kind = filled(client.get(page(house, f"/look-up?doi={doi}")))
    sent = {name: fields.get(name, "") for name in ("title", "detail", "year", "doi", "authors") if name in fields}
    assert client.send(page(house, f"/new/{kind}"), **sent, **({"joint": "y"} if ticked else {})).status_code == 303
    return client.session.scalars(select(Outcome).where(Outcome.doi == sent["doi"])).one()


def test_a_doi_fills_in_the_rest_and_says_whether_both_sides_wrote_it(client, house):
    outcome = save(client, house, "https://doi.org/10.5555/JOINT")
    assert (outcome.kind, outcome.title, outcome.year, outcome.detail) == (
        Kind.PUBLICATION, "Kelp between two seas", 2023, "Journal of Invented Seas",
    )  # fmt: skip
    assert [author["name"] for author in outcome.authors] == ["Ada Kobayashi", "Ben Lindqvist"]
    assert outcome.joint
    assert outcome.joint_computed


def test_a_dataset_is_found_at_the_second_registry_by_a_name_in_kanji_and_a_ror_id(client, house, server):
    outcome = save(client, house, registry.DATA)
    assert (outcome.kind, outcome.year, outcome.joint) == (Kind.DATASET, 2024, True)
    assert server.asked[-2:] == [f"/works/{registry.DATA}", f"/dois/{registry.DATA}"]


def test_joint_is_computed_whatever_the_team_ticks_where_the_places_of_authors_are_known(client, house):
    fields, ticked, kind = filled(client.get(page(house, f"/look-up?doi={registry.ALONE}")))
    assert not ticked
    client.send(page(house, f"/new/{kind}"), joint="y", **{name: fields[name] for name in
                ("title", "detail", "year", "doi", "authors")})  # fmt: skip
    outcome = client.session.scalars(select(Outcome)).one()
    assert (outcome.joint, outcome.joint_computed) == (False, True)
    unplaced = save(client, house, registry.UNPLACED)
    assert (unplaced.joint, unplaced.joint_computed) == (False, False)


@pytest.mark.parametrize(
    ("doi", "said"),
    [
        ("10.5555/nobody", "No registry knows this DOI"), ("11.1/x", "This is not a DOI"),
        (registry.BROKEN, "cannot be reached now"), (registry.SENT_ON, "cannot be reached now"),
    ],
)  # fmt: skip
def test_what_cannot_be_looked_up_is_said_and_nothing_is_kept(client, house, doi, said):
    answer = client.get(page(house, f"/look-up?doi={doi}"))
    assert said in answer.get_data(as_text=True)
    assert client.session.scalar(select(func.count()).select_from(Outcome)) == 0


def test_a_registry_that_is_down_is_a_clear_word_and_none_is_asked_where_none_is_set(settings, record, session, house):
    for settings_, said in (
        (replace(settings, crossref="http://127.0.0.1:9/works"), "cannot be reached now"),
        (settings, "No registry knows"),
    ):
        app = create_app(settings_, record)
        app.test_client_class = Client
        client = app.test_client()
        client.session = session
        client.be(house.cast.ada)
        assert said in client.get(page(house, f"/look-up?doi={registry.JOINT}")).get_data(as_text=True)
        offered = "Look it up" in client.get(page(house, "")).get_data(as_text=True)
        assert offered == bool(settings_.crossref)


def test_lists_are_read_in_every_format():
    kelp, talk = pasting.read(BIBTEX, Kind.MEDIA)
    assert (kelp.title, kelp.doi, kelp.where) == ("The öcean's Kelp", "10.5555/bib", "Journal of Invented Seas")
    assert (talk.kind, talk.where, talk.year) == (Kind.CONFERENCE, "Meeting of Seas, Umeå", 2024)
    (lengths,) = pasting.read(ORCID, Kind.MEDIA)
    assert (lengths.kind, lengths.title, lengths.year, lengths.doi) == (Kind.DATASET, "Lengths", 2022, "10.5555/orcid")
    lines = pasting.read("A boat, 2021\nA winch (2022)\n\nForm 2020-B of the boat", Kind.EQUIPMENT)
    assert [(one.title, one.year) for one in lines] == [
        ("A boat", 2021),
        ("A winch", 2022),
        ("Form 2020-B of the boat", None),
    ]
    ris = "TY  - PAT\nTI  - A hook\nAU  - Kobayashi, Ada\nPY  - 2022///\nER  - \n"
    assert [(one.kind, one.title, one.year) for one in pasting.read(ris, Kind.MEDIA)] == [(Kind.PATENT, "A hook", 2022)]


@pytest.mark.parametrize("broken", ["@article{a, title={x", "{]", '{"group": 3}', "TY  - "])
def test_a_list_that_cannot_be_read_is_refused_with_a_sentence(broken):
    with pytest.raises(Refused):
        pasting.read(broken, Kind.PUBLICATION)


def test_a_pasted_list_tells_what_is_new_what_is_known_and_what_is_refused(client, house):
    answer = client.send(page(house, "/paste"), pasted=BIBTEX, kind="publication")
    assert answer.status_code == 303
    again = client.send(page(house, "/paste"), pasted=BIBTEX.replace("2024", "1066"), kind="publication")
    told = re.sub(r"\s+", " ", again.get_data(as_text=True))
    assert "Added: 0. Already told: 1." in told
    assert "Kelp in talks" in told
    assert {one.title: one.joint for one in outcomes_of(house.report)} == {
        "The öcean's Kelp": True, "Kelp in talks": False,
    }  # fmt: skip


def test_one_outcome_belongs_to_several_awards_and_counts_once(session, at):
    house = make.opened(session, at)
    first, second = make.funded(house, make.more(house, 2))
    paper = {"title": "One paper", "year": 2023, "doi": "10.5555/one"}
    told = [actions.add_outcome(report, Kind.PUBLICATION, paper, report.award.application.lead.pi, house.at)
            for report in (first, second)]  # fmt: skip
    assert told[0] is told[1]
    with pytest.raises(Refused, match="told already"):
        actions.add_outcome(second, Kind.PUBLICATION, paper, second.award.application.lead.pi, house.at)
    for report in (first, second):
        accept(house, report)
    counted = {kind: count for kind, count, _ in results(session, house.cast.aud, house.call).kinds}
    assert counted[Kind.PUBLICATION] == 1
    assert [row.ref for row in table.rows(session, house.cast.olu, house.call)] == [
        first.award.application.ref, second.award.application.ref,
    ]  # fmt: skip
    actions.remove_outcome(first, told[0], first.award.application.lead.pi, house.at)
    session.flush()
    assert session.scalar(select(func.count()).select_from(Credit)) == 1
    actions.remove_outcome(second, told[0], second.award.application.lead.pi, house.at)
    session.flush()
    assert session.scalars(select(Outcome)).all() == []


def accept(house, report):
    actions.submit(make.told(house, report), report.award.application.lead.pi, house.at)
    for officer in (house.cast.olu, house.cast.uma):
        actions.accept(report, officer, house.at)
    house.session.flush()


def ris(number, both):
    places = "Kyushu University, Fukuoka; Lund University, Lund" if both else "Kyushu University, Fukuoka"
    return (f"TY  - JOUR\nTI  - Article number {number}\nAU  - Kobayashi, Ada\nAD  - {places}\nPY  - 2023\n"
            f"DO  - 10.5555/satreps.{number}\nER  - \n")  # fmt: skip


def test_the_totals_of_satreps_are_entered_and_read_back_as_the_same_figures(house):
    """102 articles of which 40 co-authored, 13 patents, 29 awards, 21 media, 49 equipment items, 11 manuals."""
    ada, report = house.cast.ada, house.report
    actions.paste(report, pasting.read("".join(ris(n, n < 40) for n in range(102)), Kind.PUBLICATION), ada, house.at)
    totals = {Kind.PATENT: 13, Kind.PRIZE: 29, Kind.MEDIA: 21, Kind.EQUIPMENT: 49, Kind.MANUAL: 11}
    for kind, count in totals.items():
        lines = "\n".join(f"{kind.value} {number}, 2022" for number in range(count))
        became = actions.paste(report, pasting.read(lines, kind), ada, house.at)
        assert (became.added, [str(why) for _, why in became.refused]) == (
            (count, []) if kind is not Kind.PRIZE else (0, ["Fill this in."] * count)
        )
    for number in range(29):
        facts = {"title": f"Prize {number}", "funder": "A society", "year": 2022}
        actions.add_outcome(report, Kind.PRIZE, facts, ada, house.at)
    accept(house, report)
    counted = {kind: (count, joint) for kind, count, joint in results(house.session, house.cast.olu, house.call).kinds}
    assert counted[Kind.PUBLICATION] == (102, 40)
    assert {kind: counted[kind][0] for kind in totals} == totals


def test_what_appears_long_after_the_close_is_told_and_counted_as_of_then(house):
    """Case 31 of the real cases, and M4: the award is closed, its outcomes are not."""
    accept(house, house.report)
    assert house.report.award.closed_at is not None
    late = {"title": "Late data", "year": 2023}
    counts = []
    for told in (lambda: None, lambda: actions.add_outcome(house.report, Kind.DATASET, late, house.cast.ben, house.at)):
        told()
        kinds = results(house.session, house.cast.olu, house.call).kinds
        counts.append({kind: count for kind, count, _ in kinds}[Kind.DATASET])
    assert counts == [0, 1]


@pytest.mark.parametrize(
    ("places", "joint"),
    [
        ([Place("Kyushu University"), Place("Lunds universitet, Sverige")], True),
        ([Place("九州大学 農学部"), Place("LUND UNIVERSITY")], True),
        ([Place("Kyushu University"), Place("Blundell University")], False),
        ([Place("Nowhere at all", "012a77v79"), Place("Kyushu Univ.", "00p4k0j84")], True),
        ([Place("Lund University", "00p4k0j84")], False),
        ([], None),
    ],
)  # fmt: skip
def test_whose_universities_a_work_names(places, joint):
    sides = {
        "JP": (frozenset({"00p4k0j84"}), frozenset({"kyushu university", "九州大学"})),
        "SE": (frozenset({"012a77v79"}), frozenset({"lund university", "lunds universitet"})),
    }
    assert is_joint([Author("Somebody", (place,)) for place in places], sides) is joint
