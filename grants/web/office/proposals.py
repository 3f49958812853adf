"""A proposal of reviewers for all that lack some: asked for, worked out aside, looked at, applied in one step."""

from collections import Counter
from typing import Any
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from grants import clock
from grants.calls.model import Call
from grants.jobs.engine import enqueue
from grants.jobs.propose_reviewers import KIND
from grants.jobs.queries import newest
from grants.people.model import Person
from grants.reviews import actions
from grants.reviews.model import Proposal
from grants.reviews.queries import counted_bidders, pool, proposals_of, unsettled
from grants.rules.assignment import APPLY, Mode, ProposalState, Wishes, proposes
from grants.web.desk import Door
from grants.web.forms.cases import ProposalForm
from grants.web.forms.shape import Sheet
from grants.web.office.desk import desk
from grants.web.paper import page
from grants.web.reader import reader, visitor
from grants.web.transaction import attempt, session
from grants.words import say

MINE = Door(Proposal, "proposal")
MOST_PAIRS = 200
TONES = {ProposalState.READY: "wait", ProposalState.IMPOSSIBLE: "bad", ProposalState.APPLIED: "good"}
LIMITS = {
    "conflict": say("in conflict, or asked before"),
    "full": say("has as much as they can take"),
    "elsewhere": say("is needed more elsewhere"),
}


@desk.page("/calls/<uuid:id>/assignments/proposal", Door(Call, "call figures"), "assignment.any.read_all",
           "assignment.any.propose", post=True)  # fmt: skip
def proposal(call: Call) -> ResponseReturnValue:
    """What a proposal is to keep to; those asked for before."""
    by, at, form = visitor(), clock.now(), ProposalForm(per_side=call.review_round.reviews_per_side)
    if form.validate_on_submit():
        with attempt(form) as it:
            asked = actions.ask_for_proposal(call, wishes_in(form), by, at)
            session().flush()
            enqueue(session(), KIND, str(asked.id), {"proposal_id": str(asked.id)}, at, call_id=call.id,
                    made_by_id=by.id)  # fmt: skip
        if not it.refused:
            return redirect(url_for("office.proposed", id=asked.id), 303)
    return page(
        "office/proposal.html", call=call, form=form, may_assign=proposes(by, call), tones=TONES,
        earlier=proposals_of(session(), by, call), bidders=counted_bidders(session(), by, call, at),
    ), 422 if form.errors else 200  # fmt: skip


def wishes_in(form: ProposalForm) -> Wishes:
    """What the form says a proposal keeps to."""
    return Wishes(Mode(form.mode.data), form.per_side.data, form.most_each.data, form.most_of_one.data,
                  form.expert.data, form.bids.data)  # fmt: skip


@desk.page("/proposals/<uuid:id>", MINE, "assignment.any.create")
def proposed(proposal: Proposal) -> ResponseReturnValue:
    """What was worked out, before anybody is asked."""
    return proposal_page(proposal, Sheet())


@desk.deed("/proposals/<uuid:id>/apply", MINE, "assignment.any.create")
def apply_proposal(proposal: Proposal) -> ResponseReturnValue:
    """Ask everybody by mail, in one step; twice is refused."""
    form = Sheet()
    if form.validate_on_submit():
        with attempt(form) as it:
            made = actions.apply_proposal(proposal, visitor(), clock.now())
        if not it.refused:
            flash(reader().say(say("%(count)s reviews have been asked for.", count=len(made))), "good")
            return redirect(url_for("office.assignments", id=proposal.call_id), 303)
    return proposal_page(proposal, form), 422


def proposal_page(proposal: Proposal, form: Sheet) -> str:
    """The page, with whatever was refused at its head; what the reader may not see falls out."""
    by, at, call, outcome = visitor(), clock.now(), proposal.call, proposal.outcome
    applications = {str(one.id): one for one in unsettled(session(), by, call)}
    members = {str(one.person.id): one for one in pool(session(), by, call, at)}
    pairs = [(applications[name], members.get(who)) for name, who in outcome.get("pairs", ()) if name in applications]
    given = Counter(str(one.person.id) for _, one in pairs if one is not None)
    return page(
        "office/proposed.html", call=call, proposal=proposal, form=form, outcome=outcome, applications=applications,
        members=members, pairs=pairs[:MOST_PAIRS], more=max(0, len(pairs) - MOST_PAIRS), given=given, limits=LIMITS,
        price=price_of(outcome), worst=worst_of(outcome, applications), names=names_in(outcome, members),
        tone=TONES.get(proposal.state, "wait"), claims=claims_of(outcome, applications),
        job=newest(session(), KIND, str(proposal.id)), applies=APPLY.is_open_to(by, proposal, at),
        again=request.path,
    )  # fmt: skip


def price_of(outcome: dict[str, Any]) -> int:
    """What fairness costs, in thousandths of the best total."""
    best: int = outcome.get("best_total") or 1
    chosen: int = outcome.get("total", best)
    return round(1000 * (best - chosen) / best)


def worst_of(outcome: dict[str, Any], applications: dict[str, Any]) -> list[dict[str, Any]]:
    """The worst-off among those the reader may see."""
    return [one for one in outcome.get("worst_off", ()) if one["application"] in applications]


def claims_of(outcome: dict[str, Any], applications: dict[str, Any]) -> list[tuple[Any, str, int]]:
    """Which application lacks whom: the application, the rule, how many."""
    return [(applications[name], rule, count) for rule, name, count in outcome.get("claims", ())
            if name in applications]  # fmt: skip


def names_in(outcome: dict[str, Any], members: dict[str, Any]) -> dict[str, str]:
    """The names of the reviewers that an explanation speaks of."""
    told = {who for one in outcome.get("worst_off", ()) for who in one["missed"]} | set(outcome.get("full", ()))
    known = {who: members[who].person for who in told if who in members}
    gone = [session().get(Person, UUID(who)) for who in told - set(known)]
    return {who: person.name_in(reader().code) for who, person in known.items()} | {
        str(person.id): person.name_in(reader().code) for person in gone if person is not None
    }
