"""What a person says about themselves."""

import re
import unicodedata
import uuid
from datetime import date
from typing import Any
from zoneinfo import available_timezones

from stdnum import isni
from stdnum.exceptions import ValidationError as NotANumber

from grants.people.actions import Particulars
from grants.people.model import Basis, Institution, Person, Precision
from grants.rules.careers import PartialDate
from grants.rules.names import FAMILY_FIRST, GIVEN_FIRST
from grants.rules.people import BASES, BREAK_KINDS
from grants.rules.post_tests import POSITIONS
from grants.web.forms.shape import Sheet, choose, day, email, kept, line, secret, tick, whole, wrong
from grants.web.reader import reader
from grants.words import NAMES, say

NAMED = ("family", "given", "family_latin", "given_latin", "name_order", "title", "unit", "language", "zone")
CAREER = ("orcid", "erad", "doctoral_student", "doctorate_basis", "born_on")
PARTIAL = ("doctorate", "defence", "first_post")
ORDERS = [
    ("", say("As its script has it: family name first in kanji, given name first in Latin letters")),
    (FAMILY_FIRST, say("Family name first")),
    (GIVEN_FIRST, say("Given name first")),
]
ERAD = re.compile("[0-9]{8}")
ELSEWHERE = "elsewhere"
CHOOSE = ("", say("Choose …"))
NEARBY = ("Asia/Tokyo", "Europe/Stockholm", "America/Chicago", "Europe/London", "UTC")
REGIONS = frozenset({"Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"})
ORCID_SITE = "orcid.org/"


def zones() -> dict[Any, list[tuple[str, Any]]]:
    """The clocks of the world, by region; those of the fund's universities first."""
    groups: dict[Any, list[tuple[str, Any]]] = {say("Often chosen"): [CHOOSE, *((zone, zone) for zone in NEARBY)]}
    for zone in sorted(available_timezones() - set(NEARBY)):
        region, _, place = zone.partition("/")
        if place and region in REGIONS:
            groups.setdefault(region, []).append((zone, zone.replace("_", " ")))
    return groups


ZONES = zones()


def orcid_shape(_form: Any, field: Any) -> None:
    """An ORCID iD whose check digit is right, kept as 0000-0002-1825-0097."""
    try:
        plain = isni.validate(field.data.rsplit(ORCID_SITE, 1)[-1])
    except NotANumber as fault:
        raise wrong(say("This is no ORCID iD: its digits do not fit together. Copy it from orcid.org.")) from fault
    field.data = "-".join(plain[place : place + 4] for place in range(0, 16, 4))


def partial_date(_form: Any, field: Any) -> None:
    """A day as far as it is known."""
    try:
        PartialDate.parse(field.data)
    except ValueError as fault:
        raise wrong(say("Write a day, a month or a year: 2017-03-24, 2017-03 or 2017.")) from fault


def erad_shape(_form: Any, field: Any) -> None:
    """A researcher number of e-Rad: eight digits, in any width."""
    plain = unicodedata.normalize("NFKC", field.data).strip()
    if not ERAD.fullmatch(plain):
        raise wrong(say("An e-Rad number has eight digits."))
    field.data = plain


def named_elsewhere(form: Any, field: Any) -> None:
    """Another institution has a name."""
    if form.institution.data == ELSEWHERE and not field.data:
        raise wrong(say("Name the institution."))


def offered(institutions: Any) -> Any:
    """The universities one can choose from, by their names in the reader's language."""
    named = sorted(((str(one.id), reader().texts(one.name)) for one in institutions), key=lambda pair: pair[1])
    return [CHOOSE, *named]


class AboutForm(Sheet):
    """Names, place, language and clock of a person."""

    family = line(
        say("Family name"), 120, description=say("As you write it yourself, in any script."),
    )  # fmt: skip
    given = line(say("Given name"), 120, needed=False)
    family_latin = line(
        say("Family name in Latin letters"), 120, needed=False,
        description=say("Only if your name is written in another script. For readers of other languages."),
    )  # fmt: skip
    given_latin = line(say("Given name in Latin letters"), 120, needed=False)
    name_order = choose(say("Order of your name"), ORDERS, needed=False)
    title = line(say("Title or position"), 120, needed=False)
    institution = choose(say("University or other institution"), [], needed=False)
    institution_name = line(say("Its name, if it is not on the list"), 200, named_elsewhere, needed=None)
    unit = line(say("Department or unit"), 200, needed=False)
    language = choose(say("Language of pages and mail"), list(NAMES.items()), radio=True)
    zone = choose(
        say("Your clock"), ZONES, description=say("Dates and times are shown on this clock as well."),
    )  # fmt: skip

    def offer(self, institutions: Any) -> None:
        """Offer the universities by their names in the reader's language."""
        other = (ELSEWHERE, say("Another institution: name it below"))
        self.institution.choices = [*offered(institutions), other]


class EnrolForm(AboutForm):
    """Registering: who one is, a password, and the notice read."""

    password = secret(say("Password"), description=say("At least 12 characters; several words are fine."))
    notice = tick(say("I have read how this system uses my data."), needed=True)
    key = kept(most=100)


class ProfileForm(AboutForm):
    """One's own profile."""

    orcid = line(say("ORCID iD"), 60, orcid_shape, needed=False)
    doctorate = line(
        say("Doctorate since"), 10, partial_date, needed=False,
        description=say("As exactly as you know it: 2017-03-24, 2017-03 or 2017. Early-career rules count from here."),
    )  # fmt: skip
    doctorate_basis = choose(say("That date is the day of"), list(BASES.items()), needed=False)
    defence = line(
        say("Defence, where it was another day"), 10, partial_date, needed=False,
        description=say("Some rules count from the defence, others from the conferral."),
    )  # fmt: skip
    first_post = line(say("First academic post since"), 10, partial_date, needed=False)
    born_on = day(
        say("Born on"), needed=False,
        description=say("Only for rules with an age limit. Only you and officers of your own side see it."),
    )  # fmt: skip
    erad = line(say("e-Rad researcher number"), 20, erad_shape, needed=False)
    doctoral_student = tick(say("I am a doctoral student now."))


class PostForm(Sheet):
    """One post."""

    institution = choose(say("University or other institution"), [])
    unit = line(say("Department or unit"), 200, needed=False)
    position = choose(say("Position"), [CHOOSE, *POSITIONS.items()], needed=False)
    percent = whole(say("Share of full time, in per cent"), low=1, high=100, default=100)
    since = day(say("First day"), needed=False)
    until = day(say("Last day of the contract"), needed=False)
    permanent = tick(say("The post is permanent."))


TIE_KINDS = {
    "supervisor": say("Supervisor, or somebody I supervised"),
    "co_author": say("Co-author"),
}


class TieForm(Sheet):
    """Somebody close."""

    kind = choose(say("Tie"), list(TIE_KINDS.items()), radio=True)
    email = email(say("Their e-mail address"), needed=False)
    doi = line(say("DOI of what you published together"), 200, needed=False)
    year = whole(say("Year"), low=1950, high=2100, needed=False)


class BreakForm(Sheet):
    """One leave."""

    kind = choose(say("Kind of leave"), [CHOOSE, *BREAK_KINDS.items()])
    starts_on = day(say("First day"))
    ends_on = day(say("Last day"))
    percent = whole(say("Share of full time, in per cent"), low=1, high=100, default=100)
    child = whole(say("Which child it was for"), low=1, high=20, needed=False)


def filled(person: Person, institutions: Any) -> dict[str, Any]:
    """A person's profile as the form shows it."""
    place: Institution | None = person.institution
    listed = place is not None and any(one.id == place.id for one in institutions)
    own = {name: getattr(person, name) for name in (*NAMED, *CAREER)}
    return {
        **own,
        "institution": "" if place is None else str(place.id) if listed else ELSEWHERE,
        "institution_name": "" if place is None or listed else reader().texts(place.name),
        **{name: shown(getattr(person, f"{name}_on"), getattr(person, f"{name}_precision")) for name in PARTIAL},
    }


def shown(day: date | None, precision: Precision) -> str:
    """A day as far as it is known, as it is typed."""
    return str(PartialDate.known_to(day, precision).shown) if day else ""


def told(typed: str | None) -> tuple[date | None, Precision]:
    """A day and how exactly it is known."""
    known = PartialDate.parse(typed) if typed else None
    exact = Precision.DAY if known is None or known.day else Precision.MONTH if known.month else Precision.YEAR
    return known.earliest if known else None, exact


def particulars(form: AboutForm) -> Particulars:
    """What was said, as the people room keeps it."""
    said = form.data
    chosen = said["institution"]
    named: dict[str, Any] = {name: said.get(name) or "" for name in NAMED}
    for name in PARTIAL:
        named[f"{name}_on"], named[f"{name}_precision"] = told(said.get(name))
    return Particulars(
        **named,
        institution_id=uuid.UUID(chosen) if chosen and chosen != ELSEWHERE else None,
        institution_name=said["institution_name"] if chosen == ELSEWHERE else "",
        orcid=said.get("orcid") or None,
        erad=said.get("erad") or None,
        doctorate_basis=Basis(said.get("doctorate_basis") or Basis.CONFERRAL),
        born_on=said.get("born_on"),
        doctoral_student=said.get("doctoral_student", False),
    )
