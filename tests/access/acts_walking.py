"""The acts on what the ranking and the pots decide: looked at, walked, kept, computed again."""

from sqlalchemy import func, select

from grants.decisions import actions as decisions
from grants.decisions.model import Reckoning
from tests.access.acts_calls import office
from tests.access.cells import deed
from tests.access.here import Here
from tests.access.world import OURS

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
