"""The gallery: every component of the visual language on real pages, with long words in three languages.

It is the house's own templates, style sheet, headers and languages in a small Flask app; only the content is
invented (`sample.py`). `look.py` takes its pictures. To see a component used, read the page of its name in `pages/`.
"""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

from flask import Blueprint, Flask, current_app, g, jsonify, redirect, render_template, request, send_file
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFProtect
from jinja2 import ChoiceLoader, FileSystemLoader

from grants.config import shelf
from grants.web import headers
from grants.web.clashes import Clash, drawn
from grants.words import LANGUAGES, NAMES, language, say
from tests.look.sample import LONG, Application, Review, content, words

HERE = Path(__file__).parent
PAGES = ("home", "list", "thing", "form", "refused", "review", "figures", "mailbox", "doors", "error")
FAULTS = {
    "title": words("Write a title.", "研究課題名を入力してください。", "Skriv en titel."),
    "amount": words(
        "Yen have no decimals: write 400,000.",
        "円には小数がありません。400,000のように入力してください。",
        "Yen har inga decimaler: skriv 400 000.",
    ),
    "first": words("Choose one.", "どちらかを選んでください。", "Välj ett alternativ."),
    "consent": words(
        "Confirm this before you submit.", "提出の前に確認してください。", "Bekräfta detta innan du skickar in."
    ),
}

pages = Blueprint("pages", __name__)
front = Blueprint("front", __name__)
signin = Blueprint("signin", __name__)
public = Blueprint("public", __name__)


def create_gallery() -> Flask:
    """The gallery, ready to be looked at."""
    app = Flask("gallery", static_folder=str(shelf("static")), static_url_path="/static")
    app.config.update(SECRET_KEY="only for looking" * 3, SETTINGS=SimpleNamespace(production=False))
    app.config["WRITTEN"] = {"version": 3, "text": {}}
    app.jinja_loader = ChoiceLoader([FileSystemLoader(shelf("templates")), FileSystemLoader(HERE / "pages")])
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(gettext, ngettext, newstyle=True)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.before_request(meet_reader)
    app.context_processor(known)
    CSRFProtect(app)
    headers.put_on(app)
    for blueprint in (pages, front, signin, public):
        app.register_blueprint(blueprint)
    return app


def gettext(text: str) -> str:
    return g.lang.gettext(text)


def ngettext(one: str, many: str, count: int) -> str:
    return g.lang.ngettext(one, many, count)


def meet_reader() -> None:
    g.lang = language((request.view_args or {}).get("code", "en"))


def known() -> dict[str, Any]:
    """What the frame of every page wants to know."""
    code, here = g.lang.code, (request.view_args or {}).get("name")
    labels = {"home": say("Home"), "list": say("Applications"), "review": say("My reviews"), "figures": say("Figures")}
    officer = words("Officer, Lund University", "ルンド大学 担当者", "Handläggare, Lunds universitet")
    return content() | {
        "lang": g.lang,
        "languages": list(NAMES.items()),
        "demonstration": True,
        "contact": {"name": say("the programme office"), "mail": "office@example.org"},
        "nav": [(g.lang.say(label), f"/{code}/{name}", name == here) for name, label in labels.items()],
        "who": {"name": "田中 葵" if code == "ja" else "Åsa Lindqvist-Björkström", "role": officer},
        "visitor": SimpleNamespace(zone="Asia/Tokyo"),
    }


@pages.get("/<code>/<name>")
def show(code: str, name: str) -> ResponseReturnValue:
    """A page of the gallery in a language; "refused" is the form with something wrong in it."""
    form = Review() if name == "review" else Application()
    if name == "form":
        form.title.data, form.amount.data, form.first.data = language(code).texts(LONG), "400000", "yes"
    if name == "refused":
        form.amount.data = "400,000.50"
        for field, reason in FAULTS.items():
            form[field].errors = [reason]
    return render_template(f"{'form' if name == 'refused' else name}.html", form=form)


@pages.post("/save")
def save() -> ResponseReturnValue:
    """Keep one draft, as the house does: a wrong version is answered with the other's text."""
    written = draft()
    text = {name: value for name, value in request.form.items() if name not in {"csrf_token", "version"}}
    if request.form["version"] != str(written["version"]):
        theirs = {name: value for name, value in written["text"].items() if value != text.get(name)}
        clashes = {name: drawn(name, Clash(value, text.get(name, ""))) for name, value in theirs.items()}
        told = {"sentence": "Somebody else saved this.", "version": written["version"]}
        return jsonify(**told, theirs=theirs, clashes=clashes), 409
    written.update(version=written["version"] + 1, text=text)
    errors = {"amount": "Yen have no decimals."} if "." in text.get("amount", "") else {}
    told = {"sentence": "Saved 12:03:07", "errors": errors, "echoes": {"amount": "= JPY 400,000"}}
    return jsonify(**told, version=written["version"])


@pages.get("/written")
def written() -> ResponseReturnValue:
    return jsonify(draft())


def draft() -> dict[str, Any]:
    return current_app.config["WRITTEN"]


@pages.get("/plan.pdf")
def plan() -> ResponseReturnValue:
    return send_file(HERE / "pages" / "plan.pdf")


@front.post("/language", endpoint="language")
def speak() -> ResponseReturnValue:
    """The same page in another language."""
    code = request.form.get("language", "en")
    page = request.form.get("back", "/en/home").rpartition("/")[2]
    return redirect(f"/{code if code in LANGUAGES else 'en'}/{page}", 303)


def elsewhere() -> ResponseReturnValue:
    return redirect("/en/home")


PLACES = ((front, ("home", "privacy", "help", "mailbox")), (signin, ("page", "sign_out")), (public, ("profile",)))
for blueprint, names in PLACES:
    for name in names:
        blueprint.add_url_rule(f"/{name}", name, elsewhere, methods=["GET", "POST"])


if __name__ == "__main__":
    create_gallery().run(port=5099)
