"""Values that break careless programs, known ones and drawn ones; and how a browser that lies would send them."""

import unicodedata
from urllib.parse import urlencode

from hypothesis import strategies as st

LONG = 1_000_000
KNOWN = (
    "", " ", "\x00", "a\x00b", "\r\n\r\n", "\t", "\x1b[31m", "\x7f", "\x85", "\ufeff", "\ufffe", "\uffff", "\U0010ffff",
    "\ud800", "a\udfffb", "\udc00\ud800", "\u202egnp.exe", "\u2066\u2069", "\u200b", "\u2028", "\u00ad",
    "👩‍👩‍👧‍👦", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "🇯🇵🇸🇪", "e" + "\u0301" * 300, "ﷺ" * 40, "שלום עולם", "مرحبا بالعالم", "𠮷田 髙橋 渡邉󠄂", "Å Å Å", "ǅ ß İ ı", "ſ ﬀ Ⅷ ½",
    "'", '"', "' OR 1=1 --", "'; DROP TABLE person; --", "\\", "%", "_", "%s%n%x", "%(x)s", "{0}{x}", "${7*7}", "{{7*7}}",
    "{% raw %}", "{{ config }}", "<%= 7 %>", "<script>alert(1)</script>", "'\"><img src=x onerror=alert(1)>", "javascript:alert(1)",
    "]]>", "<!--", "&#0;", "&amp;amp;", "=1+1", "+SUM(A1)", "-2+3", "@cmd", "\t=1+1", "\r=1", "＝1+1", "=cmd|' /C calc'!A0",
    "a@b.example\r\nBcc: x@y.example", "A@B.EXAMPLE", "a@b", "a@[127.0.0.1]", "ａ＠ｂ．example", "x" * 300 + "@example.org", "å@ö.example",
    "0", "-0", "-1", "1", "9" * 19, "9" * 400, "2147483647", "2147483648", "9223372036854775808", "1e400", "1e-400", "NaN", "sNaN",
    "Infinity", "-Infinity", "0x1f", "1_000", "１２３", "١٢٣", "१२३", "百万", "Ⅻ", "²", "½", "1,000.50", "1.000,50", "1 000", "--1", "+1", "1.",
    "JPY 1", "￥400,000", "2022-02-30", "0000-01-01", "10000-01-01", "-0001-01-01", "2022-2-3", "30/2/2022", "令和4年2月10日", "2022-02-10T25:61",
    "２０２２-０２-１０", "9999-12-31", "0001-01-01", "24:00", "23:60", "-1:00", "２３：５９", "2022-W05", "1e3-01-01",
    "None", "null", "true", "[]", "{}", "[object Object]", "undefined", "00000000-0000-0000-0000-000000000000", "not-a-uuid",
    "g" * 32, "../../../etc/passwd", "C:\\con\\nul", "/dev/zero", "file:///etc/passwd", "http://127.0.0.1:22/", "//evil.example",
    "https://user:pass@host:99999/", "https://[::1", "PK\x03\x04", "%PDF-1.7", "%00", "%ff%fe", "&a=b;c=d", "+" * 50, "[" * 5000, "(" * 5000,
    "a" * 41, "漢" * 255, "x " * 20_000, "🙂" * 10_000, "\n" * 5000, "x" * LONG,
)  # fmt: skip
"""Nulls, halves of characters, turned directions, injections, numbers of every script, days off the calendar, junk."""

SCRIPTS = ("Lu", "Lo", "Lm", "Mn", "Me", "Nd", "Nl", "No", "Cf", "Cc", "Cs", "Co", "Cn", "Zs", "Zl", "So", "Sc", "Pd")
DIGITS = [chr(point) for point in range(0x110000) if unicodedata.category(chr(point)) == "Nd"]

drawn = st.one_of(
    st.text(st.characters(categories=SCRIPTS), max_size=60),
    st.text(st.sampled_from(DIGITS), min_size=1, max_size=25),
    st.integers(-(2**70), 2**70).map(str),
    st.floats(allow_nan=True, allow_infinity=True).map(repr),
    st.dates().map(lambda day: day.isoformat()),
    st.uuids().map(str),
    st.binary(max_size=60).map(lambda junk: junk.decode("latin-1")),
)
hostile = st.one_of(st.sampled_from(KNOWN), st.sampled_from(KNOWN), drawn)


def body(pairs: list[tuple[str, str]]) -> bytes:
    """A form as a browser that lies would send it: halves of characters go as the bytes they would be."""
    return urlencode(pairs, errors="surrogatepass").encode("ascii")
