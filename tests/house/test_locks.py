"""The locks name the same packages, and no registry but the public one."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCK = (ROOT / "uv.lock").read_text()
PACKAGES = {p["name"]: p for p in tomllib.loads(LOCK)["package"] if p["name"] != "tsunagari"}
EXPORTS = {name: (ROOT / name).read_text() for name in ("requirements.lock", "requirements-dev.lock")}


def pinned(export: str) -> dict[str, tuple[str, set[str]]]:
    """What plain pip is told: each package with its version and hashes."""
    entries = re.split(r"^(?=[a-z0-9])", export, flags=re.MULTILINE)
    named = (re.match(r"([a-z0-9._-]+)==([^ ;]+)", entry) for entry in entries)
    return {
        found[1]: (found[2], set(re.findall(r"sha256:[0-9a-f]{64}", entry)))
        for found, entry in zip(named, entries, strict=True)
        if found
    }


def locked(package: dict) -> tuple[str, set[str]]:
    """What uv is told of the same package."""
    files = [*package.get("wheels", []), *([package["sdist"]] if "sdist" in package else [])]
    return package["version"], {file["hash"] for file in files}


@pytest.mark.parametrize("name", EXPORTS)
def test_pip_and_uv_install_the_same(name):
    pins = pinned(EXPORTS[name])
    assert pins == {package: locked(PACKAGES[package]) for package in pins}


def test_the_full_export_leaves_nothing_out():
    assert set(pinned(EXPORTS["requirements-dev.lock"])) == set(PACKAGES)


def test_the_lock_was_made_from_these_dependencies():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    here = {re.split(r"[\[>=<~ ]", line)[0] for line in project["dependencies"]}
    (entry,) = [p for p in tomllib.loads(LOCK)["package"] if p["name"] == "tsunagari"]
    assert here == {dependency["name"] for dependency in entry["dependencies"]}


def test_only_the_public_registry_is_named():
    hosts = set(re.findall(r"https?://([^/\"]+)", "".join([LOCK, *EXPORTS.values()])))
    assert hosts == {"pypi.org", "files.pythonhosted.org"}
