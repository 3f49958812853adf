"""Amounts in words, as each country writes them on a document of value, exact to the last minor unit.

Written here because the library for it spells forty wrongly in Swedish and has no figures of deeds for Japanese.
"""

from grants.money import Money, exponent

WORDS_EN = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen - ten twenty thirty forty fifty sixty seventy eighty ninety"
)
WORDS_SV = (
    "noll ett två tre fyra fem sex sju åtta nio tio elva tolv tretton fjorton femton sexton sjutton arton "
    "nitton - tio tjugo trettio fyrtio femtio sextio sjuttio åttio nittio"
)
UNITS_EN, TENS_EN = (part.split() for part in WORDS_EN.split("-"))
UNITS_SV, TENS_SV = (part.split() for part in WORDS_SV.split("-"))
DIGITS_JA = "〇壱弐参四五六七八九"
PLACES_JA = ("", "拾", "百", "千")
MYRIADS_JA = ("", "万", "億", "兆", "京")
HUNDRED = 100
LARGE = (10**12, 10**9, 10**6)
LARGE_EN = ("trillion", "billion", "million")
LARGE_SV = (("biljon", "biljoner"), ("miljard", "miljarder"), ("miljon", "miljoner"))

CURRENCIES = {
    "JPY": {"en": "yen", "ja": "円", "sv": "yen"},
    "SEK": {"en": "Swedish kronor", "ja": "スウェーデン・クローナ", "sv": "kronor"},
    "USD": {"en": "US dollars", "ja": "米ドル", "sv": "US-dollar"},
    "EUR": {"en": "euros", "ja": "ユーロ", "sv": "euro"},
    "GBP": {"en": "pounds sterling", "ja": "英ポンド", "sv": "brittiska pund"},
}
SINGLE = {
    "SEK": {"en": "Swedish krona", "sv": "krona"},
    "USD": {"en": "US dollar"},
    "EUR": {"en": "euro"},
    "GBP": {"en": "pound sterling", "sv": "brittiskt pund"},
}
MINOR_JA = {"SEK": "オーレ", "USD": "セント", "EUR": "セント", "GBP": "ペンス"}
COMMON_GENDER = {"SEK", "USD", "JPY", "EUR"}


def in_words(money: Money, language: str) -> str:
    """An amount written out: four hundred thousand yen, 金四拾万円, fyrahundratusen yen."""
    whole, rest = divmod(money.minor, 10 ** exponent(money.currency))
    if money.minor < 0:
        raise ValueError("A letter never awards less than nothing.")
    named = CURRENCIES.get(money.currency, {}).get(language, money.currency)
    if whole == 1:
        named = SINGLE.get(money.currency, {}).get(language, named)
    part = f"{rest}/{10 ** exponent(money.currency)}"
    if language == "ja":
        return f"金{japanese(whole)}{named}" + (f"{japanese(rest)}{MINOR_JA.get(money.currency, '')}" if rest else "")
    if language == "sv":
        written = "en" if whole == 1 and money.currency in COMMON_GENDER else swedish(whole)
        return f"{written}{f' och {part}' if rest else ''} {named}"
    return f"{english(whole)}{f' and {part}' if rest else ''} {named}"


def english(number: int) -> str:
    """A whole number in English: one hundred and twenty-one thousand and one."""
    if number < len(UNITS_EN):
        return UNITS_EN[number]
    if number < HUNDRED:
        tens, one = divmod(number, 10)
        return TENS_EN[tens - 1] + (f"-{UNITS_EN[one]}" if one else "")
    for size, name in (*zip(LARGE, LARGE_EN, strict=True), (1000, "thousand"), (HUNDRED, "hundred")):
        many, rest = divmod(number, size)
        if many:
            tail = f" and {english(rest)}" if rest < HUNDRED else f" {english(rest)}"
            return f"{english(many)} {name}" + (tail if rest else "")
    raise ValueError(number)


def swedish(number: int) -> str:
    """A whole number in Swedish: one word below a million."""
    for size, (one, many_name) in zip(LARGE, LARGE_SV, strict=True):
        many, rest = divmod(number, size)
        if many:
            head = f"en {one}" if many == 1 else f"{swedish(many)} {many_name}"
            return head + (f" {swedish(rest)}" if rest else "")
    thousands, rest = divmod(number, 1000)
    if thousands:
        head = below_thousand_sv(thousands)
        joined = f"{head.removesuffix('t') if head.endswith('tt') else head}tusen"
        return joined + (below_thousand_sv(rest) if rest else "")
    return below_thousand_sv(number)


def below_thousand_sv(number: int) -> str:
    """The hundreds, tens and ones of a Swedish number: etthundratjugoett."""
    hundreds, rest = divmod(number, 100)
    head = f"{UNITS_SV[hundreds]}hundra" if hundreds else ""
    if rest == 0 and head:
        return head
    tens, one = divmod(rest, 10)
    return head + (UNITS_SV[rest] if rest < len(UNITS_SV) else TENS_SV[tens - 1] + (UNITS_SV[one] if one else ""))


def japanese(number: int) -> str:
    """A whole number in the figures of deeds, which nobody can alter with a stroke: 四拾万, 壱百万."""
    if number == 0:
        return "零"
    written = ""
    for power in reversed(range(len(MYRIADS_JA))):
        group = number // 10_000**power % 10_000
        if group:
            digits = (group // 10**place % 10 for place in (3, 2, 1, 0))
            places = reversed(PLACES_JA)
            written += "".join(DIGITS_JA[d] + p for d, p in zip(digits, places, strict=True) if d)
            written += MYRIADS_JA[power]
    return written
