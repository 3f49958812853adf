"""Somebody who writes, submits and reopens without end, and remembers what the server said it had kept."""

from dataclasses import dataclass, field
from random import Random
from threading import Event, Thread

from tests.faults.ground import Team
from tests.faults.person import Answer, Browser, fingerprint_on, version_on

PLACES = ("summary", "aim", "plan", "added_value")


@dataclass
class Ledger:
    """What one team was promised: the texts that may stand in each place, and the submissions it holds receipts for."""

    may_stand: dict[str, list[str]] = field(default_factory=dict)
    receipts: list[str] = field(default_factory=list)
    saves: int = 0
    submissions: int = 0
    unanswered_saves: int = 0
    unanswered_submissions: int = 0
    faults: list[str] = field(default_factory=list)


class Writer(Thread):
    """One team at work, until it is told to stop."""

    def __init__(self, team: Team, section: str, enough: Event, seed: int) -> None:
        super().__init__(daemon=True)
        self.team, self.section, self.enough = team, section, enough
        self.lead, self.partner = team.browsers()
        self.chance, self.ledger, self.number = Random(seed), Ledger(), 0

    def run(self) -> None:
        """Work until it is told to stop."""
        try:
            while not self.enough.is_set():
                for _ in range(self.chance.randint(1, 4)):
                    self.save()
                self.submit()
                self.reopen()
        finally:
            self.lead.hang_up()
            self.partner.hang_up()

    def save(self) -> None:
        """Write something new in one place; what was answered with "saved" is a promise."""
        self.number += 1
        place, text = self.chance.choice(PLACES), f"{self.number:06d} 字 å of {self.team.application_id}"
        address = f"{self.team.own}/sections/{self.section}/autosave"
        told = self.lead.ask("POST", address, changed=place, **{place: text})
        if told is None:
            self.ledger.unanswered_saves += 1
            self.ledger.may_stand.setdefault(place, []).append(text)
        elif self.expected(told, 200):
            self.ledger.saves += 1
            self.ledger.may_stand[place] = [text]

    def submit(self) -> None:
        """Both confirm what stands, the first submits; whoever is led to a receipt holds one."""
        for browser, deed in ((self.lead, "confirm"), (self.partner, "confirm"), (self.lead, "submit")):
            told = self.deed(browser, deed)
            if told is None:
                self.ledger.unanswered_submissions += deed == "submit"
                return
            if not self.expected(told, 303):
                return
        receipt = self.lead.look(f"{self.team.own}/receipt")
        self.ledger.submissions += 1
        self.ledger.receipts.append(fingerprint_on(receipt))

    def deed(self, browser: Browser, deed: str) -> Answer | None:
        """Confirm or submit the version that the page shows."""
        page = browser.look(f"{self.team.own}/submit")
        return browser.ask("POST", f"{self.team.own}/submit", deed=deed, version=version_on(page))

    def reopen(self) -> None:
        """Go on writing: until the server answers; it may have been reopened by a try that nobody answered."""
        while self.lead.ask("POST", f"{self.team.own}/reopen") is None and not self.enough.is_set():
            pass

    def expected(self, told: Answer, status: int) -> bool:
        """Whether the server did as it was asked; whatever else it says is written down."""
        if told.status != status:
            self.ledger.faults.append(f"{told.status} {told.location} {told.text[-300:]}")
        return told.status == status
