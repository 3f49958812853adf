"""How a person's name is written for a reader: as typed, never rewritten, in that language's own order."""

import re
import unicodedata
from typing import Any

HAN_OR_KANA = re.compile("[぀-ヿ㐀-鿿豈-﫿\U00020000-\U0003ffff々〇]")
SHOWN_IN_OWN_SCRIPT = {"ja"}
FAMILY_FIRST, GIVEN_FIRST = "family_first", "given_first"


def is_east_asian(name: str) -> bool:
    """Whether a name is typed in kanji or kana: then the family name comes first."""
    return bool(HAN_OR_KANA.search(name))


def puts_family_first(person: Any) -> bool:
    """Whether the family name comes first: as the person says, else as the script they type it in has it."""
    order = getattr(person, "name_order", "")
    return order == FAMILY_FIRST or (order != GIVEN_FIRST and is_east_asian(person.family + person.given))


def native(person: Any) -> str:
    """The name as typed, in its own order: 山田 花子, Åsa Öberg."""
    if puts_family_first(person):
        return f"{person.family} {person.given}".strip()
    return f"{person.given} {person.family}".strip()


def latin(person: Any) -> str:
    """The romanised name, given name first; the typed one where there is no other."""
    romanised = f"{person.given_latin} {person.family_latin}".strip()
    return romanised or native(person)


def written(person: Any, language: str) -> str:
    """The name for a reader of that language: kanji for Japanese readers, Latin letters for the others."""
    if not is_east_asian(person.family + person.given):
        return native(person)
    return native(person) if language in SHOWN_IN_OWN_SCRIPT else latin(person)


def both(person: Any) -> str:
    """Both scripts, for letters: Hanako Yamada (山田 花子); one where there is but one."""
    if is_east_asian(person.family + person.given) and (person.family_latin or person.given_latin):
        return f"{latin(person)} ({native(person)})"
    return native(person)


def salutation(person: Any, language: str) -> str:
    """The name as a letter begins: 山田 花子様 in Japanese, the plain name elsewhere."""
    return f"{written(person, language)} 様" if language == "ja" else written(person, language)


class Named:
    """A line of a list that carries the four parts of a person's name."""

    family: str
    given: str
    family_latin: str
    given_latin: str

    def name_in(self, language: str) -> str:
        """The name as a reader of that language writes it; nothing where nobody is named."""
        return written(self, language)


def search_key(text: str) -> str:
    """What a name is searched by: width, case and macrons do not matter. Never stored as the name."""
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    return "".join(letter for letter in folded if not unicodedata.combining(letter) or "゙" <= letter <= "゚")
