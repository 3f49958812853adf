"""Single values of a definition file: each kind has a name, used to annotate `terms`, and a check."""

import re
from collections.abc import Callable, Mapping
from typing import Annotated, Any

from babel import Locale
from babel.numbers import list_currencies
from stdnum.iso7064 import mod_97_10

from grants.rules.deadlines import places
from grants.words import LANGUAGES, Sentence, say

Code = Annotated[str, "code"]
SideCode = Annotated[str, "side code"]
CallCode = Annotated[str, "call code"]
Line = Annotated[str, "line"]
Zone = Annotated[str, "zone"]
Currency = Annotated[str, "currency"]
Country = Annotated[str, "country"]
Ror = Annotated[str, "ror"]
MonthDay = Annotated[str, "month-day"]
LanguageCode = Annotated[str, "language"]
Wording = Annotated[Mapping[str, str], "wording"]  # in every language of the call
Names = Annotated[Mapping[str, str], "names"]  # in English and, where it has one, in its own language
Figure = Annotated[str, "figure"]  # an exact number such as 3.5
Tree = Annotated[Mapping[str, Any], "tree"]  # an eligibility test, see grants.rules.eligibility

LINE_LENGTH = 300
BASE32 = "0123456789abcdefghjkmnpqrstvwxyz"
DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def wrong_code(text: str) -> Sentence | None:
    """A name within the file: small letters, digits and underscores."""
    if re.fullmatch("[a-z][a-z0-9_]{0,39}", text):
        return None
    return say("“%(text)s” is not a short name: use small letters, digits and underscores.", text=text)


def wrong_side_code(text: str) -> Sentence | None:
    """A side is named by two to ten capital letters."""
    if re.fullmatch("[A-Z]{2,10}", text):
        return None
    return say("“%(text)s” is not the code of a side: use two to ten capital letters.", text=text)


def wrong_call_code(text: str) -> Sentence | None:
    """A call is known to people by its code, and applications are numbered after it."""
    if re.fullmatch("[A-Z][A-Z0-9]*(-[A-Z0-9]+)*", text) and len(text) <= len("A" * 30):
        return None
    return say("“%(text)s” is not a call code such as MIRAI-2022.", text=text)


def wrong_line(text: str) -> Sentence | None:
    """One line of text."""
    if text.strip() and len(text) <= LINE_LENGTH and "\n" not in text:
        return None
    return say("This must be one line of at most %(most)s characters.", most=LINE_LENGTH)


def wrong_zone(text: str) -> Sentence | None:
    """A time zone by its place, never an abbreviation."""
    if text in places():
        return None
    return say("“%(text)s” is not a time zone such as Asia/Tokyo or Europe/Stockholm.", text=text)


def wrong_currency(text: str) -> Sentence | None:
    """A currency by its ISO code."""
    if text in list_currencies():
        return None
    return say("“%(text)s” is not a currency code such as JPY or SEK.", text=text)


def wrong_country(text: str) -> Sentence | None:
    """A country by its two-letter code."""
    if re.fullmatch("[A-Z]{2}", text) and text in Locale("en").territories:
        return None
    return say("“%(text)s” is not a two-letter country code such as JP or SE.", text=text)


def wrong_ror(text: str) -> Sentence | None:
    """A ROR id, with the check digits that ISO 7064 gives it."""
    if re.fullmatch(f"0[{BASE32}]{{6}}[0-9]{{2}}", text):
        number = sum(BASE32.index(sign) * 32**place for place, sign in enumerate(reversed(text[:7])))
        if mod_97_10.checksum(f"{number}{text[7:]}") == 1:
            return None
    return say("“%(text)s” is not a ROR id: its check digits do not agree.", text=text)


def wrong_month_day(text: str) -> Sentence | None:
    """A day of every year, such as 04-01."""
    found = re.fullmatch("([0-9]{2})-([0-9]{2})", text)
    if found and 1 <= int(found[1]) <= len(DAYS) and 1 <= int(found[2]) <= DAYS[int(found[1]) - 1]:
        return None
    return say("“%(text)s” is not a day of the year such as 04-01.", text=text)


def wrong_language(text: str) -> Sentence | None:
    """A language that the whole house speaks."""
    if text in LANGUAGES:
        return None
    return say("“%(text)s” is not one of the languages %(known)s.", text=text, known=", ".join(LANGUAGES))


def wrong_figure(text: str) -> Sentence | None:
    """An exact number of at most nine digits, with a point before its decimals."""
    if re.fullmatch("[0-9]{1,5}([.][0-9]{1,4})?", text):
        return None
    return say("“%(text)s” is not a number such as 3.5, with a point.", text=text)


WRONG: dict[str, Callable[[str], Sentence | None]] = {
    "code": wrong_code,
    "side code": wrong_side_code,
    "call code": wrong_call_code,
    "line": wrong_line,
    "zone": wrong_zone,
    "currency": wrong_currency,
    "country": wrong_country,
    "ror": wrong_ror,
    "month-day": wrong_month_day,
    "language": wrong_language,
    "figure": wrong_figure,
}
