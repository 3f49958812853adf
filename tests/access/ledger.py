"""What stands in the tables, known by what was written to them: read again only when something was."""

import re
from itertools import count
from typing import Any

from sqlalchemy import event

from grants.db import Base

COUNTED_ELSEWHERE = {"entry", "signed_in", "sign_in_try"}
TABLES = [table.name for table in Base.metadata.sorted_tables if table.name not in COUNTED_ELSEWHERE]
WRITES = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM|WITH)\s+"?(\w+)', re.IGNORECASE)


class Ledger:
    """Follows every write and every savepoint of one connection; two states without a write between them are one."""

    def __init__(self, connection: Any) -> None:
        self.connection, self.numbers, self.savepoints = connection, count(1), count(1)
        self.state, self.points = 0, []
        self.known: dict[int, dict[str, tuple[int, int]]] = {}
        event.listen(connection, "before_cursor_execute", self.note)
        event.listen(connection, "savepoint", self.point)
        event.listen(connection, "rollback_savepoint", self.back)
        event.listen(connection, "release_savepoint", self.kept)

    def note(self, _connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        written = WRITES.match(statement)
        if written and written[1] not in COUNTED_ELSEWHERE:
            self.state = next(self.numbers)

    def point(self, _connection: Any, _name: None) -> None:
        """A savepoint is told of before it has its name; the names are numbered."""
        self.points.append((f"sa_savepoint_{next(self.savepoints)}", self.state))

    def back(self, _connection: Any, name: str, _context: Any) -> None:
        self.state = self.closed(name)

    def kept(self, _connection: Any, name: str, _context: Any) -> None:
        self.closed(name)

    def closed(self, name: str) -> int:
        """The state in which a savepoint was set; it and all within it are gone."""
        place = max(place for place, (one, _) in enumerate(self.points) if one == name)
        state = self.points[place][1]
        del self.points[place:]
        return state

    def page(self) -> dict[str, tuple[int, int]]:
        """How many rows each table has, and a mark of all that stands in them."""
        if self.state not in self.known:
            self.known[self.state] = {name: self.sum(name) for name in TABLES}
        return self.known[self.state]

    def sum(self, name: str) -> tuple[int, int]:
        rows = sorted(map(repr, self.connection.exec_driver_sql(f'SELECT * FROM "{name}"').fetchall()))
        return len(rows), hash(tuple(rows))
