"""The acts of the completeness desk: what officers tick, tag, keep to one side, and write to teams."""

from sqlalchemy import func, select

from grants.applications.model import Tag, Tick
from grants.mail.model import Message
from tests.access.acts_calls import office, rows
from tests.access.acts_judging import CLOSED
from tests.access.acts_submitted import case
from tests.access.cells import but, deed
from tests.access.here import Here
from tests.access.law import OFFICERS
from tests.access.world import SIDE_NOTE, TAG, TICKED, WAIVED


def ours(here: Here) -> dict[str, str]:
    return {"chosen": str(here.world.application.id)}


def tick(here: Here, side: str) -> None:
    said = {f"{side}-cv-remark": "Seen once more", f"{side}-cv-is_done": "y"}
    seen = select(Tick).where(Tick.remark == "Seen once more")
    here.act(case(here, f"/checklist/{side}/cv"), lambda: here.session.scalar(seen) is not None, **said)


def tick_many(here: Here, side: str) -> None:
    mine = select(Tick).where(Tick.side == side, Tick.by_id == (here.by.id if here.by else None), Tick.remark == "")
    here.act(office(here, "/applications/tick"), lambda: here.session.scalar(mine) is not None,
             item=f"{side}.cv", **ours(here))  # fmt: skip


@deed(CLOSED, "checklist.submitted.tick")
def tick_an_item_of_ones_side(here):
    tick(here, here.side)
    tick_many(here, here.side)


@but("own_side", CLOSED, "checklist.submitted.tick", *OFFICERS)
def tick_an_item_of_the_other_side(here):
    tick(here, here.other_side)
    tick_many(here, here.other_side)


@deed(CLOSED, "note_of_one_side.any.read")
def read_what_one_side_keeps_to_itself(here):
    here.look(case(here), SIDE_NOTE, TICKED, WAIVED, shared=True)


def tagged(here: Here) -> bool:
    """Whether ours still carries the tag that an office put on."""
    return here.session.scalar(select(Tag).where(Tag.text == TAG)) is not None


@deed(CLOSED, "note_internal.any.write")
def tag_and_untag(here):
    before = rows(here, Tag)
    here.act(case(here, "/tags"), lambda: rows(here, Tag) > before, **{"tag-tag": "another pile"})
    here.act(case(here, "/tags/remove"), lambda: not tagged(here), **{"tag-tag": TAG})


@deed(CLOSED, "note_internal.any.write")
def tag_and_untag_many(here):
    before = rows(here, Tag)
    here.act(office(here, "/applications/tag"), lambda: rows(here, Tag) > before, tag="another pile", **ours(here))
    here.act(office(here, "/applications/untag"), lambda: not tagged(here), tag=TAG, **ours(here))


@deed(CLOSED, "application.any.write_to_team")
def write_to_many_teams(here):
    written = select(func.count()).select_from(Message).where(Message.kind == "circular")
    languages = here.world.call.languages
    said = {f"{name}_{code}": "Dear all" for name in ("subject", "text") for code in languages}
    here.act(office(here, "/applications/write"), lambda: here.session.scalar(written), sure="1", **said, **ours(here))
