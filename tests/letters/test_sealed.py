"""A sealed letter: signed as PAdES by the university's certificate, still PDF/A-3a and PDF/UA-1, and tamper-evident."""

import asyncio
import io
from datetime import UTC, datetime
from random import Random

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from grants.letters.certificate import NAME, self_signed
from grants.letters.engine import PrintError, Seal
from tests.letters.samples import letter
from tests.letters.test_printed import faults


@pytest.fixture(scope="module")
def seal(tmp_path_factory):
    path = tmp_path_factory.mktemp("seal") / "own.p12"
    self_signed(path, datetime.now(UTC))
    seal = Seal(path)
    yield seal
    seal.close()


@pytest.fixture(scope="module")
def kept(engine):
    return engine.render(letter("award", "ja"))


def signature(pdf):
    embedded = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    assert len(embedded) == 1
    trusted = ValidationContext(trust_roots=[embedded[0].signer_cert])
    return embedded[0], asyncio.run(async_validate_pdf_signature(embedded[0], trusted))


def test_a_sealed_letter_is_signed_whole_and_keeps_both_standards(seal, kept):
    made = seal.put_on(kept)
    embedded, status = signature(made)
    assert (status.intact, status.valid, status.coverage.name) == (True, True, "ENTIRE_FILE")
    assert embedded.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"
    assert NAME in embedded.signer_cert.subject.human_friendly
    assert faults(made) == []


def test_one_changed_byte_breaks_the_seal(seal, kept):
    made, chance = bytearray(seal.put_on(kept)), Random(7)
    _, status = signature(bytes(made))
    first = kept.index(b"stream") + 20
    made[first + chance.randrange(40)] ^= 1
    _, status = signature(bytes(made))
    assert not status.intact


def test_the_process_that_holds_the_key_is_started_anew_and_says_why_it_cannot(seal, kept, tmp_path):
    seal.process.running.kill()
    seal.process.running.wait()
    assert seal.put_on(kept).startswith(b"%PDF")
    (tmp_path / "none.p12").write_bytes(b"no certificate")
    broken = Seal(tmp_path / "none.p12")
    with pytest.raises(PrintError):
        broken.put_on(kept)
    broken.close()


def test_a_certificate_that_is_there_stays(tmp_path):
    path = tmp_path / "own.p12"
    self_signed(path, datetime.now(UTC))
    before = path.read_bytes()
    self_signed(path, datetime.now(UTC))
    assert path.read_bytes() == before
    assert path.stat().st_mode & 0o077 == 0
