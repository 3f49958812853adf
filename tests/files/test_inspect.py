import io
import os
import resource
import signal
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pikepdf
import pytest

from grants.files import warm
from grants.files.inspect import SENTENCES, STANDARD, inspect_file, sentence
from grants.files.verdict import Fault, Faulty, Limits
from grants.files.warm import ROOM
from grants.rules.refusal import Refused
from tests.files.hostile import HONEST, HOSTILE, MENDED, paged, plain, telling


@pytest.fixture(scope="module", autouse=True)
def room():
    yield
    ROOM.close()


def fault_of(content, limits=STANDARD):
    """The fault whose sentence the file is refused with."""
    with pytest.raises(Refused) as refusal:
        inspect_file(content, limits, "proposal")
    assert refusal.value.field == "proposal"
    said = refusal.value.reason.text
    by_words = {worded.text: fault for fault, worded in SENTENCES.items()}
    for fault in (Fault.SIZE, Fault.PAGES):
        by_words[sentence(Faulty(fault, 1), limits).text] = fault
    return by_words[said]


EVERY_HOSTILE = [(name, fault) for fault, files in HOSTILE.items() for name in files]


@pytest.mark.parametrize(("name", "fault"), EVERY_HOSTILE)
def test_each_hostile_file_is_refused_for_its_own_fault(name, fault):
    assert fault_of(HOSTILE[fault][name]()) == fault


def test_the_hostile_files_are_many_and_each_is_itself():
    assert len({name for name, _ in EVERY_HOSTILE}) == len(EVERY_HOSTILE) > 100
    assert set(HOSTILE) == set(Fault) - {Fault.BUSY, Fault.NOT_PICTURE}


@pytest.mark.parametrize("name", HONEST)
def test_honest_files_pass_and_their_copy_shows_the_same_pages(name):
    content = HONEST[name]()
    verdict = inspect_file(content)
    with pikepdf.open(io.BytesIO(verdict.sanitised)) as copy, pikepdf.open(io.BytesIO(content)) as original:
        assert (verdict.size, verdict.pages) == (len(content), len(copy.pages))
        assert [page.mediabox.as_list() for page in copy.pages] == [page.mediabox.as_list() for page in original.pages]
        copy.pages[0].contents_coalesce()
        assert b"Tj" in copy.pages[0].Contents.read_bytes()
    inspect_file(verdict.sanitised)


def test_every_fault_has_one_sentence_with_a_way_out():
    told = [sentence(Faulty(fault, 400), STANDARD) for fault in Fault]
    assert len({worded.text for worded in told}) == len(Fault)
    for worded in told:
        assert str(worded).count(".") - str(worded).count(".0") >= 2
        assert "upload" in str(worded)


def test_the_sentence_counts():
    with pytest.raises(Refused) as refusal:
        inspect_file(paged(400))
    assert str(refusal.value.reason) == "This PDF has 400 pages; the limit is 60. Shorten it and upload it again."
    with pytest.raises(Refused) as refusal:
        inspect_file(plain() + bytes(3_000_000), Limits(size=2_500_000))
    assert str(refusal.value.reason).startswith("This file has 2.9 MB; the limit is 2.4 MB.")


def test_a_file_on_disk_is_judged_like_bytes(tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(plain())
    assert inspect_file(path) == inspect_file(plain())
    path.write_bytes(b"")
    assert fault_of(path) == Fault.EMPTY


def test_reviewers_copy_does_not_name_the_author():
    canary = "KANARIYA"
    content = telling(canary)
    assert content.count(canary.encode()) == 15
    copy = inspect_file(content).sanitised
    assert canary.encode() not in copy
    with pikepdf.open(io.BytesIO(copy)) as pdf:
        whole = b"".join(body(thing) for thing in pdf.objects)
        assert canary.encode() not in whole
        assert b"https://example.org/" in whole
        assert str(pdf.trailer.get("/ID", "")).find(canary) == -1
        assert pdf.pages[0].Resources.XObject.Im.read_raw_bytes().startswith(b"\xff\xd8\xff\xc0")


def body(thing):
    if isinstance(thing, pikepdf.Stream):
        return thing.stream_dict.unparse(resolved=True) + thing.read_raw_bytes() + decoded(thing)
    return thing.unparse(resolved=True)


def decoded(stream):
    return b"" if stream.get("/Filter") == pikepdf.Name.DCTDecode else stream.read_bytes()


@pytest.mark.parametrize("name", MENDED)
def test_pages_without_sane_edges_become_ordinary_sheets_for_everybody(name):
    verdict = inspect_file(MENDED[name]())
    with pikepdf.open(io.BytesIO(verdict.sanitised)) as copy:
        assert [int(edge) for edge in copy.pages[0].obj.MediaBox.as_list()] == [0, 0, 612, 792]


def test_what_a_drawn_form_says_becomes_part_of_the_page():
    copy = inspect_file(HONEST["drawn form"]()).sanitised
    with pikepdf.open(io.BytesIO(copy)) as pdf:
        assert "/AcroForm" not in pdf.Root
        assert len(pdf.pages[0].obj.get("/Annots", [])) == 0
        assert b"Hanako" in b"".join(decoded(thing) for thing in pdf.objects if isinstance(thing, pikepdf.Stream))


def test_a_form_that_only_viewers_can_draw_keeps_what_was_typed():
    copy = inspect_file(HONEST["form to be drawn"]()).sanitised
    with pikepdf.open(io.BytesIO(copy)) as pdf:
        assert bool(pdf.Root.AcroForm.NeedAppearances)
        assert str(pdf.Root.AcroForm.Fields[0].V) == "Hanako"
        assert pdf.Root.AcroForm.Fields[0].objgen == pdf.pages[0].obj.Annots[0].objgen


def test_earlier_revisions_are_not_in_the_copy():
    copy = inspect_file(HONEST["two revisions"]()).sanitised
    with pikepdf.open(io.BytesIO(copy)) as pdf:
        assert pdf.pages[0].Contents.read_bytes() == b"BT (Better) Tj ET"
    assert copy.count(b"startxref") == 1


def test_time_and_memory_are_the_childs_not_ours():
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for name in ("bomb of 3 GB", "bomb in a bomb", "bomb with a predictor"):
        with pytest.raises(Refused):
            inspect_file(HOSTILE[Fault.HEAVY][name]())
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50 * 1024


def test_out_of_memory_and_out_of_time_are_verdicts_too():
    white = HONEST["large white picture"]()
    assert fault_of(white, Limits(memory=170 * 1024 * 1024)) == Fault.HEAVY
    bombs = HOSTILE[Fault.HEAVY]["seven bombs"]()
    assert fault_of(bombs, Limits(inflated=10**12, seconds=1)) == Fault.HEAVY
    assert fault_of(bombs, Limits(inflated=10**12, cpu=1)) == Fault.HEAVY
    assert inspect_file(plain()).pages == 1


def test_a_warm_process_that_died_is_replaced_and_the_file_judged():
    inspect_file(plain())
    ROOM.seats.queue[-1].end()
    assert inspect_file(plain()).pages == 1


def test_a_warm_process_that_hangs_is_ended_and_the_file_judged_by_another(monkeypatch):
    monkeypatch.setattr(warm, "GRACE", 0.1)
    inspect_file(plain())
    hanging = ROOM.seats.queue[-1].child
    os.kill(hanging.pid, signal.SIGSTOP)
    assert inspect_file(plain(), Limits(seconds=1)).pages == 1
    assert hanging.returncode == -signal.SIGKILL


def test_many_at_once_each_get_their_own_verdict():
    with ThreadPoolExecutor(6) as together:
        verdicts = list(together.map(lambda count: inspect_file(paged(count)).pages, range(1, 25)))
    assert verdicts == list(range(1, 25))
    assert len(ROOM.seats.queue) == warm.WIDTH


def test_who_waits_too_long_is_told_so(monkeypatch):
    monkeypatch.setattr(warm, "PATIENCE", 0.05)
    taken = [ROOM.seats.get() for _ in range(warm.WIDTH)]
    assert fault_of(plain()) == Fault.BUSY
    for seat in taken:
        ROOM.seats.put(seat)


def test_the_limited_process_inherits_no_secrets():
    inspect_file(plain())
    environment = Path(f"/proc/{ROOM.seats.queue[-1].child.pid}/environ").read_text()
    assert [pair.partition("=")[0] for pair in environment.split("\0") if pair] == ["PYTHONPATH"]
