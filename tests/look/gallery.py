"""The gallery: every component of the visual language on real pages, with long words in three languages.

It is the house's own templates, style sheet, headers and languages in a small Flask app; only the content is
invented. `look.py` takes its pictures. To see a component used, read the page of that name in `pages/`.
"""

from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace

from flask import Blueprint, Flask, g, redirect, render_template, request, send_file
from flask_wtf import FlaskForm
from flask_wtf.csrf import CSRFProtect
from flask_wtf.file import FileField
from jinja2 import ChoiceLoader, FileSystemLoader
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
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from grants.config import shelf
from grants.money import Money
from grants.web import headers
from grants.words import LANGUAGES, NAMES, language, say

HERE = Path(__file__).parent
PAGES = ("home", "list", "thing", "form", "refused", "review", "figures", "mailbox", "doors", "error")
CLOSES = datetime(2022, 3, 31, 15, 0, tzinfo=UTC)
LONG = {
    "en": "Wood-based carbon fibres for structural batteries in northern climates: a joint feasibility study",
    "ja": "寒冷地における構造電池のための木質由来炭素繊維:北欧と九州の森林資源を用いた共同実現可能性調査",
    "sv": "Träbaserade kolfibrer för strukturella batterier i nordligt klimat: en gemensam genomförbarhetsstudie",
}
UNIVERSITIES = (
    ("Kyushu University", "九州大学", 9, 4), ("Lund University", "ルンド大学", 9, 3), ("Uppsala University", "ウプサラ大学", 8, 3),
    ("The University of Tokyo", "東京大学", 7, 2), ("Umeå University", "ウメオ大学", 6, 2), ("Tohoku University", "東北大学", 5, 2),
    ("Okinawa Institute of Science and Technology Graduate University", "沖縄科学技術大学院大学", 4, 1),
    ("Stockholm School of Economics", "ストックホルム商科大学", 2, 0),
)  # fmt: skip


def words(en, ja, sv):
    return {"en": en, "ja": ja, "sv": sv}


class Application(FlaskForm):
    title = StringField(words("Title of the project", "研究課題名", "Projektets titel"), validators=[Length(max=200)])
    theme = SelectField(
        words("Theme", "テーマ", "Tema"),
        choices=[("ageing", words("Ageing", "高齢化", "Åldrande")), ("ai", words("AI", "人工知能", "AI")),
                 ("material", words("Material science", "物質科学", "Materialvetenskap"))],
    )  # fmt: skip
    summary = TextAreaField(
        words("Short summary", "概要", "Kort sammanfattning"),
        description=words("Write for a colleague of another field.", "専門外の研究者にもわかるように書いてください。", "Skriv för en kollega inom ett annat ämne."),
    )
    amount = StringField(words("Amount asked of Kyushu University", "九州大学への申請額", "Belopp som söks från Kyushu universitet"))
    first = RadioField(
        words("Has either investigator taken part in MIRAI before?", "いずれかの研究代表者は過去にMIRAIに参加しましたか。", "Har någon av de sökande deltagit i MIRAI tidigare?"),
        choices=[("yes", words("Yes", "はい", "Ja")), ("no", words("No", "いいえ", "Nej"))],
    )
    goals = SelectMultipleField(
        words("Sustainable development goals", "SDGs(持続可能な開発目標)", "Globala mål"), option_widget=CheckboxInput(), widget=ListWidget(),
        choices=[("7", words("7 Affordable and clean energy", "7 エネルギーをみんなに そしてクリーンに", "7 Hållbar energi för alla")),
                 ("13", words("13 Climate action", "13 気候変動に具体的な対策を", "13 Bekämpa klimatförändringarna"))],
    )  # fmt: skip
    starts = DateField(words("First day", "開始日", "Första dag"), validators=[Optional()])
    people = IntegerField(words("Early-career researchers who travel", "渡航する若手研究者の人数", "Yngre forskare som reser"), validators=[Optional()])
    plan = FileField(words("Research plan as PDF", "研究計画書(PDF)", "Forskningsplan som PDF"))
    consent = BooleanField(words("My head of department knows of this application.", "所属長は本申請を承知しています。", "Min prefekt känner till ansökan."), validators=[InputRequired()])
    version = HiddenField(default="3")


SCALE = [(str(n), words(f"{n} {en}", f"{n} {ja}", f"{n} {sv}")) for n, en, ja, sv in (
    (1, "Poor", "劣る", "Bristfällig"), (2, "Fair", "やや劣る", "Godtagbar"), (3, "Good", "普通", "God"),
    (4, "Very good", "優れている", "Mycket god"), (5, "Excellent", "極めて優れている", "Utmärkt"))]  # fmt: skip


class Review(FlaskForm):
    quality = RadioField(
        words("Scientific quality", "学術的な質", "Vetenskaplig kvalitet"), choices=SCALE,
        description=words("Is the question clear, and can the plan answer it?", "問いは明確で、計画はそれに答えられますか。", "Är frågan tydlig och kan planen besvara den?"),
    )  # fmt: skip
    added = RadioField(words("Added value of working together", "日瑞共同研究の意義", "Mervärde av samarbetet"), choices=SCALE)
    early = RadioField(words("Benefit for early-career researchers", "若手研究者への効果", "Nytta för yngre forskare"), choices=SCALE)
    panel = TextAreaField(words("Comment for the panel only", "審査会のみへのコメント", "Kommentar endast till panelen"))
    applicants = TextAreaField(words("Comment for the applicants", "申請者へのコメント", "Kommentar till de sökande"))
    version = HiddenField(default="1")


def content():
    """What the pages speak of."""
    rows = [
        SimpleNamespace(number=f"MIRAI-2022-{17 * n:03}", title=LONG if n % 3 == 1 else words("Ageing well at home", "住み慣れた家で健やかに老いる", "Att åldras väl hemma"),
                        pair=f"{UNIVERSITIES[n % 8][0]} – {UNIVERSITIES[(n + 3) % 8][0]}", asked=Money(400_000 - 13_500 * n, "JPY"), mean="4.15", tone=tone, state=state)
        for n, (tone, state) in enumerate(
            [("good", words("Submitted", "提出済み", "Inskickad")), ("wait", words("With the second investigator", "もう一方の研究代表者が確認中", "Hos den andra sökande")),
             ("neutral", words("Draft", "下書き", "Utkast")), ("warn", words("Report due", "報告書の期限が近い", "Rapport snart")), ("bad", words("Overdue", "期限超過", "Försenad"))], 1)
    ]  # fmt: skip
    step = lambda name, label, danger=False: SimpleNamespace(name=name, label=label, danger=danger)  # noqa: E731
    return {
        "say": say, "Money": Money, "words": words, "LONG": LONG, "closes": CLOSES, "today": date(2022, 3, 31), "rows": rows,
        "universities": UNIVERSITIES, "address_of": lambda name: f"#{name}",
        "steps_open": [step("submit", say("Submit application")), step("pdf", say("Read as PDF")), step("withdraw", say("Withdraw application"), True)],
    }  # fmt: skip


def create_gallery() -> Flask:
    app = Flask("gallery", static_folder=str(shelf("static")), static_url_path="/static")
    app.config.update(SECRET_KEY="only for looking" * 3, SETTINGS=SimpleNamespace(production=False))
    app.jinja_loader = ChoiceLoader([FileSystemLoader(shelf("templates")), FileSystemLoader(HERE / "pages")])
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(lambda text: g.lang.gettext(text), lambda one, many, n: g.lang.ngettext(one, many, n), newstyle=True)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    CSRFProtect(app)
    headers.put_on(app)
    front, signin = Blueprint("front", "gallery"), Blueprint("signin", "gallery")

    @app.before_request
    def reader():
        g.lang = language((request.view_args or {}).get("code", "en"))

    @app.context_processor
    def known():
        code, here = g.lang.code, (request.view_args or {}).get("name")
        labels = {"home": say("Home"), "list": say("Applications"), "review": say("My reviews"), "figures": say("Figures")}
        return {
            "lang": g.lang, "languages": list(NAMES.items()), "demonstration": True, "contact": {"name": say("the programme office"), "mail": "office@example.org"},
            "nav": [(g.lang.say(label), f"/{code}/{name}", name == here) for name, label in labels.items()],
            "who": {"name": "田中 葵" if code == "ja" else "Åsa Lindqvist-Björkström", "role": words("Officer, Lund University", "ルンド大学 担当者", "Handläggare, Lunds universitet")},
        } | content()  # fmt: skip

    @app.get("/<code>/<name>")
    def show(code, name):
        form = Review() if name == "review" else Application()
        if name == "refused":
            form.title.errors = [words("Write a title.", "研究課題名を入力してください。", "Skriv en titel.")]
            form.amount.errors = [words("Yen have no decimals: write 400,000.", "円には小数がありません。400,000のように入力してください。", "Yen har inga decimaler: skriv 400 000.")]
            form.first.errors = [words("Choose one.", "どちらかを選んでください。", "Välj ett alternativ.")]
            form.consent.errors = [words("Confirm this before you submit.", "提出の前に確認してください。", "Bekräfta detta innan du skickar in.")]
            form.title.data, form.amount.data = "", "400,000.50"
        elif name == "form":
            form.title.data, form.amount.data, form.first.data = g.lang.texts(LONG), "400000", "yes"
        return render_template(f"{'form' if name == 'refused' else name}.html", form=form)

    @app.get("/plan.pdf")
    def plan():
        return send_file(HERE / "pages" / "plan.pdf")

    @front.post("/language")
    def language_chosen():
        code = request.form.get("language", "en")
        back = request.form.get("back", "").split("/")
        return redirect(f"/{code if code in LANGUAGES else 'en'}/{back[2] if len(back) > 2 else 'home'}", 303)  # noqa: PLR2004

    for blueprint, names in ((front, ("home", "privacy", "help", "mailbox")), (signin, ("page", "sign_out"))):
        for name in names:
            blueprint.add_url_rule(f"/{name}", name, lambda: redirect("/en/home"), methods=["GET", "POST"])
    front.add_url_rule("/language", "language", language_chosen, methods=["POST"])
    app.register_blueprint(front)
    app.register_blueprint(signin)
    return app


if __name__ == "__main__":
    create_gallery().run(port=5099)
