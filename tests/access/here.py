"""One role in the world, at one door after the other; every knock is kept, with what came of it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO
from typing import Any

from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from tests.access.knocking import Knocking
from tests.access.readings import fields_in, readable
from tests.access.world import World


@dataclass
class Knock:
    """One request of a deed, and whether it did what the deed is about."""

    method: str
    address: str
    answer: TestResponse
    happened: bool
    shared: bool
    untouched: bool
    fields: dict[str, Any]


@dataclass
class Here:
    """One role in the world, at one door after the other."""

    world: World
    role: str
    client: Knocking
    version: int = 0
    knocks: list[Knock] = field(default_factory=list)

    @property
    def by(self) -> Any:
        return self.world.person(self.role)

    @property
    def session(self) -> Session:
        return self.world.session

    @property
    def at(self) -> Any:
        return self.world.at

    @property
    def first(self) -> str:
        return self.world.house.first

    @property
    def second(self) -> str:
        return self.world.house.second

    @property
    def side(self) -> str:
        """The side this role acts for; strangers try the first."""
        return self.second if self.role in {"pi_b", "officer_b", "team_view", "rev_post"} else self.first

    @property
    def other_side(self) -> str:
        return self.second if self.side == self.first else self.first

    def look(self, address: str, *marks: str, shared: bool = False, never: tuple[str, ...] = ()) -> bool:
        """Ask for a page; it happened if every mark stands in it. On a shared page others may stand without them."""
        answer, untouched = self.knock("GET", address, {})
        text = readable(answer) if answer.status_code == 200 else ""
        if answer.status_code == 200:
            assert not [word for word in never if word in text], f"{self.role} reads {never} at {address}"
        happened = answer.status_code == 200 and all(mark in text for mark in marks)
        self.knocks.append(Knock("GET", address, answer, happened, shared, untouched, {}))
        return happened

    def read(self, address: str, *marks: str, **fields: Any) -> bool:
        """Send a form that is answered with what was asked to be read; it happened if every mark stands in it."""
        answer, untouched = self.knock("POST", address, fields)
        self.session.expire_all()
        happened = answer.status_code == 200 and all(mark in readable(answer) for mark in marks)
        self.knocks.append(Knock("POST", address, answer, happened, False, untouched, fields))
        return happened

    def act(self, address: str, effect: Callable[[], bool], *, shared: bool = False, **fields: Any) -> bool:
        """Send a form; it happened if its effect can be seen afterwards."""
        answer, untouched = self.knock("POST", address, fields)
        self.session.expire_all()
        happened = answer.status_code in {200, 303} and bool(effect())
        self.knocks.append(Knock("POST", address, answer, happened, shared, untouched, fields))
        return happened

    def knock(self, method: str, address: str, fields: dict[str, Any]) -> tuple[TestResponse, bool]:
        """One request, and whether every table is as it was."""
        self.session.commit()
        before = self.world.ledger.page()
        answer = self.client.get(address) if method == "GET" else self.client.send(address, **copied(fields))
        self.session.commit()
        return answer, before == self.world.ledger.page()

    def form_of(self, address: str, role: str) -> dict[str, Any]:
        """What somebody who may see a form would send if they changed nothing: so that all send the same."""
        with as_(self, role):
            text = self.client.get(address).get_data(as_text=True)
        return {
            name: value for name, value in fields_in(text).items() if name != "writer"
        }  # each has a name of their own

    def later(self, **by: float) -> None:
        """Time passes; whoever was signed in signs in anew."""
        self.world.later(**by)
        self.sign_in()

    def after_the_close(self) -> None:
        """A moment after the deadline, its hidden grace included."""
        deadline = self.world.call.deadlines[-1]
        until = deadline.at + timedelta(seconds=deadline.grace_seconds + 1)
        self.later(seconds=(until - self.at).total_seconds())

    def sign_in(self) -> None:
        """Be this role: by the sign-in of the beginning, or anew when time has passed."""
        self.session.commit()
        if self.role == "anonymous":
            self.client.nobody()
        elif self.at == self.world.signed_in_at:
            self.client.carry(self.world.cookies[self.role])
        else:
            self.client.be(self.by)


@contextmanager
def as_(here: Here, role: str) -> Iterator[None]:
    """For a moment as somebody else."""
    mine, here.role = here.role, role
    here.sign_in()
    yield
    here.role = mine
    here.sign_in()


def copied(fields: dict[str, Any]) -> dict[str, Any]:
    """Files are read once; a second try needs a fresh one."""
    return {
        name: (BytesIO(value[0]), *value[1:]) if isinstance(value, tuple) and isinstance(value[0], bytes) else value
        for name, value in fields.items()
    }
