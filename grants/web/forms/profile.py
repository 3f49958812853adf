"""What a person says about themselves."""

import uuid
from typing import Any
from zoneinfo import available_timezones

from stdnum import isni
from stdnum.exceptions import ValidationError as NotANumber

from grants.people.actions import Particulars
from grants.people.model import Institution, Person, Precision
from grants.rules.careers import PartialDate
from grants.rules.people import BREAK_KINDS
from grants.web.forms.shape import Sheet, choose, day, kept, line, secret, tick, whole, wrong
from grants.web.reader import reader
from grants.words import NAMES, say

NAMED = ("family", "given", "family_latin", "given_latin", "title", "unit", "language", "zone")
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


def named_elsewhere(form: Any, field: Any) -> None:
    """Another institution has a name."""
    if form.institution.data == ELSEWHERE and not field.data:
        raise wrong(say("Name the institution."))


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
        named = sorted(((str(one.id), reader().texts(one.name)) for one in institutions), key=lambda pair: pair[1])
        other = (ELSEWHERE, say("Another institution: name it below"))
        offered: Any = [CHOOSE, *named, other]
        self.institution.choices = offered


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
    doctoral_student = tick(say("I am a doctoral student now."))


class BreakForm(Sheet):
    """One leave."""

    kind = choose(say("Kind of leave"), [CHOOSE, *BREAK_KINDS.items()])
    starts_on = day(say("First day"))
    ends_on = day(say("Last day"))
    percent = whole(say("Share of full time, in per cent"), low=1, high=100, default=100)


def filled(person: Person, institutions: Any) -> dict[str, Any]:
    """A person's profile as the form shows it."""
    place: Institution | None = person.institution
    listed = place is not None and any(one.id == place.id for one in institutions)
    known = PartialDate.known_to(person.doctorate_on, person.doctorate_precision) if person.doctorate_on else None
    own = {name: getattr(person, name) for name in (*NAMED, "orcid", "doctoral_student")}
    return {
        **own,
        "institution": "" if place is None else str(place.id) if listed else ELSEWHERE,
        "institution_name": "" if place is None or listed else reader().texts(place.name),
        "doctorate": "" if known is None else str(known.shown),
    }


def particulars(form: AboutForm) -> Particulars:
    """What was said, as the people room keeps it."""
    said = form.data
    chosen = said["institution"]
    known = PartialDate.parse(said["doctorate"]) if said.get("doctorate") else None
    precision = Precision.DAY if known is None or known.day else Precision.MONTH if known.month else Precision.YEAR
    named = {name: said[name] for name in NAMED}
    return Particulars(
        **named,
        institution_id=uuid.UUID(chosen) if chosen and chosen != ELSEWHERE else None,
        institution_name=said["institution_name"] if chosen == ELSEWHERE else "",
        orcid=said.get("orcid") or None,
        doctorate_on=known.earliest if known else None,
        doctorate_precision=precision,
        doctoral_student=said.get("doctoral_student", False),
    )
