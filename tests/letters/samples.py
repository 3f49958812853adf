"""Invented letters and applications in every language, with names that have tripped others."""

from dataclasses import replace
from datetime import UTC, date, datetime

from grants.letters.compose import (
    Addressee,
    Grant,
    LetterFacts,
    Letterhead,
    OtherAmount,
    Partner,
    PersonName,
    ReportDue,
    Signatory,
)
from grants.letters.filling import worded
from grants.letters.paper import DateStyle
from grants.letters.submission import (
    Answer,
    ApplicationFacts,
    Budget,
    BudgetRow,
    Section,
    Table,
    TeamRow,
)
from grants.money import Money
from grants.rules.letters import GRANTING, OFFERING, TELLING_OF_CHANGE, LetterKind

YOSHIDA = PersonName("𠮷田", "髙橋子", "Yoshida", "Takahashiko", family_first=True)
OBERG = PersonName("Öberg-Søndergård", "Åsa")
YEN, KRONOR = Money(400_000, "JPY"), Money(4_000_000, "SEK")
TITLE = (
    "Ageing in rural communities of Kyushu and Skåne: co-designed mobility services, measured outcomes "
    "and a shared open dataset"
)
ACCEPT_BY = datetime(2022, 6, 24, 15, 0, tzinfo=UTC)

HEADS = {
    "en": Letterhead("International Office", "Demonstration University", ("12 Invented Street", "Sampletown")),
    "ja": Letterhead("国際部国際課", "見本大学", ("〒000-0000 見本県見本市見本町1-2-3",)),
    "sv": Letterhead("Internationella kansliet", "Exempeluniversitetet", ("Box 000", "000 00 Exempelstad")),
}
SIGNS = {
    "en": Signatory("Professor Ingeborg Ek", "Vice-President for International Affairs"),
    "ja": Signatory("見本 一郎", "理事・副学長（国際担当）"),
    "sv": Signatory("Ingeborg Ek", "Vicerektor för internationella frågor"),
}
TITLES = {"en": "Professor", "ja": "教授", "sv": "Professor"}
UNIVERSITIES = {
    "en": (("Demonstration University", ""), ("Sample University", "")),
    "ja": (("見本大学", "Demonstration University"), ("エクセンペル大学", "Sample University")),
    "sv": (("Demonstrationsuniversitetet", "Demonstration University"), ("Exempeluniversitetet", "Sample University")),
}
CALLS = {"en": "round 2022", "ja": "2022年度", "sv": "omgång 2022"}
CONDITIONS = {
    "en": (
        "The funds are used for travel, workshops and consumables only, not for salaries or overheads.",
        "Approval by the ethics committee is shown before the first interviews.",
        "Changes of plan, budget or investigator need the written consent of both universities.",
    ),
    "ja": (
        "助成金は、旅費、ワークショップの開催費及び消耗品費に限り使用し、人件費及び間接経費には使用しないこと。",
        "最初の聞き取り調査の前に、倫理審査委員会の承認を示すこと。",
        "計画、予算又は研究代表者の変更には、双方の大学の書面による承認を得ること。",
    ),
    "sv": (
        "Medlen används endast för resor, workshoppar och förbrukningsmaterial, inte för löner eller overhead.",
        "Etikprövningsmyndighetens godkännande visas upp före de första intervjuerna.",
        "Ändringar av plan, budget eller huvudsökande kräver båda universitetens skriftliga medgivande.",
    ),
}
REPORTS = {"en": "Final report", "ja": "最終報告書", "sv": "Slutrapport"}
THANKS = {
    "en": "This work was supported by the MIRAI seed funding, round 2022 (award MIRAI-2022-017).",
    "ja": "本研究は、MIRAIシードファンディング2022年度（MIRAI-2022-017）の助成を受けたものです。",
    "sv": "Arbetet har finansierats av MIRAI seed funding, omgång 2022 (MIRAI-2022-017).",
}
CHANGE = {
    "en": "The award ends on 30 September 2023 instead of 31 March 2023.",
    "ja": "助成期間の終了日を令和5年3月31日から令和5年9月30日に変更します。",
    "sv": "Bidragsperioden slutar 30 september 2023 i stället för 31 mars 2023.",
}
FEEDBACK = {
    "en": "The question is timely and the team complements each other well. The panel would have liked to see how "
    "the two datasets are made comparable, and who looks after them when the seed money has been spent.",
    "ja": "課題は時宜を得ており、両国のチームは互いによく補い合っています。二つのデータをどのように比較可能にするのか、"
    "また助成終了後に誰が管理するのかについて、より具体的な記述が望まれます。",
    "sv": "Frågan är aktuell och grupperna kompletterar varandra väl. Panelen hade gärna sett hur de två "
    "datamängderna görs jämförbara och vem som förvaltar dem när såddmedlen är slut.",
}


def partners(language: str) -> tuple[Partner, ...]:
    (home, home_en), (away, away_en) = UNIVERSITIES[language]
    return (
        Partner("JP", YOSHIDA, home, home_en, TITLES[language]),
        Partner("SE", OBERG, away, away_en, TITLES[language]),
    )


def grant(language: str, **changes) -> Grant:
    amount, other = (KRONOR, YEN) if language == "sv" else (YEN, KRONOR)
    institution = UNIVERSITIES[language][0 if language == "sv" else 1][0]
    facts = Grant(
        amount=amount,
        starts_on=date(2022, 7, 1),
        ends_on=date(2023, 3, 31),
        spend_by=date(2023, 3, 31),
        accept_by=ACCEPT_BY,
        accept_zone="Europe/Stockholm" if language == "sv" else "Asia/Tokyo",
        accept_url="https://fund.example.org/awards",
        others=(OtherAmount("SE", institution, other),),
        conditions=CONDITIONS[language],
        reports=(ReportDue(REPORTS[language], date(2023, 4, 30)),),
        acknowledgement=THANKS[language],
    )
    return replace(facts, **changes)


def letter(kind: str, language: str, **changes) -> LetterFacts:
    western = language == "sv"
    person, side = (OBERG, 1) if western else (YOSHIDA, 0)
    facts = LetterFacts(
        kind=LetterKind(kind),
        language=language,
        number={"en": "DU-MIRAI-2022-0017", "ja": "見大国第2022-0017号", "sv": "EX 2022/0017"}[language],
        code="7Q4M-K2XP-9WTD-3HFA",
        issued_on=date(2022, 6, 10),
        letterhead=HEADS[language],
        addressee=Addressee(person, TITLES[language], DEPARTMENTS[language], UNIVERSITIES[language][side][0]),
        programme={"ja": "MIRAIシードファンディング"}.get(language, "MIRAI seed funding"),
        call=CALLS[language],
        application_number="MIRAI-2022-017",
        project_title=TITLE,
        courtesy_title={
            "ja": "九州とスコーネの農村における高齢化：共同設計による移動サービス、効果測定及び公開データ"
        }.get(language, ""),
        partners=partners(language),
        signatory=SIGNS[language],
        verify_url="https://fund.example.org/check/DU-MIRAI-2022-0017/7Q4MK2XP9WTD3HFA",
        date_style=DateStyle.ERA if language == "ja" else DateStyle.WESTERN,
        grant=grant_for(kind, language),
        change=CHANGE[language] if kind in TELLING_OF_CHANGE else "",
        feedback=(FEEDBACK[language],) * 2 if kind == "regret" else (),
    )
    return worded(replace(facts, **changes))


def grant_for(kind: str, language: str) -> Grant | None:
    if kind not in GRANTING:
        return None
    if kind in OFFERING:
        return grant(language)
    bare = {"accept_by": None, "conditions": (), "acknowledgement": ""}
    return grant(language, **bare) if kind != "certificate" else grant(language, **bare, reports=())


DEPARTMENTS = {
    "en": "Faculty of Human-Environment Studies",
    "ja": "大学院人間環境学研究院",
    "sv": "Institutionen för hälsovetenskaper",
}


def application(language: str = "en", **changes) -> ApplicationFacts:
    facts = ApplicationFacts(
        language=language,
        programme="MIRAI seed funding",
        call=CALLS[language],
        number="MIRAI-2022-017",
        version=3,
        submitted_at=datetime(2022, 3, 30, 12, 4, 7, tzinfo=UTC),
        zones=("UTC", "Asia/Tokyo", "Europe/Stockholm"),
        project_title=TITLE,
        courtesy_title="九州とスコーネの農村における高齢化",
        theme="Ageing",
        people=(
            TeamRow(YOSHIDA, "Principal investigator", "JP", "Demonstration University", "Human-Environment Studies"),
            TeamRow(OBERG, "Principal investigator", "SE", "Sample University"),
            TeamRow(
                PersonName("葛\U000e0100城", "神", "Katsuragi", "Jin", family_first=True), "Student", "JP", "Sample"
            ),
        ),
        sections=(
            Section("The project", (Answer("Aim", LONG), Answer("Plan and who does what on each side", LONG * 3))),
            Section(
                "Outputs",
                (
                    Answer("Expected outputs 😀", "One joint paper 😀, x ≥ 3, ∑ of both, and a bid."),
                    Answer(
                        "Visits", Table(("Who", "From", "To"), (("Student", "Lund", "Fukuoka"), ("PI", "九州", "Lund")))
                    ),
                    Answer("Previous participation", ""),
                ),
            ),
        ),
        budgets=(
            Budget(
                "Japan",
                (
                    BudgetRow("Travel", "Two visits", Money(300_000, "JPY")),
                    BudgetRow("Workshop", "Room", Money(100_000, "JPY")),
                ),
                YEN,
            ),
            Budget("Sweden", (BudgetRow("Travel", "One visit", KRONOR),), KRONOR),
        ),
        fingerprint="9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    )
    return replace(facts, **changes)


LONG = (
    "People in the countryside of both regions grow older while buses grow fewer. We ask which forms of shared "
    "transport older people choose when they help to design them, and what this does to their days.\n\n"
    "Both teams hold interviews and diaries since 2015; neither has compared them. 高齢者の移動を共に設計する。\n\n"
)
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c63e00e4d6e0000"
    "02760144060d80710000000049454e44ae426082"
)
