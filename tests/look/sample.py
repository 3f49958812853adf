"""What the gallery's pages speak of: invented, in three languages, with the long words that break layouts."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from grants.money import Money
from grants.words import say

CLOSES = datetime(2022, 3, 31, 15, 0, tzinfo=UTC)
LONG = {
    "en": "Wood-based carbon fibres for structural batteries in northern climates: a joint feasibility study",
    "ja": "寒冷地における構造電池のための木質由来炭素繊維:北欧と九州の森林資源を用いた共同実現可能性調査",
    "sv": "Träbaserade kolfibrer för strukturella batterier i nordligt klimat: en gemensam genomförbarhetsstudie",
}
UNIVERSITIES = (
    ("Kyushu University", "九州大学", 9, 4),
    ("Lund University", "ルンド大学", 9, 3),
    ("Uppsala University", "ウプサラ大学", 8, 3),
    ("The University of Tokyo", "東京大学", 7, 2),
    ("Umeå University", "ウメオ大学", 6, 2),
    ("Tohoku University", "東北大学", 5, 2),
    ("Okinawa Institute of Science and Technology Graduate University", "沖縄科学技術大学院大学", 4, 1),
    ("Stockholm School of Economics", "ストックホルム商科大学", 2, 0),
)


def words(en, ja, sv):
    return {"en": en, "ja": ja, "sv": sv}


class Application(FlaskForm):
    title = StringField(words("Title of the project", "研究課題名", "Projektets titel"), validators=[Length(max=200)])
    theme = SelectField(
        words("Theme", "テーマ", "Tema"),
        choices=[
            SelectChoice("ageing", words("Ageing", "高齢化", "Åldrande")),
            SelectChoice("ai", words("AI", "人工知能", "AI")),
            SelectChoice("material", words("Material science", "物質科学", "Materialvetenskap")),
        ],
    )
    summary = TextAreaField(
        words("Short summary", "概要", "Kort sammanfattning"),
        description=words(
            "Write for a colleague of another field.",
            "専門外の研究者にもわかるように書いてください。",
            "Skriv för en kollega inom ett annat ämne.",
        ),
    )
    amount = StringField(
        words("Amount asked of Kyushu University", "九州大学への申請額", "Belopp som söks från Kyushu universitet")
    )
    first = RadioField(
        words(
            "Has either investigator taken part in MIRAI before?",
            "いずれかの研究代表者は過去にMIRAIに参加しましたか。",
            "Har någon av de sökande deltagit i MIRAI tidigare?",
        ),
        choices=[SelectChoice("yes", words("Yes", "はい", "Ja")), SelectChoice("no", words("No", "いいえ", "Nej"))],
    )
    goals = SelectMultipleField(
        words("Sustainable development goals", "SDGs(持続可能な開発目標)", "Globala mål"),
        option_widget=CheckboxInput(),
        widget=ListWidget(),
        choices=[
            SelectChoice(
                "7",
                words(
                    "7 Affordable and clean energy",
                    "7 エネルギーをみんなに そしてクリーンに",
                    "7 Hållbar energi för alla",
                ),
            ),
            SelectChoice(
                "13", words("13 Climate action", "13 気候変動に具体的な対策を", "13 Bekämpa klimatförändringarna")
            ),
        ],
    )
    starts = DateField(words("First day", "開始日", "Första dag"), validators=[Optional()])
    people = IntegerField(
        words("Early-career researchers who travel", "渡航する若手研究者の人数", "Yngre forskare som reser"),
        validators=[Optional()],
    )
    plan = FileField(words("Research plan as PDF", "研究計画書(PDF)", "Forskningsplan som PDF"))
    consent = BooleanField(
        words(
            "My head of department knows of this application.",
            "所属長は本申請を承知しています。",
            "Min prefekt känner till ansökan.",
        ),
        validators=[InputRequired()],
    )
    version = HiddenField(default="3")


SCALE = [
    SelectChoice(str(n), words(f"{n} {en}", f"{n} {ja}", f"{n} {sv}"))
    for n, en, ja, sv in (
        (1, "Poor", "劣る", "Bristfällig"),
        (2, "Fair", "やや劣る", "Godtagbar"),
        (3, "Good", "普通", "God"),
        (4, "Very good", "優れている", "Mycket god"),
        (5, "Excellent", "極めて優れている", "Utmärkt"),
    )
]


class Review(FlaskForm):
    quality = RadioField(
        words("Scientific quality", "学術的な質", "Vetenskaplig kvalitet"),
        choices=SCALE,
        description=words(
            "Is the question clear, and can the plan answer it?",
            "問いは明確で、計画はそれに答えられますか。",
            "Är frågan tydlig och kan planen besvara den?",
        ),
    )
    added = RadioField(
        words("Added value of working together", "日瑞共同研究の意義", "Mervärde av samarbetet"), choices=SCALE
    )
    early = RadioField(
        words("Benefit for early-career researchers", "若手研究者への効果", "Nytta för yngre forskare"), choices=SCALE
    )
    panel = TextAreaField(
        words("Comment for the panel only", "審査会のみへのコメント", "Kommentar endast till panelen")
    )
    applicants = TextAreaField(words("Comment for the applicants", "申請者へのコメント", "Kommentar till de sökande"))
    version = HiddenField(default="1")


def step(name, label, *, danger=False):
    return SimpleNamespace(name=name, label=label, danger=danger)


def content():
    """What the pages speak of."""
    rows = [
        SimpleNamespace(
            number=f"MIRAI-2022-{17 * n:03}",
            title=LONG
            if n % 3 == 1
            else words("Ageing well at home", "住み慣れた家で健やかに老いる", "Att åldras väl hemma"),
            pair=f"{UNIVERSITIES[n % 8][0]} – {UNIVERSITIES[(n + 3) % 8][0]}",
            asked=Money(400_000 - 13_500 * n, "JPY"),
            mean="4.15",
            tone=tone,
            state=state,
        )
        for n, (tone, state) in enumerate(
            [
                ("good", words("Submitted", "提出済み", "Inskickad")),
                (
                    "wait",
                    words("With the second investigator", "もう一方の研究代表者が確認中", "Hos den andra sökande"),
                ),
                ("neutral", words("Draft", "下書き", "Utkast")),
                ("warn", words("Report due", "報告書の期限が近い", "Rapport snart")),
                ("bad", words("Overdue", "期限超過", "Försenad")),
            ],
            1,
        )
    ]
    return {
        "say": say,
        "Money": Money,
        "words": words,
        "LONG": LONG,
        "closes": CLOSES,
        "today": date(2022, 3, 31),
        "rows": rows,
        "universities": UNIVERSITIES,
        "address_of": lambda name: f"#{name}",
        "steps_open": [
            step("submit", say("Submit application")),
            step("pdf", say("Read as PDF")),
            step("withdraw", say("Withdraw application"), danger=True),
        ],
    }
