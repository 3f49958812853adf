"""Words: every sentence a person reads, in the person's own language.

The English sentence is its own key. A sentence travels unwritten (`say`) and is written only where a
reader is known (`language(code).say`), so a rule needs to know nothing of languages. The catalogues are
`translations/<language>.po`, read at start-up.
"""

import datetime as dt
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time, get_timezone_name
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.support import NullTranslations, Translations

from grants.money import Money, exponent

LANGUAGES = ("en", "ja", "sv")
NAMES = {"en": "English", "ja": "日本語", "sv": "Svenska"}
SOURCE = "en"
FOLDER = Path(__file__).parent / "translations"
WEEKDAY = {"en": "EEEE d MMMM y", "ja": "y年M月d日（EEE）", "sv": "EEEE d MMMM y"}
LOCALES = {"en": "en_GB", "ja": "ja_JP", "sv": "sv_SE"}


@dataclass(frozen=True)
class Sentence:
    """A sentence not yet written down: its English wording and the values it speaks of."""

    text: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return language(SOURCE).say(self)

    def __hash__(self) -> int:
        return hash(self.text)


@dataclass(frozen=True)
class Moment:
    """An instant as the people of a place read it on their own clock."""

    instant: datetime
    zone: str


def say(text: str, /, **values: Any) -> Sentence:
    """A sentence for a reader who is not known yet."""
    return Sentence(text, values)


class Language:
    """One language: how it writes sentences, dates, times, numbers and money."""

    def __init__(self, code: str) -> None:
        self.code = code
        self.locale = Locale.parse(LOCALES[code])
        self.catalogue = catalogue(code)

    def gettext(self, text: str) -> str:
        """The wording of an English sentence in this language, blanks unfilled."""
        return self.catalogue.gettext(text) if text else ""

    def ngettext(self, one: str, many: str, count: int) -> str:
        """The wording for a count."""
        return self.catalogue.ngettext(one, many, count)

    def say(self, sentence: Sentence | str | Mapping[str, str]) -> str:
        """Write a sentence, a fixed wording or a call's own text in this language."""
        if isinstance(sentence, Sentence):
            filled = {name: self.value(value) for name, value in sentence.values.items()}
            worded = self.gettext(sentence.text)
            return worded % filled if filled else worded
        if isinstance(sentence, Mapping):
            return self.texts(sentence)
        return self.gettext(sentence)

    def value(self, value: Any) -> str:
        """Write one value of a sentence: a date, an amount, a name, another sentence."""
        if isinstance(value, Sentence | Mapping):
            return self.say(value)
        if isinstance(value, Moment):
            return self.moment(value.instant, value.zone)
        if isinstance(value, Money):
            return self.money(value)
        if isinstance(value, dt.date):
            return self.date(value)
        if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
            return self.number(value)
        return str(value)

    def texts(self, texts: Mapping[str, str] | None) -> str:
        """A call's own text in this language, else in English, else in the first language it has."""
        if not texts:
            return ""
        return texts.get(self.code) or texts.get(SOURCE) or next(iter(texts.values()))

    def date(self, day: dt.date) -> str:
        """A day: 31 March 2022, 2022年3月31日, 31 mars 2022."""
        return format_date(day, "long", locale=self.locale)

    def weekday(self, day: dt.date) -> str:
        """A day with its weekday."""
        return format_date(day, WEEKDAY[self.code], locale=self.locale)

    def clock(self, instant: datetime, zone: str, *, seconds: bool = False) -> str:
        """The time of day on a place's clock: 17:00."""
        local = instant.astimezone(ZoneInfo(zone))
        return format_time(local, "HH:mm:ss" if seconds else "HH:mm", locale=self.locale)

    def moment(self, instant: datetime, zone: str) -> str:
        """An instant on a place's clock, with weekday and the zone's name of that day."""
        local = instant.astimezone(ZoneInfo(zone))
        written = f"{self.weekday(local.date())}{'' if self.code == 'ja' else ', '}{self.clock(instant, zone)}"
        return f"{written} {abbreviation(instant, zone)}"

    def number(self, number: float | Decimal) -> str:
        """A number with this language's separators."""
        return numeral(self.code, number)

    def score(self, number: Any, digits: int = 2) -> str:
        """A score, rounded half up for display only."""
        pattern = "0." + "0" * digits
        quantum = Decimal(1).scaleb(-digits)
        exact = Decimal(number.numerator) / Decimal(number.denominator)
        return numeral(self.code, exact.quantize(quantum, rounding="ROUND_HALF_UP"), pattern)

    def money(self, money: Money) -> str:
        """An amount, always with its code: JPY 400,000. A bare ¥ could be yen or yuan."""
        digits = exponent(money.currency)
        amount = Decimal(money.minor).scaleb(-digits)
        pattern = "#,##0" if digits == 0 or amount == amount.to_integral() else "#,##0." + "0" * digits
        return f"{money.currency}\u00a0{numeral(self.code, amount, pattern)}"


@lru_cache(10_000, typed=True)
def numeral(code: str, number: float | Decimal, pattern: str | None = None) -> str:
    """A number as one language writes it; a page writes the same ones again and again."""
    return format_decimal(number, pattern, locale=language(code).locale)


def abbreviation(instant: datetime, zone: str) -> str:
    """What a place calls its time on that day: JST, CEST; derived, never typed."""
    local = instant.astimezone(ZoneInfo(zone))
    short = local.tzname() or ""
    return short if re.fullmatch("[A-Z]{2,5}", short) else get_timezone_name(local, "short", locale="en_GB")


def catalogue(code: str) -> NullTranslations:
    """One language's wordings, read from its .po file; English needs none."""
    path = FOLDER / f"{code}.po"
    if code == SOURCE or not path.exists():
        return NullTranslations()
    with path.open("rb") as lines:
        messages = read_po(lines, locale=LOCALES[code])
    compiled = io.BytesIO()
    write_mo(compiled, messages)
    compiled.seek(0)
    return Translations(compiled)


@cache
def language(code: str | None) -> Language:
    """The language of that code; an unknown one is read as English."""
    try:
        return Language(code if code in LANGUAGES else SOURCE)
    except UnknownLocaleError:
        return Language(SOURCE)
