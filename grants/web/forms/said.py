"""What WTForms says by itself, said in our words."""

from typing import Any

from grants.words import Sentence, say

NO_NUMBER = say("Write a whole number, for example 12.")
NOT_OFFERED = say("Choose one of the answers that are offered.")


class Wording(Sentence):
    """A library's message in our words; the values it would fill in are left out."""

    def __mod__(self, _values: object) -> "Wording":
        return self


class OurWords:
    """What WTForms says by itself, said in our words."""

    SAID = {  # noqa: RUF012 - read only
        "Not a valid choice.": NOT_OFFERED,
        "Invalid Choice: could not coerce.": NOT_OFFERED,
        "Invalid choice(s): one or more data inputs could not be coerced.": NOT_OFFERED,
        "'%(value)s' is not a valid choice for this field.": NOT_OFFERED,
        "Not a valid integer value.": NO_NUMBER,
        "Not a valid date value.": say("Write a day that exists, for example 2022-03-31."),
        "Not a valid datetime value.": say("Write a day and a time that exist, for example 2022-03-31 17:00."),
        "Not a valid time value.": say("Write a time, for example 17:00."),
    }

    def gettext(self, text: str) -> Any:
        """Our wording of a library's message."""
        known = self.SAID.get(text)
        return Wording(known.text) if known else text

    def ngettext(self, one: str, _many: str, _count: int) -> Any:
        """Our wording, whatever the count."""
        return self.gettext(one)


OUR_WORDS = OurWords()
