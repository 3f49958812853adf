import pytest

from grants.letters.amounts import english, in_words, japanese, swedish
from grants.money import Money


@pytest.mark.parametrize(
    ("money", "words"),
    [
        (Money(400_000, "JPY"), ("four hundred thousand yen", "金四拾万円", "fyrahundratusen yen")),
        (Money(1_000_000, "JPY"), ("one million yen", "金壱百万円", "en miljon yen")),
        (
            Money(4_000_000, "SEK"),
            ("forty thousand Swedish kronor", "金四万スウェーデン・クローナ", "fyrtiotusen kronor"),
        ),
        (
            Money(750_050, "USD"),
            (
                "seven thousand five hundred and 50/100 US dollars",
                "金七千五百米ドル五拾セント",
                "sjutusenfemhundra och 50/100 US-dollar",
            ),
        ),
        (Money(100, "SEK"), ("one Swedish krona", "金壱スウェーデン・クローナ", "en krona")),
        (Money(0, "JPY"), ("zero yen", "金零円", "noll yen")),
        (
            Money(1_234_00, "TWD"),
            ("one thousand two hundred and thirty-four TWD", "金壱千弐百参拾四TWD", "ettusentvåhundratrettiofyra TWD"),
        ),
    ],
)
def test_an_amount_is_written_in_words_of_each_language(money, words):
    assert tuple(in_words(money, language) for language in ("en", "ja", "sv")) == words


def test_no_two_amounts_are_written_alike():
    numbers = [*range(3_000), *range(9_990, 10_010), *range(999_900, 1_000_100), 10**8, 10**9, 10**12, 10**12 + 1]
    for write in (english, swedish, japanese):
        assert len({write(number) for number in numbers}) == len(set(numbers))


def test_words_read_back_as_the_number():
    digits = {"壱": 1, "弐": 2, "参": 3} | {kanji: at for at, kanji in enumerate("〇一二三四五六七八九") if at > 3}
    for number in (1, 10, 21, 105, 1_000, 10_000, 400_000, 1_050_607, 100_000_001, 123_456_789):
        total = group = digit = 0
        for kanji in japanese(number):
            if kanji in digits:
                digit = digits[kanji]
            elif kanji in "拾百千":
                group, digit = group + digit * {"拾": 10, "百": 100, "千": 1000}[kanji], 0
            else:
                total, group, digit = total + (group + digit) * {"万": 10**4, "億": 10**8}[kanji], 0, 0
        assert total + group + digit == number


def test_a_letter_never_awards_less_than_nothing():
    with pytest.raises(ValueError, match="less than nothing"):
        in_words(Money(-1, "JPY"), "en")
