"""The forms of a call's records: why nothing may be deleted, and who asked for a part of the record."""

from grants.web.forms.shape import Sheet, day, line, text
from grants.words import say


class HoldForm(Sheet):
    """Why everything of a call is kept for now."""

    reason = text(say("Why everything of this call is kept"), 1000)


class RequestForm(Sheet):
    """Who asked for what, and what they were given."""

    asked_by = line(say("Requested by"), 240)
    asked_on = day(say("Requested on"))
    wanted = text(say("What was asked for"), 2000)
    given = text(say("What was given, or why nothing was"), 2000)
    given_on = day(say("Answered on"))
