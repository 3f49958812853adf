"""The house keeps its own rules: doors, acts, one mover of states, sizes."""

import ast
import re
from pathlib import Path

import pytest

from grants.config import Settings
from grants.rules.access import READ
from grants.web.desk import Door, Hall

ROOT = Path(__file__).resolve().parents[2]
CODE = sorted((ROOT / "grants").rglob("*.py"))
PAGES = sorted((ROOT / "templates").rglob("*.html"))
LONGEST_FILE, LONGEST_FUNCTION = 300, 40
BANNED = re.compile(r"^(get_|handle(_|$)|process_|manage|do_)|(helper|util|service)")

NAMED_BY_LIBRARIES = {"process_bind_param", "process_result_value", "process_formdata", "get_id", "get_translations"}


@pytest.fixture
def routes(app):
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]
    return {str(rule): app.view_functions[rule.endpoint] for rule in rules}


def test_every_page_names_its_door_and_the_acts_it_serves(routes):
    assert len(routes) > 60
    for rule, page in routes.items():
        assert isinstance(page.door, Door | Hall), rule
        assert page.acts, rule
        assert all(isinstance(act, str) and re.fullmatch(r"[a-z_]+(\.[a-z_]+){1,2}", act) for act in page.acts), rule
        if isinstance(page.door, Door):
            assert page.door.noun in READ, rule


def test_every_noun_of_the_law_has_a_door(routes):
    nouns = {page.door.noun for page in routes.values() if isinstance(page.door, Door)}
    entered = {noun for noun in READ if any(f'"{noun}"' in path.read_text() for path in CODE if "web" in path.parts)}
    assert set(READ) == nouns | entered


def test_only_history_moves_a_state():
    movers = [path for path in CODE if re.search(r"\._state\s*=[^=]", path.read_text())]
    assert movers == [ROOT / "grants" / "history" / "lives.py"]


def test_templates_ask_no_role():
    for path in PAGES:
        assert not re.search(r"\.appointments|\.role\s*==|is_officer|is_chair|is_pi\b", path.read_text()), path


def test_files_and_functions_stay_readable():
    long_files = {path: n for path in CODE if (n := len(path.read_text().splitlines())) > LONGEST_FILE}
    assert not long_files
    long = {}
    for path in CODE:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno + 1 > LONGEST_FUNCTION:
                long[f"{path.name}:{node.name}"] = node.end_lineno - node.lineno + 1
            if isinstance(node, ast.FunctionDef) and node.name not in NAMED_BY_LIBRARIES:
                assert not BANNED.search(node.name.strip("_")), f"{path}: {node.name}"
    assert not long


def test_every_room_says_what_it_is_for():
    for folder in {path.parent for path in CODE}:
        assert ast.get_docstring(ast.parse((folder / "__init__.py").read_text())), folder


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"DEMONSTRATION": "1"}, "demonstration"),
        ({"SECRET_KEY": "changeme"}, "SECRET_KEY"),
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"FLASK_DEBUG": "1"}, "debugging"),
        ({"BASE_URL": "http://fund.example"}, "BASE_URL"),
    ],
)
def test_production_refuses_to_start_unsafe(tmp_path, change, word):
    sound = {
        "TSUNAGARI_MODE": "production",
        "DATA_FOLDER": str(tmp_path),
        "SECRET_KEY": "a-long-and-random-key-of-this-installation",
        "BASE_URL": "https://fund.example",
    }
    Settings.from_env(sound)
    with pytest.raises(RuntimeError, match=word):
        Settings.from_env(sound | change)
