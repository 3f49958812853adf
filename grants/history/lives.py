"""Lives: check, move, write down. Nothing else in the house moves a state."""

import uuid
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import BigInteger
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from grants.db import choice, session_of
from grants.history.model import Entry
from grants.history.notes import append
from grants.rules.refusal import Overtaken, Refused
from grants.rules.workflow import Step, Workflow
from grants.words import say


class Lives:
    """A thing with a life: a state nobody can set, a version every write raises, a history."""

    workflow: ClassVar[Workflow]
    id: Any

    @declared_attr
    def _state(cls) -> Mapped[Any]:  # noqa: N805 - SQLAlchemy hands over the class
        first = next(iter(cls.workflow.states))
        return mapped_column("state", choice(cls.workflow.states), default=first, index=True)

    @declared_attr
    def version(cls) -> Mapped[int]:  # noqa: N805
        """How many deeds this life has seen; a write quotes it."""
        return mapped_column(BigInteger, default=0)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805
        return {"version_id_col": cls.version, "version_id_generator": False}

    @hybrid_property
    def state(self) -> Any:
        """What people decided last; dates and counts are not states."""
        return self._state

    def history_scope(self) -> tuple[uuid.UUID | None, uuid.UUID | None]:
        """The call and the application this life belongs to, for those who may read its history."""
        beginning = getattr(getattr(self, "application", None), "id", None)
        return getattr(self, "call_id", None), getattr(self, "application_id", None) or beginning

    def allow(self, step: Step, by: Any, at: datetime) -> None:
        """Refuse unless this person may take this step now."""
        if self.state not in step.source:
            raise Refused(say("This cannot be done now: it is “%(state)s”.", state=worded(self.state)))
        if not step.who(by, self):
            raise Refused(say("This is not for you to do."))
        reason = step.reason_against(by, self, at)
        if reason is not None:
            raise Refused(reason)

    def take(self, step: Step, by: Any, at: datetime, **detail: Any) -> None:
        """Take a step: check it, move, and write it down."""
        self.allow(step, by, at)
        source = self.state
        self._state = step.target or source
        self._write_down(step.name, by, at, source, detail)

    def begin(self, by: Any, at: datetime, **detail: Any) -> None:
        """Start this life in its first state; who may start it was asked of the thing it belongs to."""
        self._state = next(iter(self.workflow.states))
        self.version = 0
        self._write_down("begin", by, at, self._state, detail)

    def expect(self, version: int | None) -> None:
        """Refuse a write that was made looking at an older version."""
        if version is not None and version != self.version:
            raise Overtaken(say("Someone else changed this meanwhile. Nothing of yours is lost: look and save again."))

    def _write_down(self, name: str, by: Any, at: datetime, source: StrEnum, detail: dict[str, Any]) -> None:
        session = session_of(self)  # type: ignore[arg-type]
        call_id, application_id = self.history_scope()
        self.version = self.version + 1
        entry = Entry(
            subject_id=self.id, noun=self.workflow.noun, seq=self.version, at=at, by_id=getattr(by, "id", None),
            call_id=call_id, application_id=application_id, step=name, source=source.value,
            target=self._state.value, detail=detail, previous="", seal="",
        )  # fmt: skip
        append(session, entry)


def worded(state: StrEnum) -> Any:
    """The state as a word for people, where its kind has one."""
    return getattr(state, "label", state.value.replace("_", " "))
