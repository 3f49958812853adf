"""The known answers that lie beside the project, each judged by the checker that comes with them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from grants.cli.solve import solve

BESIDE = [folder / "shared" / "cases" / "decision" for folder in Path(__file__).resolve().parents[2].parents]
CASES = [
    path
    for folder in BESIDE
    if (folder / "check.py").is_file()
    for path in sorted(folder.glob("*.json"))
    if "expected" in json.loads(path.read_text())
]


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_the_case_is_answered_right(case, tmp_path):
    asked, answers = tmp_path / "asked", tmp_path / "answers"
    asked.mkdir()
    answers.mkdir()
    (asked / case.name).write_text(case.read_text())
    (answers / case.name).write_text(solve(case.read_text()))
    judged = subprocess.run(
        [sys.executable, case.parent / "check.py", asked, answers], capture_output=True, text=True, check=False
    )
    assert (judged.returncode, "FAIL" in judged.stdout) == (0, False), judged.stdout


@pytest.mark.parametrize("case", [case for case in CASES if "published_expected_rank" in case.read_text()], ids=str)
def test_the_published_ranks_are_met_within_a_tenth_and_every_group_is_as_published(case):
    told = json.loads(case.read_text())
    answer = json.loads(solve(case.read_text()))
    assert answer["expected_rank"] == pytest.approx(told["expected"]["published_expected_rank"], abs=0.1)
    assert answer["groups"] == told["expected"]["groups"]
