"""The log says what went wrong and where, in kinds and places; never what a person typed."""

import json
import subprocess
import sys

SCRIPT = """
import logging
import structlog
from grants.cli.logs import write_logs

write_logs()
log = structlog.get_logger()

def fail():
    try:
        raise KeyError("髙橋 愛 <ai@example.org>")
    except KeyError as inner:
        raise ValueError("the private letter of 髙橋 愛") from inner

log.warning("mail server unreachable", message="8f1c")
try:
    fail()
except ValueError as fault:
    log.error("broken", number="abc", exc_info=fault)
    logging.getLogger("huey.consumer").exception("Unhandled error during execution of task %s.", "ai@example.org")
"""


def test_a_fault_is_told_by_its_kind_and_place_without_its_words():
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True)
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    assert [(line["level"], line["event"]) for line in lines] == [
        ("warning", "mail server unreachable"),
        ("error", "broken"),
        ("error", "Unhandled error during execution of task %s."),
    ]
    for line in lines[1:]:
        assert [one["kind"] for one in line["fault"]] == ["ValueError", "KeyError"]
        assert line["fault"][0]["at"][-1].endswith(" fail")
    for word in ("髙橋", "\\u9ad9", "ai@example.org", "private letter"):
        assert word not in done.stderr
