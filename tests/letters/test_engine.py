import io
import os
import signal
import time
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from grants.letters.compose import Picture
from grants.letters.engine import MEMORY, Engine, PrintError
from grants.letters.fonts import FontsMissingError
from grants.letters.glyphs import MissingGlyph
from grants.letters.submission import Answer, Section, Table
from tests.letters.samples import application, letter

ENDLESS = application(sections=(Section("x", (Answer("x", Table(("a",) * 8, (("cell",) * 8,) * 4_000)),)),))


def alive(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists()


def test_a_press_that_was_killed_is_started_anew(engine):
    engine.render(letter("regret", "en"))
    os.kill(engine.presses[0].running.pid, signal.SIGKILL)
    engine.presses[0].running.wait()
    assert engine.render(letter("regret", "en")).startswith(b"%PDF")


def test_a_press_that_breaks_on_a_paper_fails_that_paper_only():
    with Engine() as engine:
        engine.render(letter("regret", "sv"))
        broken = engine.begin(ENDLESS)
        time.sleep(0.3)
        os.kill(engine.presses[0].running.pid, signal.SIGSEGV)
        with pytest.raises(PrintError, match="broke on this paper and was started anew"):
            broken.result()
        assert engine.render(letter("regret", "sv")).startswith(b"%PDF")


def test_a_paper_that_takes_too_long_is_given_up():
    with Engine(seconds=3) as engine:
        engine.render(letter("regret", "sv"))
        folder, pid = Path(engine.presses[0].folder.name), engine.presses[0].running.pid
        began = time.monotonic()
        with pytest.raises(PrintError, match="took longer than 3 seconds"):
            engine.render(ENDLESS)
        assert time.monotonic() - began < 6
        assert not folder.exists()
        assert not alive(pid)
        assert engine.render(letter("regret", "sv")).startswith(b"%PDF")


def test_a_picture_that_swells_is_stopped_by_the_limit_on_memory():
    swollen = io.BytesIO()
    Image.new("1", (9_000, 9_000)).save(swollen, "PNG")
    facts = letter("regret", "en")
    facts = replace(facts, letterhead=replace(facts.letterhead, image=Picture("a" * 64, swollen.getvalue())))
    with Engine(memory=MEMORY // 2) as engine:
        with pytest.raises(PrintError, match=r"memory|Failed to load image|broke"):
            engine.render(facts)
        assert engine.render(letter("regret", "en")).startswith(b"%PDF")


def test_the_press_knows_nothing_of_the_house(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "not for the press")
    monkeypatch.setenv("DATABASE_URL", "not for the press either")
    with Engine() as engine:
        engine.render(letter("regret", "en"))
        pid = engine.presses[0].running.pid
        assert b"not for the press" not in Path(f"/proc/{pid}/environ").read_bytes()
        limits = Path(f"/proc/{pid}/limits").read_text()
        assert f"Max address space         {MEMORY}" in limits
        assert "Max core file size        0" in limits
    assert not alive(pid)


def test_two_presses_print_side_by_side_and_alike(engine):
    facts = [letter(kind, language) for kind in ("award", "regret") for language in ("en", "ja", "sv")]
    with Engine(workers=2) as pair:
        printed = [begun.result() for begun in [pair.begin(one) for one in facts]]
        assert {press.printed for press in pair.presses} != {0, 6}
    assert printed == [engine.render(one) for one in facts]


def test_a_missing_character_stops_a_letter_before_the_press(engine):
    before = engine.presses[0].printed
    with pytest.raises(MissingGlyph):
        engine.render(letter("award", "en", project_title="\U0003134a"))
    assert engine.presses[0].printed == before


def test_absent_fonts_are_named(tmp_path):
    with Engine(fonts=tmp_path) as engine, pytest.raises(FontsMissingError, match="apt-get install"):
        engine.render(letter("award", "en"))
