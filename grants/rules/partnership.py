"""What comes of working together: money won on seed money, and the benchmarks by which an agreement is judged."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from grants.money import Money
from grants.words import Sentence, say


@dataclass(frozen=True)
class Ratio:
    """Money won afterwards for each unit of seed money, in one currency; nothing is ever converted."""

    currency: str
    seed: int
    won: int

    @property
    def seed_money(self) -> Money:
        """The seed money."""
        return Money(self.seed, self.currency)

    @property
    def won_money(self) -> Money:
        """What was won on top of it."""
        return Money(self.won, self.currency)

    @property
    def rounded(self) -> Decimal | None:
        """What one unit brought, to one digit."""
        unit = self.per_unit
        if unit is None:
            return None
        return (Decimal(unit.numerator) / Decimal(unit.denominator)).quantize(Decimal("0.1"), "ROUND_HALF_UP")

    @property
    def per_unit(self) -> Fraction | None:
        """What one unit of seed money brought."""
        return Fraction(self.won, self.seed) if self.seed else None


def follow_on(seed: Mapping[str, int], won: Mapping[str, int]) -> list[Ratio]:
    """Seed money and what was won on top of it, currency by currency."""
    return [Ratio(code, seed.get(code, 0), won.get(code, 0)) for code in sorted({*seed, *won})]


class Benchmark(StrEnum):
    """What two universities may agree to look at before they renew or end an agreement."""

    SUBMITTED = "submitted"
    APPROVED = "approved"
    JOINT = "joint"
    FOLLOW_ON = "follow_on"

    @property
    def label(self) -> Sentence:
        """The measure in words."""
        return BENCHMARK_LABELS[self]


BENCHMARK_LABELS = {
    Benchmark.SUBMITTED: say("Applications submitted"),
    Benchmark.APPROVED: say("Projects approved"),
    Benchmark.JOINT: say("Publications with authors of both sides"),
    Benchmark.FOLLOW_ON: say("Follow-on grants won"),
}


@dataclass(frozen=True)
class Measured:
    """One benchmark: what was agreed, what was reached."""

    measure: Benchmark
    agreed: int | None
    reached: int

    @property
    def is_met(self) -> bool | None:
        """Whether it is reached; nothing where none was agreed."""
        return None if self.agreed is None else self.reached >= self.agreed


def measured(agreed: Mapping[str, int], reached: Mapping[Benchmark, int]) -> list[Measured]:
    """Every benchmark beside what was reached."""
    return [Measured(one, agreed.get(one.value), reached.get(one, 0)) for one in Benchmark]
