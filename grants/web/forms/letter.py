"""The shape of what is sent about letters."""

from grants.rules.refusal import Refused
from grants.web.forms.shape import Sheet, WholeNumber, required
from grants.words import say


class IssueForm(Sheet):
    """How many letters go out: typed in, so that nobody issues a number they did not see."""

    count = WholeNumber(say("Number of letters you are issuing"), [required()])

    def must_be(self, count: int) -> None:
        """Refuse when the number typed is not the number there is, or there is nothing to issue."""
        if count == 0 or self.count.data != count:
            raise Refused(
                say("There are %(count)s letters to issue. Look at them, then type that number.", count=count), "count"
            )
