"""What registries know of a DOI: Crossref is asked first, then DataCite. Only ever these two, at the addresses set."""

import json
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote

import requests
import structlog
from flask import current_app

from grants.config import Settings
from grants.rules.works import Work, from_crossref, from_datacite

log = structlog.get_logger()
WAITS = (3, 6)  # seconds to connect, seconds for an answer
LARGEST = 4_000_000


class Unanswered(Exception):
    """A registry could not be reached, or did not answer as it should."""


def is_offered() -> bool:
    """Whether this installation asks registries at all."""
    return bool(registries())


def registries() -> list[tuple[str, Callable[[Mapping[str, Any]], Work]]]:
    """The registries to ask, in order, each with how its answers are read."""
    settings: Settings = current_app.config["SETTINGS"]
    known = ((settings.crossref, from_crossref), (settings.datacite, from_datacite))
    return [(address, read) for address, read in known if address]


def look_up(doi: str) -> Work | None:
    """What is on record under a DOI; nothing where no registry knows it."""
    for address, read in registries():
        found = ask(f"{address}/{quote(doi, safe='')}")
        if found is None:
            continue
        try:
            return read(found)
        except (KeyError, TypeError, AttributeError, ValueError) as fault:
            raise unanswered(fault) from fault
    return None


def ask(address: str) -> Any:
    """One answer, or nothing where the DOI is not there; it is never followed anywhere else."""
    settings: Settings = current_app.config["SETTINGS"]
    told = {"Accept": "application/json", "User-Agent": f"Tsunagari ({settings.base_url})"}
    try:
        with requests.get(address, headers=told, timeout=WAITS, allow_redirects=False, stream=True) as answer:
            if answer.status_code in {requests.codes.not_found, requests.codes.gone}:
                return None
            answer.raise_for_status()
            body = next(answer.iter_content(LARGEST), b"")
            return json.loads(body)
    except (requests.RequestException, ValueError) as fault:
        raise unanswered(fault) from fault


def unanswered(fault: Exception) -> Unanswered:
    """Say in the log why an answer was of no use."""
    log.warning("a registry did not answer as it should", fault=type(fault).__name__)
    return Unanswered()
