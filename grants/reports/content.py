"""What a report says, in one canonical form: the same words give the same fingerprint."""

from typing import Any

from grants.reports.model import Report
from grants.reports.queries import outcomes_of


def content_of(report: Report) -> dict[str, Any]:
    """Everything the teams say in this round."""
    return {
        "application": report.award.application.ref,
        "round": report.round,
        "answers": sorted([answer.question, answer.side, answer.value] for answer in report.answers),
        "spending": sorted(
            [one.side, one.minor, one.currency, one.note, sorted(one.by_kind.items())] for one in report.spending
        ),
        "outcomes": sorted(
            [one.kind, one.title, one.detail, one.doi, str(one.year or ""), str(one.amount or "")]
            for one in outcomes_of(report)
        ),
    }
