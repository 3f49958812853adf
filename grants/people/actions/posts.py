"""Posts: where a person works, from when until when; rules of eligibility ask for the day a contract ends."""

from datetime import datetime

from grants.db import session_of
from grants.history import note
from grants.people.actions.accounts import allow_own
from grants.people.model import Affiliation, Person
from grants.people.queries import posts_of
from grants.rules.refusal import Refused
from grants.words import say

MOST_POSTS = 30


def add_post(person: Person, by: Person, post: Affiliation, at: datetime) -> None:
    """Write down a post; its end is a day, or it is permanent, or not known."""
    allow_own(person, by)
    if post.since and post.until and post.until < post.since:
        raise Refused(say("It ends before it starts."), "until")
    if post.permanent and post.until:
        raise Refused(say("A permanent post has no end: leave the last day empty."), "until")
    session = session_of(person)
    if len(posts_of(session, person)) >= MOST_POSTS:
        raise Refused(say("There are at most %(most)s posts in one profile.", most=MOST_POSTS))
    post.person_id = person.id
    session.add(post)
    note(session, person, "add_post", by, at)


def remove_post(post: Affiliation, by: Person, at: datetime) -> None:
    """Strike a post out."""
    allow_own(post.person, by)
    session = session_of(post)
    note(session, post.person, "remove_post", by, at)
    session.delete(post)
