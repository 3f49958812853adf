"""How the reviews of a call stand, in sentences, pictures and tables; how strict each reviewer is, for the chair."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from flask.typing import ResponseReturnValue

from grants import clock
from grants.calls.model import Call
from grants.decisions import queries
from grants.decisions.heard import Mark, marks_in
from grants.decisions.queries import Standing
from grants.people.queries import named_by_id
from grants.rules.calls import is_open
from grants.rules.plausible import FEWEST_OF_ONE
from grants.web.charts import SHAPES, Scale, Whisker, Whiskers, around
from grants.web.paper import page
from grants.web.reader import reader, visitor
from grants.web.reviewer.desk import desk
from grants.web.reviewer.panels import CHAIRS, READS, address_of
from grants.web.reviewer.plausible import Plausible, plausible_in
from grants.web.transaction import session
from grants.words import Sentence, say

MOST_ROWS, EACH_SIDE = 60, 7
SURE = 1.96  # deviations: 95 of 100
HUNDREDTH = Decimal("0.01")


@desk.page("/panels/<uuid:id>/figures", READS, "review_aggregate.before_release.read", "ranking.draft.read")
def panel_figures(call: Call) -> ResponseReturnValue:
    """What the reviews can tell apart, how far they agree, who judged whose work how."""
    seen = queries.standings(session(), visitor(), call) if not is_open(call, clock.now()) else []
    marks = marks_in(session(), call, [one.number for one in seen])
    found = plausible_in(call, seen)
    return page(
        "reviewer/figures.html", call=call, found=found, caterpillar=caterpillar(call, seen, found),
        agreement=agreement(found, marks, len(seen)), bias=bias(call, marks),
        counts=reviews_each(seen, marks), reviews=len(marks), total=len(seen),
    )  # fmt: skip


@desk.page("/panels/<uuid:id>/reviewers", CHAIRS, "reviewer_pool.any.read")
def severity(call: Call) -> ResponseReturnValue:
    """How strict or lenient each reviewer is, as far as it can be told; a diagnostic, never a correction."""
    seen = queries.standings(session(), visitor(), call) if not is_open(call, clock.now()) else []
    found = plausible_in(call, seen)
    kept = found.found.kept.result.get("reviewers", {}) if found.found else {}
    return page("reviewer/severity.html", call=call, found=found, few=FEWEST_OF_ONE, chart=leniencies(kept),
                quiet=sum(reviews < FEWEST_OF_ONE for reviews, _, _ in kept.values()))  # fmt: skip


def caterpillar(call: Call, seen: Sequence[Standing], found: Plausible) -> Whiskers | None:
    """Every application's plausible places, the best first; of a long list those around the line."""
    told = [place for number in found.numbers if (place := found.place(number))]
    if not told:
        return None
    rows = {one.number: one for one in seen}
    lined = sorted(told, key=lambda one: one.expected)
    start, end = around(len(lined), found.fundable or 0, MOST_ROWS, EACH_SIDE)
    scale, names = Scale(1, len(lined)), queries.titles_of(session(), [rows[one.number].id for one in lined[start:end]])
    leads = address_of(call)
    drawn = []
    for place in lined[start:end]:
        one, group = rows[place.number], found.groups.get(place.number)
        drawn.append(Whisker(
            label=f"{call.code}-{place.number:03d}", note=names[one.id], address=leads(one),
            dot=scale.at(place.expected), thin=scale.between(place.most), thick=scale.between(place.half),
            shape=SHAPES[group] if group else "circle",
            told=[rounded(place.expected, 1), place.told, mean_of(one),
                  group.label if group else "–"] if place.is_told else ["–", "–", mean_of(one), say("Too few reviews")],
        ))  # fmt: skip
    heads = [say("Expected rank"), say("Plausible places"), say("Mean"), say("At the line")]
    line = scale.at(found.line + 0.5) if found.line is not None else None
    return Whiskers(heads, drawn, line, start, len(lined) - end)


def mean_of(one: Standing) -> str:
    """The raw mean, always beside what was reckoned."""
    return reader().score(one.score) if one.score is not None else "–"


def rounded(figure: float, digits: int) -> str:
    """A figure that was reckoned, rounded for reading."""
    return reader().score(Fraction(round(figure * 10**digits), 10**digits), digits)


def agreement(found: Plausible, marks: Sequence[Mark], applications: int) -> list[Sentence]:
    """How far the reviewers say the same, in words."""
    if not found.numbers or found.found is None:
        return []
    result, told = found.found.kept.result, []
    if result.get("alpha") is not None:
        low, high = result.get("alpha_between") or (result["alpha"], result["alpha"])
        told.append(say(
            "The reviewers agree with an alpha of %(alpha)s (between %(low)s and %(high)s): 1 is full agreement, 0 is "
            "what chance alone brings. Single reviews of proposals usually lie between 0.2 and 0.4.",
            alpha=rounded(result["alpha"], 2), low=rounded(low, 2), high=rounded(high, 2),
        ))  # fmt: skip
    parts = result["deviations"]
    each = Fraction(len(marks), applications or 1)
    worth, noise = parts["worth"] ** 2, parts["severity"] ** 2 + parts["chance"] ** 2
    told.append(say(
        "Of what sets two single reviews apart, %(one)s %% lies in the applications themselves (ICC %(icc)s); of what "
        "sets the means of %(count)s reviews apart, %(many)s %%.",
        one=round(100 * parts["reliability"]), icc=rounded(parts["reliability"], 2), count=reader().score(each, 1),
        many=round(100 * worth / (worth + noise / max(float(each), 1.0))),
    ))  # fmt: skip
    if found.fundable:
        told.append(say(
            "Of the first %(count)s places, %(alike)s on average stay the same in other rankings that these reviews "
            "make plausible.", count=found.fundable, alike=rounded(result["alike"][found.fundable - 1], 1),
        ))  # fmt: skip
    return told


def bias(call: Call, marks: Iterable[Mark]) -> list[tuple[Sentence, list[Any]]]:
    """What each side's reviewers gave, on average, to work led by each side."""
    given: dict[tuple[str, str], list[Fraction]] = defaultdict(list)
    for mark in marks:
        given[mark.side, mark.lead_side].append(mark.total)
    codes = [side.code for side in call.sides]
    return [
        (say("Reviewers of %(side)s", side=call.side(code).label),
         [average(given[code, lead]) for lead in codes])
        for code in codes if any(given[code, lead] for lead in codes)
    ]  # fmt: skip


def average(figures: Sequence[Fraction]) -> Decimal:
    """A mean to two digits, nothing of nothing."""
    mean = sum(figures, Fraction(0)) / (len(figures) or 1)
    return (Decimal(mean.numerator) / Decimal(mean.denominator)).quantize(HUNDREDTH, "ROUND_HALF_UP")


def reviews_each(seen: Sequence[Standing], marks: Iterable[Mark]) -> list[tuple[Sentence, list[int]]]:
    """How many applications have how many reviews."""
    each = Counter(mark.number for mark in marks)
    counts = Counter(each[one.number] for one in seen)
    most = max(counts, default=0)
    return [(say("Reviews in: %(count)s", count=count), [counts[count]]) for count in range(most + 1)]


def leniencies(kept: dict[str, list[Any]]) -> Whiskers | None:
    """Each reviewer with enough reviews, the strictest first; what cannot be told from nought is drawn plain."""
    told = sorted((mean, sd, reviews, key) for key, (reviews, mean, sd) in kept.items() if reviews >= FEWEST_OF_ONE)
    if not told:
        return None
    names = named_by_id(session(), [key for *_, key in told], reader().code)
    far = max(abs(mean) + SURE * sd for mean, sd, _, _ in told)
    scale = Scale(-far, far)
    rows = [
        Whisker(
            label=names[key], dot=scale.at(mean), thin=scale.between((mean - SURE * sd, mean + SURE * sd)),
            told=[signed(mean), f"{signed(mean - SURE * sd)} … {signed(mean + SURE * sd)}", reviews],
            plain=abs(mean) <= SURE * sd, shape="circle" if abs(mean) <= SURE * sd else "diamond",
        )
        for mean, sd, reviews, key in told
    ]  # fmt: skip
    return Whiskers([say("Points above the panel"), say("Between"), say("Reviews")], rows, scale.at(0.0))


def signed(figure: float) -> str:
    """Points with their sign: +0.3, −0.2."""
    return ("−" if figure < 0 else "+") + rounded(abs(figure), 2)
