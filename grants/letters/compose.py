"""What a letter says: plain facts, gathered by whoever issues it, frozen before anything is printed.

Every text here stands in the letter's own language already; names and universities are those of the day of
issue. Nothing in this file knows a database, a template or a printing press.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from grants.letters.paper import DateStyle, named
from grants.money import Money
from grants.rules.letters import GRANTING, OFFERING, LetterKind


@dataclass(frozen=True)
class PersonName:
    """A name as its owner typed it, and in Latin letters where that is another script."""

    family: str
    given: str
    romaji_family: str = ""
    romaji_given: str = ""
    family_first: bool = False

    @property
    def typed(self) -> str:
        """The name as typed, in its own order: 髙橋 花子, Åsa Öberg."""
        parts = (self.family, self.given) if self.family_first else (self.given, self.family)
        return " ".join(filter(None, parts))

    @property
    def romaji(self) -> str:
        """The name in Latin letters if it was typed in another script, else nothing."""
        written = " ".join(filter(None, (self.romaji_given, self.romaji_family)))
        return "" if written == self.typed else written

    @property
    def latin(self) -> str:
        """The name as a reader of Latin letters reads it."""
        return self.romaji or self.typed

    @property
    def latin_family(self) -> str:
        """The name one is greeted by in a Western letter."""
        return self.romaji_family or self.family or self.given


@dataclass(frozen=True)
class Picture:
    """A picture by its fingerprint; its bytes are fetched just before it is printed and never put on ice."""

    sha256: str
    content: bytes = field(default=b"", repr=False)


@dataclass(frozen=True)
class Letterhead:
    """The side's office as it presents itself."""

    office: str
    institution: str
    address: tuple[str, ...] = ()
    image: Picture | None = None


@dataclass(frozen=True)
class Addressee:
    """To whom the letter goes; the honorific (殿 or 様) is the side's choice and only Japanese letters use it."""

    name: PersonName
    title: str = ""
    department: str = ""
    institution: str = ""
    honorific: str = "殿"


@dataclass(frozen=True)
class Partner:
    """A principal investigator with the university's name of that day, in the letter's language and in English."""

    side: str
    name: PersonName
    institution: str
    institution_english: str = ""
    title: str = ""


@dataclass(frozen=True)
class Signatory:
    """Who signs, and the picture of the seal if the side prints one."""

    name: str
    title: str
    seal: Picture | None = None


@dataclass(frozen=True)
class OtherAmount:
    """What another side awards to the same project, told for information only."""

    side: str
    institution: str
    amount: Money


@dataclass(frozen=True)
class ReportDue:
    """A report the award asks for, and its day."""

    label: str
    on: date


@dataclass(frozen=True)
class Grant:
    """What this side awards, for how long, on which terms, and until when it can be accepted, where that is asked."""

    amount: Money
    starts_on: date
    ends_on: date
    spend_by: date
    accept_by: datetime | None
    accept_zone: str
    accept_url: str
    others: tuple[OtherAmount, ...] = ()
    conditions: tuple[str, ...] = ()
    reports: tuple[ReportDue, ...] = ()
    acknowledgement: str = ""
    particulars: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Wording:
    """The four blocks of a letter's text, every placeholder filled; a line that begins with ## is a heading."""

    subject: str = ""
    opening: str = ""
    body: str = ""
    closing: str = ""


@dataclass(frozen=True)
class LetterFacts:
    """One letter, complete: what grants carries its grant, a regret the feedback written for the applicants."""

    kind: LetterKind
    language: str
    number: str
    code: str
    issued_on: date
    letterhead: Letterhead
    addressee: Addressee
    programme: str
    call: str
    application_number: str
    project_title: str
    partners: tuple[Partner, ...]
    signatory: Signatory
    verify_url: str
    date_style: DateStyle = DateStyle.WESTERN
    courtesy_title: str = ""
    replaces: str = ""
    change: str = ""
    grant: Grant | None = None
    feedback: tuple[str, ...] = ()
    wording: Wording = Wording()
    translation: "LetterFacts | None" = None

    def __post_init__(self) -> None:
        if (self.kind in GRANTING) != (self.grant is not None):
            raise ValueError("A letter about a grant carries it; no other letter does.")

    @property
    def template(self) -> str:
        """The letter as its country writes it."""
        return f"letters/letter.{self.language}.html"

    @property
    def round(self) -> str:
        """The round by name."""
        return named(self.programme, self.call, "\u3000" if self.language == "ja" else ", ")

    @property
    def heading(self) -> str:
        """Programme, call and letter number; no person's name."""
        return f"{self.round}: {self.number}"

    @property
    def author(self) -> str:
        """The university that sends it."""
        return self.letterhead.institution

    @property
    def written_on(self) -> date:
        """The day of issue."""
        return self.issued_on

    @property
    def pages(self) -> int | None:
        """A letter about a grant fits on two pages, twice as many with its translation; feedback may run on."""
        return (4 if self.translation else 2) if self.grant else 12

    @property
    def short(self) -> bool:
        """A letter that makes no offer."""
        return self.kind not in OFFERING and self.translation is None

    @property
    def exact(self) -> bool:
        """A letter never goes out with a character missing."""
        return True

    def pictures(self) -> Mapping[str, bytes]:
        """Letterhead and seal, where the side has them."""
        held = {"letterhead": self.letterhead.image, "seal": self.signatory.seal}
        return {name: image.content for name, image in held.items() if image is not None}

    def illustrated(self, fetch: Callable[[str], bytes]) -> "LetterFacts":
        """The same letter with the bytes of its pictures, fetched by their fingerprints."""
        head, sign = self.letterhead, self.signatory
        image, seal = (one and Picture(one.sha256, fetch(one.sha256)) for one in (head.image, sign.seal))
        return replace(self, letterhead=replace(head, image=image), signatory=replace(sign, seal=seal))
