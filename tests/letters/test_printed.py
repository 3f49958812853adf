import io
import re
import subprocess
from dataclasses import replace

import page
import pikepdf
import pytest
import segno
from pypdf import PdfReader

from grants.letters.compose import LetterFacts, Picture
from grants.letters.engine import PrintError
from grants.letters.fonts import coverage
from grants.letters.render import page as as_html
from grants.letters.submission import Enclosure
from grants.rules.letters import REFUSING, LetterKind
from tests.letters.samples import CHANGE, CONDITIONS, FEEDBACK, PNG, THANKS, TITLE, application, grant, letter

KINDS = [(kind, language) for kind in LetterKind for language in ("en", "ja", "sv")]


def read(pdf: bytes) -> str:
    """The text as a reader copies it, lines joined."""
    text = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    return re.sub(r"\s+", " ", text)


def pages(pdf: bytes) -> list[str]:
    text = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True).stdout
    return [one for one in text.decode().split("\f") if one.strip()]


def faults(pdf: bytes) -> list[str]:
    """What two standards say against it, and qpdf against its build."""
    profiles = (page.ValidationProfile.PDF_A_3A, page.ValidationProfile.PDF_UA_1)
    reports = [page.validate_pdf_bytes(pdf, profile=profile) for profile in profiles]
    failures = [failure for report in reports for failure in report.failures]
    if lengths_hold(pdf):  # it takes a last byte of data that happens to be a carriage return for part of the line end
        failures = [one for one in failures if one.rule_id != "PDFA3A-STREAM-LENGTH-001"]
    found = [f"{failure.rule_id}: {failure.message}" for failure in failures]
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return [*found, *opened.check_pdf_syntax()]


def lengths_hold(pdf: bytes) -> bool:
    """Whether every stream is as long as it says."""
    ends = [found.end() + int(found[1]) for found in re.finditer(rb"/Length ([0-9]+)>>\s*stream\n", pdf)]
    return len(ends) == pdf.count(b"\nendstream") and all(pdf[end:].startswith(b"\nendstream") for end in ends)


@pytest.fixture(scope="module")
def printed(engine) -> dict[tuple[str, str], bytes]:
    return {key: engine.render(letter(*key)) for key in KINDS}


@pytest.mark.parametrize("key", KINDS)
def test_it_keeps_the_standards_of_archives_and_screen_readers(printed, key):
    assert faults(printed[key]) == []


def test_the_validator_does_find_faults(printed):
    with pikepdf.open(io.BytesIO(printed["award", "en"])) as pdf:
        del pdf.Root.MarkInfo
        del pdf.Root.OutputIntents
        broken = io.BytesIO()
        pdf.save(broken)
    assert faults(broken.getvalue())


@pytest.mark.parametrize("key", KINDS)
def test_it_fits_on_one_page(printed, key):
    assert len(pages(printed[key])) == 1


@pytest.mark.parametrize("key", KINDS)
def test_it_says_whose_it_is_and_in_which_language_but_names_nobody(printed, key):
    facts = letter(*key)
    with pikepdf.open(io.BytesIO(printed[key])) as pdf:
        described = pdf.Root.Metadata.read_raw_bytes().decode()
        assert str(pdf.Root.Lang) == key[1]
        assert str(pdf.docinfo.Title) == facts.heading
        assert str(pdf.docinfo.Author) == facts.letterhead.institution
        assert pdf.attachments == {}
    assert "<pdfuaid:part>1</pdfuaid:part>" in described  # readable without opening a stream
    for name in ("Yoshida", "𠮷田", "Öberg", "Åsa", TITLE[:20]):
        assert name not in described


@pytest.mark.parametrize("key", KINDS)
def test_it_is_set_in_our_fonts_only(printed, key):
    with pikepdf.open(io.BytesIO(printed[key])) as pdf:
        fonts = {str(one.BaseFont).split("+")[1] for one in pdf.pages[0].Resources.Font.values()}
    assert fonts <= {"Fund-Mincho", "Fund-Gothic", "Fund-Gothic-Bold", "Fund-Names"}
    assert "Fund-Mincho" in fonts


SAID = {
    ("award", "en"): [
        *("Award of a grant", "No. DU-MIRAI-2022-0017", "10 June 2022", "Dear Professor Yoshida,"),
        *("Professor Takahashiko Yoshida (𠮷田 髙橋子)", "Åsa Öberg-Søndergård", "MIRAI-2022-017"),
        *("JPY 400,000 (four hundred thousand yen)", "SEK 40,000, Sample University (for information)"),
        *("1 July 2022 to 31 March 2023; to be spent by 31 March 2023", "Final report: 30 April 2023", "00:00 JST"),
        *(THANKS["en"], *CONDITIONS["en"], "Page 1 of 1", "Code 7Q4M-K2XP-9WTD-3HFA", "Yours sincerely,"),
    ],
    ("award", "ja"): [
        *("採択通知書", "見大国第2022-0017号", "令和4年6月10日", "教授 𠮷田 髙橋子 殿", "公印", "記", "以上"),
        *("JPY 400,000 （金四拾万円）", "SEK 40,000（エクセンペル大学）", "𠮷田 髙橋子（Takahashiko Yoshida）"),
        *("令和4年6月25日（土）00:00（JST）", "令和4年7月1日から令和5年3月31日まで", "1 / 1 ページ"),
        *CONDITIONS["ja"],
    ],
    ("award", "sv"): [
        *("Beslut om bidrag", "Dnr EX 2022/0017", "10 juni 2022", "Professor Åsa Öberg-Søndergård"),
        *("SEK 40 000 (fyrtiotusen kronor)", "JPY 400 000, Demonstrationsuniversitetet (för kännedom)"),
        *("17:00 CEST", "Takahashiko Yoshida (𠮷田 髙橋子)", "Med vänlig hälsning", "Sida 1 av 1", *CONDITIONS["sv"]),
    ],
    ("regret", "en"): [
        "Outcome of your application",
        "could not be selected",
        FEEDBACK["en"],
        "Dear Professor Yoshida",
    ],
    ("regret", "ja"): ["審査結果通知書", "採択に至りませんでした", "以上", "𠮷田 髙橋子 殿"],
    ("regret", "sv"): ["Besked om ansökan", FEEDBACK["sv"], "MIRAI-2022-017"],
    ("conditional", "en"): ["with conditions", "provided that", CONDITIONS["en"][1], "four hundred thousand yen"],
    ("conditional", "ja"): ["条件付採択通知書", CONDITIONS["ja"][1], "金四拾万円", "受諾期限"],
    ("conditional", "sv"): ["Beslut om bidrag med villkor", CONDITIONS["sv"][1], "fyrtiotusen kronor"],
    ("reserve", "en"): ["placed on the reserve list", "MIRAI-2022-017"],
    ("reserve", "ja"): ["補欠として登録", "𠮷田 髙橋子 殿"],
    ("reserve", "sv"): ["placerats på reservlistan"],
    ("amendment", "en"): ["Change of an award", CHANGE["en"], "JPY 400,000"],
    ("amendment", "ja"): ["変更承認通知書", "令和5年9月30日に変更します"],
    ("amendment", "sv"): ["Beslut om ändring av bidrag", CHANGE["sv"]],
    ("extension", "en"): ["Extension of an award", CHANGE["en"], "The amount of the award does not change."],
    ("extension", "ja"): ["期間延長承認通知書", "令和5年9月30日に変更します"],
    ("extension", "sv"): ["Beslut om förlängning", CHANGE["sv"]],
    ("reminder", "en"): ["was due on 30 April 2023", "https://fund.example.org/awards"],
    ("reminder", "ja"): ["令和5年4月30日", "督促"],
    ("reminder", "sv"): ["senast 30 april 2023", "Påminnelse"],
    ("certificate", "en"): ["Certificate of completion", "from 1 July 2022 to 31 March 2023", "has been accepted"],
    ("certificate", "ja"): ["修了証明書", "令和4年7月1日から令和5年3月31日まで実施"],
    ("certificate", "sv"): ["Intyg om slutfört projekt", "från 1 juli 2022 till 31 mars 2023"],
}


@pytest.mark.parametrize("key", KINDS)
def test_it_says_what_it_must(printed, key):
    text = read(printed[key]).replace(" ", "")  # Japanese lines break anywhere
    assert [said for said in SAID[key] if said.replace(" ", "") not in text] == []


@pytest.mark.parametrize("key", [key for key in KINDS if key[0] in REFUSING])
def test_a_refusal_speaks_of_no_money(printed, key):
    assert not re.search("JPY|SEK", read(printed[key]))


@pytest.mark.parametrize("key", KINDS)
def test_both_investigators_stand_in_it_with_their_universities_in_both_scripts(printed, key):
    text = read(printed[key])
    for name in ("𠮷田 髙橋子", "Takahashiko Yoshida", "Åsa Öberg-Søndergård"):
        assert name in text
    for partner in letter(*key).partners:
        assert partner.institution in text
        assert partner.institution_english in text


def test_a_bilingual_letter_carries_its_translation_behind_it_in_its_own_language(engine):
    facts = letter("award", "ja", translation=letter("award", "en", number="見大国第2022-0017号"))
    pdf = engine.render(facts)
    first, second = pages(pdf)
    assert faults(pdf) == []
    assert "採択通知書" in first
    assert "Award of a grant" in second
    assert "Translation, for information" in second
    assert "four hundred thousand yen" in second
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert str(opened.Root.Lang) == "ja"


def test_the_code_and_the_link_lead_to_the_page_that_checks_it(printed):
    facts = letter("award", "en")
    code = segno.make(facts.verify_url, error="m", micro=False)
    assert code.svg_inline(omitsize=True, border=0, lineclass=None).split("<path")[1] in as_html(facts, coverage())
    with pikepdf.open(io.BytesIO(printed["award", "en"])) as pdf:
        targets = [str(one.A.URI) for one in pdf.pages[0].Annots]
    assert targets == ["https://fund.example.org/awards", facts.verify_url]


def test_the_same_facts_give_the_same_bytes(engine, printed):
    assert engine.render(letter("award", "ja")) == printed["award", "ja"]


def test_a_day_is_never_divided_between_two_lines():
    assert "30\u00a0april 2023" in as_html(letter("reminder", "sv"), coverage())
    assert '<span class="nowrap">令和5年4月30日</span>' in as_html(letter("reminder", "ja"), coverage())


def test_a_letter_that_says_little_is_set_in_larger_type_and_one_with_long_feedback_is_not(engine, printed):
    def largest(pdf):
        pages = PdfReader(io.BytesIO(pdf)).pages
        sizes: list[float] = []
        pages[0].extract_text(visitor_text=lambda *told: sizes.append(told[4] * abs(told[2][0] or 1)))
        return max(sizes)

    long = engine.render(letter("regret", "en", feedback=(FEEDBACK["en"] * 6,)))
    assert largest(printed["regret", "en"]) > largest(long)


def long_award(language: str, times: int) -> LetterFacts:
    return letter("award", language, grant=grant(language, conditions=CONDITIONS[language] * times), replaces="X-1")


@pytest.mark.parametrize("language", ["en", "ja", "sv"])
def test_a_long_award_takes_two_pages_with_its_ends_together(engine, language):
    pdf = engine.render(long_award(language, 6))
    first, second = pages(pdf)
    assert faults(pdf) == []
    for each in (first, second):
        assert "https://fund.example.org/check/" in each
        assert "7Q4M-K2XP-9WTD-3HFA" in each
    last = [line for line in second.splitlines() if line.strip()]
    assert len(last) > 8  # never only a signature
    assert "X-1" in second


def test_an_award_longer_than_two_pages_is_refused_with_a_sentence(engine):
    with pytest.raises(PrintError, match=r"fills [0-9]+ pages; 2 are allowed"):
        engine.render(long_award("en", 60))


def test_long_feedback_flows_over_pages(engine):
    pdf = engine.render(letter("regret", "ja", feedback=tuple(FEEDBACK["ja"] * n for n in (9, 30, 5, 12))))
    assert len(pages(pdf)) == 3
    assert faults(pdf) == []
    assert read(pdf).replace(" ", "").count("二つのデータ") == 56


def test_letterhead_and_seal_are_shown(engine):
    facts = letter("award", "ja")
    head, sign = (
        replace(facts.letterhead, image=Picture("a" * 64, PNG)),
        replace(facts.signatory, seal=Picture("b" * 64, PNG)),
    )
    facts = replace(facts, letterhead=head, signatory=sign)
    pdf = engine.render(facts)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert len(opened.pages[0].get_images()) == 2
    assert faults(pdf) == []


def test_a_picture_that_is_none_is_refused(engine):
    facts = letter("award", "en")
    svg = b'<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>'
    with pytest.raises(PrintError, match="neither PNG nor JPEG"):
        engine.render(replace(facts, letterhead=replace(facts.letterhead, image=Picture("a" * 64, svg))))


SUBMITTED = {
    "en": ("12:04 UTC", "14:04 CEST", "JPY 300,000"),
    "ja": ("12:04（UTC）", "14:04（CEST）", "JPY 300,000"),
    "sv": ("12:04 UTC", "14:04 CEST", "JPY 300 000"),
}


def test_a_picture_that_cannot_be_read_is_not_left_out_silently(engine):
    facts = letter("award", "en")
    with pytest.raises(PrintError, match="Failed to load image"):
        engine.render(replace(facts, letterhead=replace(facts.letterhead, image=Picture("a" * 64, PNG[:40]))))
    assert engine.render(letter("award", "ja"))  # and the next letter is none the worse


@pytest.mark.parametrize("language", ["en", "ja", "sv"])
def test_a_submitted_application_is_printed_whole(engine, language):
    facts = application(language)
    pdf = engine.render(facts)
    text = read(pdf)
    assert faults(pdf) == []
    said = ["MIRAI-2022-017", TITLE, "Takahashiko Yoshida", "One joint paper 😀", "Fukuoka", *SUBMITTED[language]]
    assert [one for one in said if one not in text] == []
    assert text.count(facts.fingerprint) == len(pages(pdf))
    with pikepdf.open(io.BytesIO(pdf)) as opened, opened.open_outline() as outline:
        first = outline.root[0]
        assert str(first.title) == TITLE
        assert {"The project", "Outputs"} <= {str(one.title) for one in first.children}


def test_a_draft_says_that_it_is_one(engine):
    assert "This draft has not been submitted." in read(engine.render(application(draft=True)))
    assert "draft" not in read(engine.render(application()))


def test_the_blind_version_names_nobody(engine):
    pdf = engine.render(application(people=()))
    assert not re.search("Yoshida|𠮷田|Öberg", read(pdf))


def test_what_was_handed_in_is_bound_in_with_its_page_in_the_contents_and_a_bookmark(engine):
    longer = engine.render(application(sections=()))
    enclosures = (
        Enclosure("Figures and references", pages_of(longer), longer),
        Enclosure("Host's letter", 1, one_page()),
    )
    whole = engine.render(application(enclosures=enclosures))
    alone = engine.render(application())
    with pikepdf.open(io.BytesIO(whole)) as pdf, pdf.open_outline() as outline:
        first = pages_of(alone) + 1
        assert len(pdf.pages) == pages_of(alone) + pages_of(longer) + 1
        marks = {
            item.title: pdf.pages.index(item.destination[0] if item.destination else item.action.D[0]) + 1
            for item in outline.root[-2:]
        }
        assert marks == {"Figures and references": first, "Host's letter": first + pages_of(longer)}
    contents = read(whole)
    assert re.search(rf"Figures and references[ .]+{first}\b", contents)
    assert re.search(rf"Host.s letter[ .]+{first + pages_of(longer)}\b", contents)
    assert re.search(r"The project[ .]+2\b", contents)


def pages_of(made):
    with pikepdf.open(io.BytesIO(made)) as pdf:
        return len(pdf.pages)


def one_page():
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()
