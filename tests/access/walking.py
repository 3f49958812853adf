"""A walk through the whole house as one role: every page there is, with every key there is, and where its links lead."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any
from urllib.parse import unquote, urlsplit

from sqlalchemy import select
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Rule

from grants.applications.model import Endorsement, Invitation
from grants.calls.model import Form
from grants.letters.model import Letter
from grants.mail.model import Message
from grants.people.model import Person
from grants.reports.model import Outcome
from grants.reviews.model import Assignment
from grants.rules.access import may_read
from grants.rules.relations import ANYONE
from grants.rules.reports import OutcomeKind
from grants.web.desk import Door
from grants.web.office.exports import RECORDS
from tests.access.cells import undone
from tests.access.here import Here
from tests.access.knocking import NOWHERE
from tests.access.readings import readable
from tests.access.world import World

LINK = re.compile(r'href="(/[^"#]*)')
PASSED_BY = {"static", "front.readyz"}
SIGNING_IN = "signin."
SAME_EVERYWHERE = {"Content-Security-Policy", "Permissions-Policy", "Set-Cookie", "Content-Length"}
WITH = {
    "office.applications": ("state=all", "state=draft", "state=withdrawn", "words=Kelp", "words=Moss"),
    "office.assignments": ("state=all", "words=Kelp"),
    "public.register": ("words=Kelp", "words=Moss"),
    "admin.people": ("words=edberg", "words=ada%40example.org"),
    "office.mail": ("state=waiting", "to=ada%40example.org", "to=sol%40example.org"),
}
"""What is asked of a list in its address, beside nothing."""


@dataclass(frozen=True)
class Seen:
    """One page as a role finds it."""

    address: str
    endpoint: str
    status: int
    text: str
    refused: str = ""
    head: str = ""

    @property
    def all_told(self) -> str:
        """All that came back: the names of files in its headers, and what a refusal says, as well."""
        return f"{self.head} {self.text} {self.refused}"


Walk = dict[str, Seen]


def walk(world: World, role: str) -> Walk:
    """Everything that this role comes to see; walked once for all questions about it."""
    if role not in world.walks:
        with undone(world) as client:
            here = Here(world, role, client)
            here.sign_in()
            world.session.commit()
            before = world.ledger.page()
            found = along(here)
            found |= {address: look(here, address) for address in sorted(led_to(world, found))}
            world.session.commit()
            assert before == world.ledger.page(), f"{role} changed something by reading"
        world.walks[role] = found
    return world.walks[role]


def along(here: Here) -> Walk:
    """Every page of the house; a door that is shut, as the law has it, is knocked at once and not with every word."""
    found: Walk = {}
    shut: set[tuple[str, Any]] = set()
    by = here.by or ANYONE
    for address, (door, thing) in addresses(here.world).items():
        place = (endpoint_of(here.world, address), thing and thing.id)
        if place not in shut:
            found[address] = look(here, address)
            if found[address].status != 200 and isinstance(door, Door) and not may_read(by, door.noun, thing):
                shut.add(place)
    return found


def look(here: Here, address: str) -> Seen:
    """Ask for one page; as reading changes nothing, what the test knows of the house stays as it is."""
    answer = here.client.plain("GET", address)
    assert answer.status_code < 500, f"{here.role} at {address}: {answer.status_code}"
    text, endpoint = readable(answer), endpoint_of(here.world, address)
    head = " ".join(unquote(value) for name, value in answer.headers if name not in SAME_EVERYWHERE)
    if answer.status_code == 200:
        return Seen(address, endpoint, 200, text, head=head)
    return Seen(address, endpoint, answer.status_code, "", text, head)


def led_to(world: World, found: Walk) -> set[str]:
    """Where the pages lead that nobody has thought of: another order, a second sheet, a filter."""
    links = {link.replace("&amp;", "&") for seen in found.values() for link in LINK.findall(seen.text)}
    return {link for link in links - set(found) if not link.startswith("/static/") and endpoint_of(world, link)}


def endpoint_of(world: World, address: str) -> str:
    """The page behind an address; nothing where there is none."""
    try:
        return str(world.app.url_map.bind("localhost").match(urlsplit(address).path, "GET")[0])
    except HTTPException:
        return ""


def addresses(world: World) -> dict[str, tuple[Any, Any]]:
    """Every address of the house, with its door and its thing: each page with each thing it could be about."""
    if not world.addresses:
        filled = {address: place for rule in pages(world) for address, place in fillings(world, rule)}
        asked = {
            f"{one}?{more}": place for one, place in filled.items() for more in WITH.get(endpoint_of(world, one), ())
        }
        world.addresses = filled | asked
    return world.addresses


def pages(world: World) -> Iterator[Rule]:
    """Every rule of the house that can be asked for; signing in shows nothing, and no server runs here to be ready."""
    for rule in world.app.url_map.iter_rules():
        if "GET" in rule.methods and not passed_by(rule):
            yield rule


def passed_by(rule: Rule) -> bool:
    """Whether there is nothing to walk to."""
    return rule.endpoint in PASSED_BY or rule.endpoint.startswith(SIGNING_IN)


def fillings(world: World, rule: Rule) -> Iterator[tuple[str, tuple[Any, Any]]]:
    """One rule with every key and every word that fits it."""
    door = world.app.view_functions[rule.endpoint].door
    for thing in things(world, rule.endpoint, door) if "id" in rule.arguments else [None]:
        names = sorted(rule.arguments - {"id"})
        for values in product(*(words_for(world, rule.endpoint, name, thing) for name in names)):
            said = dict(zip(names, values, strict=True)) | ({"id": thing.id} if thing is not None else {})
            built = rule.build(said)
            assert built is not None, rule
            yield built[1], (door, thing)


def things(world: World, endpoint: str, door: Any) -> list[Any]:
    """What a page with a key could show: every row of its kind."""
    if isinstance(door, Door):
        kind = door.kind
    elif endpoint in IN_A_HALL:
        kind = IN_A_HALL[endpoint]
    else:
        raise AssertionError(f"{endpoint} shows rows without a Door: name their kind in tests/access/walking.py")
    if kind is Person:
        return [world.people[key] for key in ("ada", "ben", "sol", "eva", "con", "vic", "sys")]
    if endpoint in PRINTED:
        return [world.application]
    return list(world.session.scalars(select(kind)).unique())


IN_A_HALL: dict[str, type] = {
    "applicant.invitation": Invitation, "public.asked": Assignment, "public.sign_off_page": Endorsement, "public.sign_off_pdf": Endorsement,
}  # fmt: skip
"""Pages in a hall that take a key all the same, and of what."""


PRINTED = {"applicant.pdf", "office.pdf", "reviewer.pdf"}
"""What takes long to print; one application will do."""


def words_for(world: World, endpoint: str, name: str, thing: Any) -> Iterable[Any]:
    """What can stand in a page's address beside its key."""
    if (endpoint, name) in WORDS:
        return WORDS[endpoint, name](world, thing)
    if name in WORDS:
        return WORDS[name](world, thing)
    raise AssertionError(f"{endpoint}: say in tests/access/walking.py what <{name}> can be")


def sections(world: World, form: Form) -> list[str]:
    return sorted({question.section for question in world.call.questions if question.form is form})


def messages(world: World) -> list[Any]:
    """One message of every kind, about our application where there is one."""
    found = world.session.scalars(select(Message).order_by(Message.application_id == world.application.id, Message.to))
    return list({message.kind: message.id for message in found}.values())


WORDS: dict[Any, Any] = {
    "side": lambda world, _: [side.code for side in world.call.sides],
    ("applicant.section", "section"): lambda world, _: sections(world, Form.APPLICATION),
    ("applicant.history", "section"): lambda world, _: sections(world, Form.APPLICATION),
    ("applicant.report_section", "section"): lambda world, _: sections(world, Form.REPORT),
    "question": lambda world, _: [one.code for one in world.call.questions if one.kind == "file"],
    ("applicant.member", "member_id"): lambda _, application: [one.id for one in application.members] or [NOWHERE],
    ("applicant.download", "paper_id"): lambda _, application: [one.id for one in application.papers] or [NOWHERE],
    "outcome_id": lambda world, _: world.session.scalars(select(Outcome.id)).all() or [NOWHERE],
    ("applicant.new_outcome", "kind"): lambda _, __: list(OutcomeKind),
    ("office.letter_text", "kind"): lambda _, __: ["award", "regret"],
    "kind": lambda _, __: ["csv"],
    "number": lambda _, __: [1],
    "table": lambda _, __: list(RECORDS),
    ("office.annual_pdf", "code"): lambda world, _: world.call.languages[:1],
    ("office.annual_pdf", "year"): lambda world, _: [world.call.starts_on.year],
    ("reviewer.minutes_pdf", "code"): lambda world, _: world.call.languages[:1],
    ("office.edit_round", "code"): lambda world, _: [one.code for one in world.call.review_rounds][:1],
    ("office.edit_criterion", "code"): lambda world, _: [world.call.criteria[0].code],
    ("office.edit_question", "code"): lambda world, _: [world.call.questions[0].code],
    ("public.verified", "code"): lambda world, _: world.session.scalars(select(Letter.code)).all() or [NOWHERE],
    ("office.new_line", "which"): lambda _, __: ["roles", "endorsements", "checklist"],
    ("office.edit_line", "which"): lambda _, __: ["endorsements"],
    ("office.edit_line", "code"): lambda _, __: ["department"],
    "which": lambda _, __: [form.value for form in Form],
    "key": lambda world, _: messages(world) or [NOWHERE],
    "link": lambda _, __: [NOWHERE],
}
"""By the name of a place in an address, or by page and name: what can stand there."""
