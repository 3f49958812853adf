"""The invented people whose doors stand open in a demonstration: one row each, created exactly so.

Nobody here exists. Every address ends in a domain that no mail can reach.
"""

from dataclasses import dataclass
from datetime import date

from grants.rules.roles import Role
from grants.words import Sentence, say

DOMAIN = "@demo.example"
MIRAI, KYUSHU_ILLINOIS = "mirai", "kyushu_illinois"
UCL_OSAKA, RENKEI, YOUNG_LEADERS = "ucl_osaka", "renkei", "young_leaders"
KYUSHU, TOHOKU, KYOTO, OSAKA = "00p4k0j84", "01dq60k83", "02kpeqv85", "035t8zc32"
LUND, UPPSALA, LINKOPING, UMEA = "012a77v79", "048a87296", "05ynxx418", "05kb8h459"
ILLINOIS = "047426m28"
UCL, LEEDS = "02jx3x895", "024mrxd33"
JAPAN, SWEDEN, CHICAGO, BRITAIN = "Asia/Tokyo", "Europe/Stockholm", "America/Chicago", "Europe/London"

APPLIES = say("Applicant")
REVIEWS = say("Reviewer")
CHAIRS = say("Panel chair")
OFFICER = say("Programme officer")
AUDITS = say("Auditor")
ADMINISTERS = say("Administrator")


@dataclass(frozen=True)
class Invented:
    """One invented person: account, names, place, and the role they play in which programme, on which side.

    `programme` is the slug of a programme, or none for the administrator; `role` is none for applicants, who are
    the principal investigators of their side. Chairs and reviewers are appointed in the programme's calls,
    officers and auditors in the programme; the auditor audits every programme.
    """

    key: str
    names: tuple[str, str, str, str]
    title: str
    unit: str
    ror: str
    language: str
    zone: str
    task: Sentence
    programme: str | None = None
    side: str | None = None
    role: Role | None = None
    doctorate_on: date | None = None

    @property
    def email(self) -> str:
        """The address, made of the key."""
        return f"{self.key.replace('-', '.')}{DOMAIN}"

    @property
    def family(self) -> str:
        """The family name as typed."""
        return self.names[0]

    @property
    def given(self) -> str:
        """The given name as typed."""
        return self.names[1]

    @property
    def family_latin(self) -> str:
        """The family name in Latin letters, where it is typed in another script."""
        return self.names[2]

    @property
    def given_latin(self) -> str:
        """The given name in Latin letters, where it is typed in another script."""
        return self.names[3]


DOORS = (
    Invented(
        "hanako-yamada", ("山田", "花子", "Yamada", "Hanako"), "准教授", "工学研究院", KYUSHU, "ja", JAPAN,
        APPLIES, MIRAI, "JP", doctorate_on=date(2017, 3, 24),
    ),
    Invented(
        "asa-oberg", ("Öberg", "Åsa", "", ""), "Universitetslektor", "Institutionen för fysik", LUND, "sv", SWEDEN,
        APPLIES, MIRAI, "SE", doctorate_on=date(2016, 6, 3),
    ),
    Invented(
        "makoto-yoshida", ("𠮷田", "誠", "Yoshida", "Makoto"), "教授", "材料科学高等研究所", TOHOKU, "ja", JAPAN,
        REVIEWS, MIRAI, "JP", Role.REVIEWER, date(2001, 3, 27),
    ),
    Invented(
        "bjorn-lofgren", ("Löfgren", "Björn", "", ""), "Professor", "Institutionen för ekologi", UMEA, "sv", SWEDEN,
        REVIEWS, MIRAI, "SE", Role.REVIEWER, date(1999, 5, 28),
    ),
    Invented(
        "ingrid-hakansson", ("Håkansson", "Ingrid", "", ""), "Professor", "Department of Chemistry", UPPSALA, "en",
        SWEDEN, CHAIRS, MIRAI, "SE", Role.CHAIR, date(1994, 12, 9),
    ),
    Invented(
        "naoki-takahashi", ("髙橋", "直樹", "Takahashi", "Naoki"), "係長", "国際部国際企画課", KYUSHU, "ja", JAPAN,
        OFFICER, MIRAI, "JP", Role.OFFICER,
    ),
    Invented(
        "goran-sjolund", ("Sjölund", "Göran", "", ""), "Forskningssamordnare", "Forskningskansliet", LUND, "sv", SWEDEN,
        OFFICER, MIRAI, "SE", Role.OFFICER,
    ),
    Invented(
        "yui-watanabe", ("渡邊", "結衣", "Watanabe", "Yui"), "講師", "人文科学研究院", KYUSHU, "ja", JAPAN,
        APPLIES, KYUSHU_ILLINOIS, "JP", doctorate_on=date(2015, 3, 25),
    ),
    Invented(
        "marcus-ellery", ("Ellery", "Marcus", "", ""), "Associate Professor", "School of Information Sciences",
        ILLINOIS, "en", CHICAGO, APPLIES, KYUSHU_ILLINOIS, "US", doctorate_on=date(2012, 5, 13),
    ),
    Invented(
        "ryo-hamazaki", ("濵﨑", "涼", "Hamazaki", "Ryo"), "教授", "経済学研究院", KYUSHU, "ja", JAPAN,
        REVIEWS, KYUSHU_ILLINOIS, "JP", Role.REVIEWER, date(2003, 3, 25),
    ),
    Invented(
        "delia-marsh", ("Marsh", "Delia", "", ""), "Professor", "Department of Electrical Engineering", ILLINOIS, "en",
        CHICAGO, REVIEWS, KYUSHU_ILLINOIS, "US", Role.REVIEWER, date(2000, 8, 5),
    ),
    Invented(
        "thomas-okafor", ("Okafor", "Thomas", "", ""), "Professor", "University Library", ILLINOIS, "en", CHICAGO,
        CHAIRS, KYUSHU_ILLINOIS, "US", Role.CHAIR, date(1996, 5, 12),
    ),
    Invented(
        "emi-kusunoki", ("楠", "恵美", "Kusunoki", "Emi"), "主任", "国際部国際戦略課", KYUSHU, "ja", JAPAN,
        OFFICER, KYUSHU_ILLINOIS, "JP", Role.OFFICER,
    ),
    Invented(
        "rachel-winslow", ("Winslow", "Rachel", "", ""), "Assistant Director", "Office of Global Partnerships",
        ILLINOIS, "en", CHICAGO, OFFICER, KYUSHU_ILLINOIS, "US", Role.OFFICER,
    ),
    Invented(
        "imogen-hartley", ("Hartley", "Imogen", "", ""), "Lecturer", "Institute for Global Health", UCL, "en", BRITAIN,
        APPLIES, UCL_OSAKA, "UK", doctorate_on=date(2016, 11, 4),
    ),
    Invented(
        "kosuke-nishida", ("西田", "航介", "Nishida", "Kosuke"), "准教授", "人間科学研究科", OSAKA, "ja", JAPAN,
        APPLIES, UCL_OSAKA, "JP", doctorate_on=date(2014, 3, 25),
    ),
    Invented(
        "gareth-pryce", ("Pryce", "Gareth", "", ""), "Partnership Manager", "Global Engagement Office", UCL, "en",
        BRITAIN, OFFICER, UCL_OSAKA, "UK", Role.OFFICER,
    ),
    Invented(
        "misaki-uchida", ("内田", "岬", "Uchida", "Misaki"), "主任", "国際部国際企画課", OSAKA, "ja", JAPAN,
        OFFICER, UCL_OSAKA, "JP", Role.OFFICER,
    ),
    Invented(
        "fumiko-katsura", ("桂", "史子", "Katsura", "Fumiko"), "教授", "地球環境学堂", KYOTO, "ja", JAPAN,
        APPLIES, RENKEI, "JP", doctorate_on=date(2004, 3, 23),
    ),
    Invented(
        "alun-meredith", ("Meredith", "Alun", "", ""), "Associate Professor", "School of Earth and Environment", LEEDS,
        "en", BRITAIN, APPLIES, RENKEI, "UK", doctorate_on=date(2009, 7, 10),
    ),
    Invented(
        "shun-kuroki", ("黒木", "駿", "Kuroki", "Shun"), "係長", "国際部国際戦略課", KYUSHU, "ja", JAPAN,
        OFFICER, RENKEI, "JP", Role.OFFICER,
    ),
    Invented(
        "harriet-lowe", ("Lowe", "Harriet", "", ""), "Partnerships Officer", "International Office", LEEDS, "en",
        BRITAIN, OFFICER, RENKEI, "UK", Role.OFFICER,
    ),
    Invented(
        "aoi-shiraishi", ("白石", "葵", "Shiraishi", "Aoi"), "助教", "多元物質科学研究所", TOHOKU, "ja", JAPAN,
        APPLIES, YOUNG_LEADERS, "JP", doctorate_on=date(2020, 3, 25),
    ),
    Invented(
        "takeshi-oyama", ("大山", "武", "Oyama", "Takeshi"), "課長補佐", "研究推進部研究推進課", TOHOKU, "ja", JAPAN,
        OFFICER, YOUNG_LEADERS, "JP", Role.OFFICER,
    ),
    Invented(
        "rina-hoshino", ("星野", "里奈", "Hoshino", "Rina"), "係長", "国際連携推進課", TOHOKU, "ja", JAPAN,
        OFFICER, YOUNG_LEADERS, "JP", Role.OFFICER,
    ),
    Invented(
        "karin-strom", ("Ström", "Karin", "", ""), "Internrevisor", "Internrevisionen", LINKOPING, "sv", SWEDEN,
        AUDITS, None, None, Role.AUDITOR,
    ),
    Invented(
        "sora-aoki", ("青木", "蒼空", "Aoki", "Sora"), "技術職員", "情報基盤研究開発センター", KYUSHU, "ja", JAPAN,
        ADMINISTERS, None, None, Role.ADMINISTRATOR,
    ),
)  # fmt: skip

NAMES_OF_PROGRAMMES = {
    MIRAI: say("MIRAI"), KYUSHU_ILLINOIS: say("Kyushu–Illinois"), UCL_OSAKA: say("UCL–Osaka"), RENKEI: say("RENKEI"),
    YOUNG_LEADERS: say("Tohoku Young Leaders"), None: say("All programmes"),
}  # fmt: skip
BY_KEY = {invented.key: invented for invented in DOORS}
