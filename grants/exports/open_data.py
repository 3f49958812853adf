"""Published awards as open data: 360Giving, schema.org, and a registration of grants with Crossref.

A joint award is one grant for each side that pays: its own funder, its own recipient, its own currency; each names the
others. What is not known is left out; nothing is converted.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from xml.etree import ElementTree as ET

from grants.awards.model import AwardPart
from grants.exports.table import amount
from grants.people.model import Institution
from grants.reports.queries.published import Published
from grants.words import SOURCE, language

VERSION = "1.3"
CROSSREF = "http://www.crossref.org/grant_id/0.1.1"
KINDS = {
    "publication": "ScholarlyArticle", "preprint": "ScholarlyArticle", "dataset": "Dataset",
    "software": "SoftwareSourceCode", "event": "Event", "conference": "PresentationDigitalDocument",
}  # fmt: skip


def english(texts: Any) -> str:
    """A text as readers everywhere read it."""
    return language(SOURCE).texts(texts)


def giving(awards: Iterable[Published], base_url: str, at: datetime) -> dict[str, Any]:
    """The package of 360Giving: two linked grants for an award of two sides."""
    grants = [grant(one, part, base_url, at) for one in awards for part in one.award.parts]
    return {"version": VERSION, "grants": grants}


def grant_id(part: AwardPart) -> str:
    """The name under which one side's grant is known."""
    return f"360G-tsunagari-{part.award.application.ref}-{part.side.code}"


def grant(told: Published, part: AwardPart, base_url: str, at: datetime) -> dict[str, Any]:
    """One side's grant."""
    award, call = told.award, told.award.application.call
    paid = amount(part.granted)
    others = [grant_id(one) for one in award.parts if one is not part]
    return {
        "id": grant_id(part),
        "title": award.application.title,
        "description": told.summary or award.application.title,
        "currency": part.currency,
        "amountAwarded": number(paid),
        "awardDate": award.made_at.date().isoformat(),
        "plannedDates": [{"startDate": award.starts_on.isoformat(), "endDate": award.ends_on.isoformat()}],
        "recipientOrganization": [organization(part.institution, english(part.side.label))],
        "fundingOrganization": [funder(part)],
        "grantProgramme": [{"code": call.code, "title": english(call.name)}],
        "relatedActivity": others,
        "dataSource": f"{base_url}/projects/{award.id}",
        "dateModified": at.isoformat(timespec="seconds"),
    }


def number(paid: Any) -> Any:
    """An amount as JSON holds it."""
    return paid if isinstance(paid, int) else float(paid)


def organization(place: Institution | None, otherwise: str) -> dict[str, Any]:
    """A university by its ROR id where it has one."""
    if place is None:
        return {"id": f"360G-tsunagari-org:{otherwise}", "name": otherwise}
    key = f"XI-ROR-{place.ror}" if place.ror else f"360G-tsunagari-org:{place.id}"
    return {"id": key, "name": english(place.name), "addressCountry": place.country}


def funder(part: AwardPart) -> dict[str, Any]:
    """Who pays on one side: its funding party, else the side itself."""
    party = part.party
    if party is not None and party.institution is not None:
        return organization(party.institution, "")
    return organization(None, english(party.name) if party is not None and party.name else english(part.side.label))


def linked(told: Published, base_url: str) -> dict[str, Any]:
    """The award as schema.org describes it: one MonetaryGrant for each side, and what they brought."""
    award = told.award
    grants = [
        {
            "@type": "MonetaryGrant",
            "identifier": grant_id(part),
            "name": award.application.title,
            **({"description": told.summary} if told.summary else {}),
            "url": f"{base_url}/projects/{award.id}",
            "amount": {"@type": "MonetaryAmount", "currency": part.currency, "value": number(amount(part.granted))},
            "funder": {"@type": "Organization", "name": funder(part)["name"]},
            "fundedItem": [work(outcome) for outcome in told.outcomes],
            "startDate": award.starts_on.isoformat(),
            "endDate": award.ends_on.isoformat(),
        }
        for part in award.parts
    ]
    return {"@context": "https://schema.org", "@graph": grants}


def work(outcome: Any) -> dict[str, Any]:
    """One thing that came of it."""
    known = {"identifier": f"https://doi.org/{outcome.doi}"} if outcome.doi else {}
    dated = {"datePublished": str(outcome.year)} if outcome.year else {}
    return {"@type": KINDS.get(outcome.kind.value, "CreativeWork"), "name": outcome.title, **known, **dated}


def element(parent: ET.Element, name: str, text: str = "", **attributes: str) -> ET.Element:
    """One element inside another."""
    made = ET.SubElement(parent, name, attributes)
    made.text = text or None
    return made


def registration(awards: Iterable[Published], prefix: str, deposit: dict[str, str], at: datetime) -> bytes:
    """The grants as Crossref registers them: one for each side, each under a DOI of its own.

    `deposit` names the `depositor`, the `email`, the `registrant` and the `base_url` of this installation.
    """
    root = ET.Element("doi_batch", {"xmlns": CROSSREF, "version": "0.1.1"})
    head = element(root, "head")
    element(head, "doi_batch_id", f"tsunagari-{at:%Y%m%d%H%M%S}")
    element(head, "timestamp", f"{at:%Y%m%d%H%M%S}000")
    depositor = element(head, "depositor")
    element(depositor, "depositor_name", deposit["depositor"])
    element(depositor, "email_address", deposit["email"])
    element(head, "registrant", deposit["registrant"])
    body = element(root, "body")
    for one in awards:
        for part in one.award.parts:
            registered(body, one, part, f"{prefix}/{grant_id(part).removeprefix('360G-').lower()}", deposit["base_url"])
    made: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return made


def registered(body: ET.Element, told: Published, part: AwardPart, doi: str, base_url: str) -> None:
    """One side's grant under its DOI."""
    award = told.award
    grant_ = element(body, "grant")
    project = element(grant_, "project")
    element(project, "project-title", award.application.title)
    people = element(project, "investigators")
    for other in sorted(award.parts, key=lambda one: one is not part):
        investigator(people, other, "lead_investigator" if other is part else "co-lead_investigator")
    if told.summary:
        element(project, "description", told.summary)
    element(project, "award_amount", str(amount(part.granted)), currency=part.currency)
    payer = funder(part)
    funding = element(project, "funding", **{"funding-type": "award"})
    element(funding, "funder-name", payer["name"])
    element(funding, "funding-scheme", english(award.application.call.name))
    dates = {"start-date": award.starts_on.isoformat(), "end-date": award.ends_on.isoformat()}
    element(project, "award-dates", **dates)
    element(grant_, "award-number", f"{award.application.ref}-{part.side.code}")
    element(grant_, "award-start-date", award.starts_on.isoformat())
    data = element(grant_, "doi_data")
    element(data, "doi", doi)
    element(data, "resource", f"{base_url}/projects/{award.id}")


def investigator(people: ET.Element, part: AwardPart, role: str) -> None:
    """Who leads one side."""
    person = element(people, "person", role=role)
    family, given = part.pi.family_latin or part.pi.family, part.pi.given_latin or part.pi.given
    if given:
        element(person, "givenName", given)
    element(person, "familyName", family)
    if part.institution is not None:
        place = part.institution
        element(element(person, "affiliation"), "institution", english(place.name), country=place.country)
    if part.pi.orcid:
        element(person, "ORCID", f"https://orcid.org/{part.pi.orcid}")
