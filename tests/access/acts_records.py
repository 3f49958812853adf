"""The acts on records: history, tables to take away, figures, mail; each shows its reader what the pages show them."""

from sqlalchemy import delete, select

from grants.calls.actions.keeping import place_hold
from grants.calls.keeping import hold_on, requests_of
from grants.calls.model import LegalHold
from grants.mail.model import Message
from grants.people import keys
from grants.people.keys import keys_of
from tests.access.acts_calls import office
from tests.access.acts_drafts import own
from tests.access.acts_submitted import case
from tests.access.cells import but, deed
from tests.access.here import Here
from tests.access.law import OFFICERS, ROLES
from tests.access.world import OURS, SIDE_NOTE

CLOSED = "submitted_closed"


@deed(CLOSED, "audit_log.any.read")
def read_the_history(here):
    here.look(office(here), "Published")
    here.look(case(here), "Record eligibility")
    here.look(office(here, "/history"), "Reviewer asked", never=(SIDE_NOTE,))


def held(here: Here) -> bool:
    return hold_on(here.world.call) is not None


@deed(CLOSED, "retention.call.read")
def read_how_long_records_are_kept(here):
    here.look(office(here, "/records"), here.world.call.code)


@deed(CLOSED, "retention.call.hold")
def hold_the_record_and_lift_what_another_holds(here):
    here.act(office(here, "/records/hold"), lambda: held(here), reason="An inquiry")
    another = here.world.person("officer_b" if here.role == "officer_a" else "officer_a")
    here.session.execute(delete(LegalHold))
    place_hold(here.world.call, "A dispute", another, here.at)
    here.act(office(here, "/records/lift"), lambda: not held(here))


@deed(CLOSED, "document_request.call.note")
def note_who_asked_for_a_document(here):
    told = {"asked_by": "A newspaper", "wanted": "All titles", "given": "The list of titles"}
    days = {"asked_on": "2022-06-01", "given_on": "2022-06-03"}
    here.act(office(here, "/records"), lambda: bool(requests_of(here.world.call)), **told, **days)


@deed(CLOSED, "audit_log.own_application.read_history")
def read_the_history_of_ones_application(here):
    here.look(own(here), "Confirmed this version", never=("Record eligibility", "Reviewer asked", "Record conflict"))


@but("own_object", CLOSED, "audit_log.own_application.read_history", "team_edit", "team_view")
def read_the_history_of_anothers_application(here):
    here.look(f"/my/applications/{here.world.other.id}", "Confirmed this version")


@deed(CLOSED, "export.call.applications_csv")
def take_the_applications_away(here):
    for kind in ("csv", "xlsx"):
        here.look(office(here, f"/exports/applications.{kind}"), OURS)
    here.look(office(here, "/exports"), "/exports/applications.csv", shared=True)
    here.look(f"/api/v1/calls/{here.world.call.id}/applications", OURS)


@deed(CLOSED, "export.call.files_zip")
def take_the_whole_record_away(here):
    for _ in range(20):  # until all papers are made
        here.look(office(here, "/record.zip"), OURS)
        if here.knocks[-1].answer.status_code != 202:
            break


@deed(CLOSED, "export.person.own_data")
def take_everything_about_oneself_away(here):
    here.look("/profile/my-data.json", here.by.email if here.by else "nobody")


@deed(CLOSED, "user.own.access_keys")
def make_and_take_back_a_key(here):
    owner = here.world.person("pi_a" if here.role == "anonymous" else here.role)
    here.act("/profile/keys", lambda: bool(keys_of(here.session, owner)), name="Mine", scopes="calendar")
    mine = keys.key_named(here.session, keys.make_key("Other", ["calendar"], owner, here.at))
    here.act(f"/profile/keys/{mine.id}/revoke", lambda: mine.revoked_at is not None)


@deed(CLOSED, "user.own.calendar")
def read_ones_dates_by_the_link(here):
    key = keys.make_key("Mine", ["calendar"], here.world.person("pi_a"), here.at)
    here.session.flush()
    here.look(f"/api/v1/calendar/{key}.ics", "BEGIN:VCALENDAR")


@but("token", CLOSED, "user.own.calendar", *ROLES)
def read_ones_dates_without_the_link(here):
    here.look("/api/v1/calendar/tsunagari_nothing.ics", "BEGIN:VCALENDAR")


@deed(CLOSED, "export.call.scores_csv")
def take_the_scores_away(here):
    for kind in ("csv", "xlsx"):
        here.look(office(here, f"/exports/scores.{kind}"), OURS, shared=True)


@deed(CLOSED, "export.reviewer.own_assigned_zip")
def take_ones_pile_away(here):
    for kind in ("zip", "pdf"):
        here.look(f"/reviews/calls/{here.world.call.id}/applications.{kind}", here.world.application.ref, shared=True)


@but("same_call_scope", CLOSED, "export.reviewer.own_assigned_zip", "chair")
def take_another_funds_pile_away(here):
    for rest in ("applications.zip", "applications.pdf", "reviews.txt", "offline"):
        here.look(f"/reviews/calls/{here.world.next_door.id}/{rest}", here.world.next_door.code)


@deed(CLOSED, "statistics.call.read_aggregate")
def read_the_figures(here):
    if here.role == "sysadmin":
        here.look(office(here, "/figures"), here.world.call.code, never=(OURS, "Waseda", "Takahashi", ">3<"))
    here.look(office(here, "/figures.csv"), "Waseda University,JP,1", shared=True)
    here.look(office(here, "/figures/network.json"), "Waseda University", shared=True)
    here.look(office(here, "/figures"), "0 of 3", shared=True)


@but("summary_only", CLOSED, "statistics.call.read_aggregate", "sysadmin")
def read_the_figures_in_full(here):
    here.look(office(here, "/figures.csv"), "Waseda")
    here.look(office(here, "/figures"), "Waseda", shared=True)


def receipt(here: Here) -> Message:
    """The receipt that one investigator of ours got."""
    found = select(Message).where(Message.application_id == here.world.application.id, Message.kind == "receipt")
    message = here.session.scalars(found.order_by(Message.to)).first()
    message.fault, message.next_try_at, message.tries = "550 unknown", None, 3
    here.session.flush()
    return message


@deed(CLOSED, "mail_outbox.any.read")
def read_the_mail(here):
    message = receipt(here)
    if here.role == "sysadmin":
        here.look("/admin/jobs", message.kind, never=(message.to, OURS, message.subject))
        return
    here.look(office(here, f"/mail/{message.id}"), message.to, OURS)
    here.look(office(here, f"/mail?to={message.to}&state=stuck"), str(message.id), shared=True)
    here.look("/admin/jobs", message.kind)
    here.look(f"/mailbox/{message.id}", message.subject)
    here.look("/mailbox", message.subject)


@but("no_content", CLOSED, "mail_outbox.any.read", "sysadmin")
def read_what_the_mail_says(here):
    message = receipt(here)
    here.look(office(here, f"/mail/{message.id}"), message.to)
    here.look(office(here, "/mail"), message.to)
    here.look("/admin/jobs", message.to, shared=True)


@deed(CLOSED, "mail_outbox.any.resend")
def send_a_message_again(here):
    message = receipt(here)
    for page in (office(here, f"/mail/{message.id}/send"), f"/admin/mail/{message.id}/send"):
        if here.role not in OFFICERS or page.startswith("/office"):
            here.act(page, lambda: message.next_try_at is not None)


@but("no_content", CLOSED, "mail_outbox.any.resend", "sysadmin")
def send_a_message_again_from_where_it_can_be_read(here):
    message = receipt(here)
    here.act(office(here, f"/mail/{message.id}/send"), lambda: message.next_try_at is not None)
