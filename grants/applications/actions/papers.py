"""Handing files in with an application, in answer to a question that asks for one."""

from datetime import datetime

from grants.applications.actions.writing import own_side_only, touched
from grants.applications.model import Application, Paper
from grants.db import session_of
from grants.files.model import Attachment
from grants.people.model import Person
from grants.rules import applications as law
from grants.rules.refusal import Refused
from grants.rules.relations import side_of_pi, side_of_team
from grants.words import say


def hand_in(
    application: Application, place: tuple[str, str], attachment: Attachment, by: Person, at: datetime
) -> Paper:
    """Put a file in its place (question, side); an earlier one gives way, and stays in what was submitted with it."""
    question, side = place
    application.allow(law.WRITE, by, at)
    own_side_only(application, side, by)
    paper = next((one for one in application.papers if (one.question, one.side) == place), None)
    if paper is None:
        paper = Paper(question=question, side=side, attachment=attachment)
        application.papers.append(paper)
    paper.attachment = attachment
    touched(application, by, at, paper=question)
    return paper


def take_out(application: Application, paper: Paper, by: Person, at: datetime) -> None:
    """Take a file out of the draft again: one's own upload, or as investigator any of one's own side."""
    own_side_only(application, paper.side, by)
    uploader, mine = paper.attachment.uploaded_by_id, side_of_pi(by, application)
    if uploader != by.id and (mine is None or side_of_team(uploader, application) not in {mine, None}):
        raise Refused(say("Only whoever handed a file in, or the principal investigator of their side, takes it out."))
    application.papers.remove(paper)
    session_of(application).delete(paper)
    touched(application, by, at, paper_out=paper.question)
