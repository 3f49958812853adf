"""Setting up the second factor: a picture for the device, a first code, spare codes to print."""

import segno
from flask import flash, redirect, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_login import current_user
from markupsafe import Markup

from grants import clock
from grants.people import actions, queries
from grants.people import second_factor as devices
from grants.rules.people import needs_second_factor
from grants.web.addresses import way_back
from grants.web.forms.sign_in import SetUpForm
from grants.web.paper import page
from grants.web.public.locks import OWN, SIGNED_IN, home_of
from grants.web.public.sign_in import signin
from grants.web.reader import reader, visitor
from grants.web.signin import freshly_confirmed, hashed
from grants.web.transaction import attempt, session
from grants.words import say

SECRET = "device"  # noqa: S105 - where it lies in the visitor's cookie until the device has shown a code
CHANGE = "user.own.change_email_or_password"


@signin.page("/second-factor", SIGNED_IN, OWN, CHANGE, post=True)
def second_factor() -> ResponseReturnValue:
    """Set the second factor up, or see that it is."""
    freshly_confirmed()
    by, at = visitor(), clock.now()
    if by.second_factor is not None:
        left, bound = queries.spare_codes_left(session(), by), needs_second_factor(by)
        return page("public/second_factor.html", left=left, bound=bound)
    form = SetUpForm(next=way_back(request.args.get("next"), ""))
    secret = cookie.setdefault(SECRET, devices.new_secret())
    if form.validate_on_submit():
        with attempt(form) as it:
            codes = actions.set_up_second_factor(by, secret, form.code.data, at)
        if not it.refused:
            return set_up(codes, form.next.data)
    values = {"form": form, "secret": spaced(secret), "picture": picture(devices.address(secret, by.email))}
    return page("public/second_factor.html", **values, bound=needs_second_factor(by)), 422 if form.errors else 200


def set_up(codes: list[str], going: str | None) -> ResponseReturnValue:
    """The device is bound: this session goes on, others end, and the spare codes are shown for the only time."""
    by = visitor()
    current_user.row.second_factor_at = clock.now()
    actions.end_sessions(by, but=hashed(current_user.get_id()))
    cookie.pop(SECRET, None)
    return page("public/spare_codes.html", codes=codes, going=way_back(going, home_of(by)))


@signin.deed("/second-factor/codes", SIGNED_IN, CHANGE)
def spare_codes() -> ResponseReturnValue:
    """Make new spare codes; the old ones are worth nothing from now on."""
    freshly_confirmed()
    by = visitor()
    if by.second_factor is None:
        return redirect(url_for("signin.second_factor"), 303)
    codes = actions.renew_spare_codes(by, clock.now())
    return page("public/spare_codes.html", codes=codes, going=home_of(by))


@signin.deed("/second-factor/remove", SIGNED_IN, CHANGE)
def remove_second_factor() -> ResponseReturnValue:
    """Take the second lock off one's own account, where one's roles allow it."""
    freshly_confirmed()
    by = visitor()
    actions.remove_second_factor(by, by, clock.now())
    flash(reader().say(say("Your account has no second factor any more.")), "warn")
    return redirect(url_for("signin.second_factor"), 303)


def spaced(secret: str) -> str:
    """A secret as it can be typed by hand."""
    return " ".join(secret[place : place + 4] for place in range(0, len(secret), 4))


def picture(address: str) -> Markup:
    """The secret as a picture for the device's camera."""
    title = reader().say(say("QR code for your authenticator"))
    drawn = segno.make(address, error="m").svg_inline(scale=5, border=4, dark="#000", light="#fff", title=title)
    return Markup(drawn)  # noqa: S704 - drawn by us from our own words
