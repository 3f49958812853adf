"""The acts on what the ranking and the pots decide: looked at, walked, kept, computed again."""

from sqlalchemy import func, select

from grants.decisions import actions as decisions
from grants.decisions.model import Lots, Reckoning
from grants.rules.lottery import digest
from tests.access.acts_calls import office
from tests.access.cells import deed
from tests.access.here import Here
from tests.access.world import OURS

SECRET = "a long secret of the side %s"
RESTS = "What a result rests on"


def by_pots(here: Here) -> None:
    """Let the ranking and the pots decide in this call."""
    here.world.call.policy = "RANKED_POTS"
    here.session.flush()


def kept(here: Here) -> int:
    return here.session.scalar(select(func.count(Reckoning.id))) or 0


@deed("decided", "ranking.locked.read", "decision.before_release.read")
def read_who_is_funded_by_the_pots(here):
    by_pots(here)
    here.look(office(here, "/funding"), OURS, shared=True)


@deed("decided", "ranking.locked.read", "decision.before_release.read")
def read_what_a_kept_result_rests_on(here):
    by_pots(here)
    decisions.walk_pots(here.world.call, here.world.person("officer_a"), here.at)
    here.session.flush()
    here.look(office(here, "/reckonings/1"), RESTS)
    here.look(office(here, "/reckonings/1?again=1"), "the same result")
    here.look(office(here, "/reckonings/1/case.json"), "RANKED_POTS")


@deed("decided", "decision.before_release.write")
def walk_the_pots(here):
    by_pots(here)
    here.act(office(here, "/funding"), lambda: kept(here) == 1)


def opened(here: Here) -> None:
    """The list of lots is frozen."""
    by_pots(here)
    decisions.open_lots(here.world.call, here.world.person("officer_a"), here.at)
    here.session.flush()


def promised(here: Here) -> None:
    """Both sides have promised."""
    opened(here)
    for side, role in ((here.first, "officer_a"), (here.second, "officer_b")):
        decisions.promise_secret(lots(here), side, digest(SECRET % side), here.world.person(role), here.at)
    here.session.flush()


def lots(here: Here) -> Lots:
    return here.session.scalars(select(Lots)).one()


@deed("decided", "decision.before_release.write")
def freeze_the_list_of_lots(here):
    by_pots(here)
    here.act(office(here, "/lots/open"), lambda: here.session.scalar(select(func.count(Lots.id))) == 1)


@deed("decided", "decision.before_release.write")
def promise_a_secret_and_tell_it(here):
    opened(here)
    secret = SECRET % "mine"
    here.act(office(here, "/lots/promise"), lambda: here.side in lots(here).promises, side=here.side,
             promise=digest(secret))  # fmt: skip


@deed("decided", "decision.before_release.write")
def tell_the_secret_that_was_promised(here):
    promised(here)
    here.act(office(here, "/lots/tell"), lambda: here.side in lots(here).secrets, side=here.side,
             secret=SECRET % here.side)  # fmt: skip


@deed("decided", "ranking.locked.read", "decision.before_release.read")
def read_the_lots(here):
    promised(here)
    for side, role in ((here.first, "officer_a"), (here.second, "officer_b")):
        decisions.tell_secret(lots(here), side, SECRET % side, here.world.person(role), here.at)
    here.session.flush()
    here.look(office(here, "/lots"), here.world.application.ref, shared=True)
    here.look(office(here, "/lots/draw.py"), here.world.application.ref)
