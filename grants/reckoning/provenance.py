"""Provenance: what a computed result rests on, kept beside it so that it can be computed again."""

import json
import platform
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from importlib.metadata import version
from typing import Any

PROGRAMS = ("tsunagari", "numpy", "highspy")


@dataclass(frozen=True)
class Provenance:
    """The inputs' fingerprint, the programs' versions, the settings, and the seed where lots or draws had a part."""

    fingerprint: str
    versions: Mapping[str, str]
    settings: Mapping[str, Any]
    seed: str | int | None = None

    def told(self) -> dict[str, Any]:
        """All of it, fit for a file."""
        return asdict(self)


def fingerprint(inputs: Any) -> str:
    """SHA-256 of the inputs as canonical JSON: sorted keys, no spaces, UTF-8; a ValueError for NaN or infinity."""
    told = json.dumps(inputs, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return sha256(told.encode()).hexdigest()


def of(inputs: Any, settings: Mapping[str, Any], seed: str | int | None = None) -> Provenance:
    """What a result computed here and now from these inputs rests on."""
    versions = {"python": platform.python_version()} | {program: version(program) for program in PROGRAMS}
    return Provenance(fingerprint(inputs), versions, dict(settings), seed)
