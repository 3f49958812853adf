"""Letters per second: plain award letters as PDF/A-3a and PDF/UA-1, each checked, printed and handed back."""

import time
from dataclasses import replace
from statistics import median

from grants.letters.compose import LetterFacts
from grants.letters.engine import Engine
from tests.letters.samples import OBERG, grant, letter

LETTERS = 60
PRESSES = 2


def letters_per_second(letters: int = LETTERS, presses: int = PRESSES) -> float:
    """How many different one-page award letters leave the presses in a second, once they are warm."""
    with Engine(workers=presses) as engine:
        print_all(engine, presses * 2)
        began = time.perf_counter()
        print_all(engine, letters)
        return letters / (time.perf_counter() - began)


def seconds_for_one(letters: int = 20) -> float:
    """How long one letter takes on a warm press, as a rule."""
    with Engine() as engine:
        print_all(engine, 3)
        return median(seconds_of(engine, plain(number)) for number in range(letters))


def seconds_of(engine: Engine, facts: LetterFacts) -> float:
    """How long this letter takes."""
    began = time.perf_counter()
    engine.render(facts)
    return time.perf_counter() - began


def print_all(engine: Engine, letters: int) -> None:
    """Print that many letters, as many at once as there are presses."""
    for begun in [engine.begin(plain(number)) for number in range(letters)]:
        begun.result()


def plain(number: int) -> LetterFacts:
    """A letter as most are: one page, names that every face has."""
    facts = letter("award", "en", number=f"DU-MIRAI-2022-{number:04d}", grant=grant("en"))
    partners = tuple(replace(partner, name=OBERG) for partner in facts.partners)
    return replace(facts, partners=partners, addressee=replace(facts.addressee, name=OBERG))
