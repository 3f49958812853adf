"""The clock's work as a process of its own, so that it can be killed like one: python -m tests.faults.printer …"""

import sys
from datetime import datetime
from pathlib import Path

from grants.config import Settings
from grants.db import Record
from grants.jobs.due import run_due


def main(url: str, folder: str, at: str) -> None:
    """Do what is due at that instant."""
    settings = Settings(data_folder=Path(folder), database_url=url, secret_key="a key of the faults, long enough")
    run_due(Record(url), settings, datetime.fromisoformat(at))


if __name__ == "__main__":
    main(*sys.argv[1:])
