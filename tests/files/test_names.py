import pytest

from grants.files.names import TYPED_BOUND, as_typed, safe_name

NAMES = {
    "proposal.pdf": "proposal.pdf",
    "Proposal.PDF": "Proposal.pdf",
    "研究計画書.pdf": "研究計画書.pdf",
    "Ansökan 2022 å.pdf": "Ansökan 2022 å.pdf",
    "Ansökan.pdf": "Ansökan.pdf",
    "𠮷野.pdf": "𠮷野.pdf",
    "": "document.pdf",
    ".pdf": "document.pdf",
    "...": "document.pdf",
    "   ": "document.pdf",
    "../../etc/passwd": "passwd.pdf",
    "..\\..\\windows\\system32\\cmd.exe": "cmd.exe.pdf",
    "/etc/shadow": "shadow.pdf",
    "C:\\Users\\hanako\\a.pdf": "a.pdf",
    "C:evil.pdf": "Cevil.pdf",
    "a/b/": "b.pdf",
    "a\r\nSet-Cookie: x=1.pdf": "a Set-Cookie x=1.pdf",
    'a"; filename="b.exe.pdf': "a filename=b.exe.pdf",
    "a\x00b.pdf": "ab.pdf",
    "a\tb.pdf": "a b.pdf",
    "a\u2028b.pdf": "a b.pdf",
    "invoice\u202efdp.exe": "invoicefdp.exe.pdf",
    "zero\u200bwidth.pdf": "zerowidth.pdf",
    "\ud800.pdf": "document.pdf",
    "CON": "document CON.pdf",
    "con.pdf": "document con.pdf",
    "NUL .pdf": "document NUL.pdf",
    "aux.tar.pdf": "document aux.tar.pdf",
    "LPT1.pdf": "document LPT1.pdf",
    "com¹.pdf": "document com¹.pdf",
    "CONIN$": "document CONIN.pdf",
    "console.pdf": "console.pdf",
    "-rf.pdf": "rf.pdf",
    "~root.pdf": "root.pdf",
    ".htaccess": "htaccess.pdf",
    "a.pdf.": "a.pdf",
    "a.pdf . .": "a.pdf",
    "$(reboot).pdf": "(reboot).pdf",
    "`reboot`;|&.pdf": "reboot.pdf",
    "%2e%2e%2fpasswd": "2e2e2fpasswd.pdf",
    "<script>alert(1)</script>.pdf": "script.pdf",
}


@pytest.mark.parametrize("typed", NAMES)
def test_a_download_has_a_name_no_system_stumbles_over(typed):
    assert safe_name(typed) == NAMES[typed]
    assert safe_name(safe_name(typed)) == NAMES[typed]


def test_long_names_are_cut_and_keep_their_ending():
    assert safe_name("a" * 5000 + ".pdf") == "a" * 100 + ".pdf"
    assert safe_name("書" * 5000) == "書" * 60 + ".pdf"


def test_the_typed_name_is_kept_as_it_was_except_what_no_database_keeps():
    assert as_typed("../研究 <b>\r\n.pdf") == "../研究 <b>\r\n.pdf"
    assert as_typed("a\x00\ud800b") == "ab"
    assert len(as_typed("書" * 5000)) == TYPED_BOUND
