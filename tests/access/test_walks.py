"""Each role walks the whole house in each stage of its life."""

import pytest

from tests.access.law import ROLES
from tests.access.lists import differences
from tests.access.secrets import OUTSIDE, leaks, mail_to, mails, plant, secrets
from tests.access.walking import walk
from tests.access.world import ROLE_OF

STAGES = ("draft", "submitted_closed", "decided", "reported")
WALKERS = (*ROLES, "auditor_foreign", "chair_foreign")
in_stages = pytest.mark.parametrize("world", STAGES, indirect=True, scope="module")


@pytest.fixture(scope="module")
def planted(world):
    """The world with what is looked for only here."""
    plant(world)
    return world


@pytest.mark.parametrize("role", WALKERS)
@in_stages
def test_a_list_shows_what_its_doors_open(planted, role):
    assert_none(differences(planted, role, walk(planted, role)))


@pytest.mark.parametrize("role", WALKERS)
@in_stages
def test_no_secret_is_told_to_whom_the_law_keeps_it_from(planted, role):
    """S1, S11, S15, S19, S24, S25; case 20: pages, lists, exports, archives, papers and what is in them, refusals, mails."""
    assert_none(leaks(planted, role, walk(planted, role)))


@in_stages
def test_no_mail_to_somebody_without_an_account_tells_a_secret(planted):
    assert mail_to(planted, OUTSIDE)
    assert_none(leaks(planted, OUTSIDE, {}))


@in_stages
def test_every_secret_is_found_by_somebody_it_is_for(planted):
    """The control: what nobody finds could not leak either."""
    texts = {role: [seen.all_told for seen in walk(planted, role).values()] for role in WALKERS}
    texts = {role: [*found, *(text for _, text in mails(planted, role))] for role, found in texts.items()}
    lost = [
        one.name for one in secrets(planted)
        if not any(one.is_told_in(text) for role in one.roles if role in texts for text in texts[role])
    ]  # fmt: skip
    assert not lost


@in_stages
def test_a_mail_has_one_receiver_and_names_nobody_in_its_head(planted):
    """S12: no copy to anybody, and nothing of a person or an application in what only programs read."""
    for role in (*ROLE_OF, OUTSIDE):
        for place, text in mails(planted, role):
            head = dict(line.split(": ", 1) for line in text.split("\n\n")[0].splitlines() if ": " in line)
            assert not {"Cc", "Bcc", "Sender", "References"} & set(head), place
            assert "," not in head["To"], place


def assert_none(faults):
    """Every fault on a line of its own, and nothing else."""
    told = "\n".join(faults)
    if told:
        pytest.fail(told, pytrace=False)
