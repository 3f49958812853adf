"""The forms of a call's money: a line for a ledger, and a rate for totals that only indicate."""

from grants.rules.pots import WRITTEN_BY_HAND, PotEntryKind
from grants.web.forms.shape import Sheet, choose, day, line, text
from grants.words import say

K = PotEntryKind
WHAT = {
    K.TOPUP: say("Money is added to the pot"),
    K.CUT: say("The pot is cut"),
    K.EARMARK: say("Money is set aside for later"),
    K.UNEARMARK: say("Money set aside by hand is free again"),
    K.PAY: say("Money of an award is paid out"),
    K.RETURN: say("Money of an award comes back unspent"),
}


class MoneyForm(Sheet):
    """A line for a pot's ledger."""

    pot = choose(say("Pot"), [])
    kind = choose(say("What happens"), [(kind.value, WHAT[kind]) for kind in WRITTEN_BY_HAND], radio=True)
    award = choose(say("Which award, if it is paid or comes back"), [], needed=False)
    amount = line(say("Amount"), 60)
    note = text(say("Why"), 500)


class RateForm(Sheet):
    """What one unit of a currency was worth in another on a day, and who says so."""

    base = choose(say("One unit of"), [])
    quote = choose(say("is worth, in"), [])
    written = line(say("this much"), 20, description=say("A number such as 14.85, with a point."))
    day = day(say("On"))
    source = line(say("As told by"), 300, description=say("Such as the central bank's table of that day."))


class TotalForm(Sheet):
    """The currency in which a total is indicated."""

    into = choose(say("In"), [], needed=False)
