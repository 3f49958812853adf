"""A record whose every session lives in one connection, so that a whole test can be undone."""

from sqlalchemy import event
from sqlalchemy.orm import Session

from grants.db import Record, refuse_to_write


class RehearsalRecord(Record):
    """Commits are real to everyone who looks, and undone when the test ends."""

    def __init__(self, real: Record) -> None:
        self.engine, self.writers = real.engine, real.writers
        self.connection = self.writers.connect()
        self.whole = self.connection.begin()

    def writing(self) -> Session:
        return Session(self.connection, join_transaction_mode="create_savepoint", expire_on_commit=False)

    def reading(self) -> Session:
        session = Session(
            self.connection,
            join_transaction_mode="create_savepoint",
            expire_on_commit=False,
            autoflush=False,
        )
        event.listen(session, "before_flush", refuse_to_write)
        return session

    def undo(self) -> None:
        self.whole.rollback()
        self.connection.close()
