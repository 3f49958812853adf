"""The acts on letters that are out, and on the words of letters: two officers each; nobody changes what was issued."""

from sqlalchemy import select

from grants.files.actions import Intake
from grants.files.store import Store
from grants.letters import actions as letters
from grants.letters.filling import house_text
from grants.letters.model import Letter, LetterPicture, LetterWording
from grants.rules.letters import LetterKind, LetterState, PicturePlace, WordingState
from tests.access.acts_calls import colleague, office
from tests.access.cells import but, deed
from tests.access.here import Here
from tests.access.law import OFFICERS, PIS
from tests.access.world import OURS
from tests.files.test_pictures import picture

WHY = "sent to the wrong person"
TEXTS = f"/letters/texts/{LetterKind.REGRET}"


def issued(here: Here, side: str | None = None) -> Letter:
    return here.world.letters[side or here.side]


def asked(here: Here, role: str) -> Letter:
    """A letter that one officer has asked to revoke."""
    letters.ask_to_revoke(issued(here), WHY, here.world.person(role), here.at)
    here.session.flush()
    return issued(here)


def voided(here: Here) -> Letter:
    letter = asked(here, "officer_a")
    letters.revoke(letter, here.world.person("officer_b"), here.at)
    here.session.flush()
    return letter


@deed("released", "letter.draft.read")
def read_what_a_letter_says(here):
    here.look(f"/office/letters/{issued(here).id}", OURS)


@deed("released", "letter.draft.prepare")
def prepare_a_new_issue(here):
    here.act(f"/office/letters/{issued(here).id}/replace", lambda: len(issued(here).replaced_by) == 1,
             **{"again-reason": "typo"})  # fmt: skip


@but("own_side", "released", "letter.draft.prepare", *OFFICERS)
def prepare_a_new_issue_of_the_other_side(here):
    theirs = issued(here, here.other_side)
    here.act(f"/office/letters/{theirs.id}/replace", lambda: bool(theirs.replaced_by), **{"again-reason": "typo"})


@deed("released", "letter.issued.ask_void")
def ask_to_revoke_a_letter(here):
    here.act(
        f"/office/letters/{issued(here).id}/revoke", lambda: issued(here).revoke_asked_by_id is not None, reason=WHY
    )


@deed("released", "letter.issued.ask_void")
def let_a_letter_stand(here):
    letter = asked(here, "officer_a")
    here.act(f"/office/letters/{letter.id}/revoke/drop", lambda: letter.revoke_asked_by_id is None)


@deed("released", "letter.issued.void")
def revoke_what_the_other_side_asked_for(here):
    letter = asked(here, colleague(here))
    here.act(f"/office/letters/{letter.id}/revoke/agree", lambda: letter.state is LetterState.VOID)


@but("four_eyes", "released", "letter.issued.void", *OFFICERS)
def revoke_what_one_asked_for_oneself(here):
    letter = asked(here, here.role)
    here.act(f"/office/letters/{letter.id}/revoke/agree", lambda: letter.state is LetterState.VOID)


@but("four_eyes", "released", "letter.issued.void", *OFFICERS)
def revoke_what_nobody_asked_for(here):
    letter = issued(here)
    here.act(f"/office/letters/{letter.id}/revoke/agree", lambda: letter.state is LetterState.VOID)


@deed("released", "letter.void.download")
def download_a_revoked_letter(here):
    letter = voided(here)
    here.look(f"/my/letters/{letter.id}", letter.number, "VOID")
    here.look(f"/office/letters/{letter.id}.pdf", letter.number, "VOID")


@but("own_side", "released", "letter.void.download", *PIS)
def download_the_other_sides_revoked_letter(here):
    theirs = issued(here, here.other_side)
    letters.ask_to_revoke(theirs, WHY, here.world.person("officer_a"), here.at)
    letters.revoke(theirs, here.world.person("officer_b"), here.at)
    here.session.flush()
    here.look(f"/my/letters/{theirs.id}", theirs.number)


@deed("released", "letter.any.renumber_or_delete")
def renumber_or_throw_away_what_was_issued(here):
    letter = issued(here)
    kept = (letter.number, letter.sha256, letter.state)

    def other():
        return (letter.number, letter.sha256, letter.state) != kept

    for deed_ in ("discard", "issue"):
        here.act(
            office(here, f"/letters/{deed_}"), other, shared=here.role in OFFICERS, count="1", number="X-1", ordinal="7"
        )


# The words of letters


def wordings(here: Here) -> list[LetterWording]:
    return list(here.session.scalars(select(LetterWording)))


def own_words(here: Here, role: str) -> LetterWording:
    """Words that one officer has proposed."""
    texts = {code: house_text(LetterKind.REGRET, code) for code in ("en", "ja", "sv")}
    by = here.world.person(role)
    wording = letters.propose_wording(here.world.call, (LetterKind.REGRET, texts, False), by, here.at)
    here.session.flush()
    return wording


@deed("released", "letter_template.any.propose")
def write_the_words_of_a_letter(here):
    here.look(office(here, "/letters/texts"), "Words of the letters")
    fields = {
        f"{code}_{block}": text
        for code in ("en", "ja", "sv")
        for block, text in house_text(LetterKind.REGRET, code).items()
    }
    here.act(office(here, TEXTS), lambda: len(wordings(here)) == 1, **fields)


@deed("released", "letter_template.any.propose")
def drop_words_that_wait(here):
    wording = own_words(here, "officer_a")
    here.act(f"/office/letter-texts/{wording.id}/drop", lambda: wording.state is WordingState.DROPPED)


@deed("released", "letter_template.any.edit")
def agree_to_words_of_the_other_side(here):
    wording = own_words(here, colleague(here))
    here.act(f"/office/letter-texts/{wording.id}/agree", lambda: wording.state is WordingState.IN_USE)


@but("four_eyes", "released", "letter_template.any.edit", *OFFICERS)
def agree_to_ones_own_words(here):
    wording = own_words(here, here.role)
    here.act(f"/office/letter-texts/{wording.id}/agree", lambda: wording.state is WordingState.IN_USE)


# The pictures of letters


def pictures(here: Here) -> list[LetterPicture]:
    return list(here.session.scalars(select(LetterPicture)))


def own_picture(here: Here, role: str) -> LetterPicture:
    """A seal that the officer of a side has given its letters."""
    sha256 = Intake(Store(here.world.settings.data_folder / "files")).take_in_picture(picture())
    side = here.second if role == "officer_b" else here.first
    given = (side, PicturePlace.SEAL, sha256)
    found = letters.propose_picture(here.world.call, given, here.world.person(role), here.at)
    here.session.flush()
    return found


@deed("released", "letter_template.any.propose")
def give_the_letters_of_ones_side_a_picture(here):
    here.look(office(here, "/letters/pictures"), "Letterheads and seals")
    file = (picture(), "head.png")
    here.act(office(here, "/letters/pictures"), lambda: len(pictures(here)) == 1, side=here.side, place="letterhead",
             file=file)  # fmt: skip


@deed("released", "letter_template.any.propose")
def look_at_a_picture_and_drop_it(here):
    found = own_picture(here, "officer_a")
    here.look(f"/office/letter-pictures/{found.id}.png", "PNG")
    here.act(f"/office/letter-pictures/{found.id}/drop", lambda: found.state is WordingState.DROPPED)


@deed("released", "letter_template.any.edit")
def agree_to_a_picture_of_the_other_side(here):
    found = own_picture(here, colleague(here))
    here.act(f"/office/letter-pictures/{found.id}/agree", lambda: found.state is WordingState.IN_USE)


@but("four_eyes", "released", "letter_template.any.edit", *OFFICERS)
def agree_to_ones_own_picture(here):
    found = own_picture(here, here.role)
    here.act(f"/office/letter-pictures/{found.id}/agree", lambda: found.state is WordingState.IN_USE)
