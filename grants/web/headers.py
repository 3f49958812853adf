"""The headers on every answer, refusals and redirects included."""

from collections.abc import Callable
from wsgiref.headers import Headers

from flask import Flask, Response, request

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-src 'self'; object-src 'none'; base-uri 'none'; "
    "frame-ancestors {frame}"
)
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
STRICT = "max-age=31536000; includeSubDomains"


def put_on(app: Flask) -> None:
    """Put the headers on every answer."""

    @app.after_request
    def dress(answer: Response) -> Response:
        answer.headers.update(ALWAYS)
        framed = answer.mimetype == "application/pdf"
        held = answer.headers.get("Content-Disposition", "").startswith("attachment")
        policy = POLICY.format(frame="'self'" if framed else "'none'")
        answer.headers["Content-Security-Policy"] = f"{policy}; sandbox" if held else policy
        answer.headers["X-Frame-Options"] = "SAMEORIGIN" if framed else "DENY"
        if request.endpoint == "static":
            answer.headers["Cache-Control"] = "public, max-age=3600"
        else:
            answer.headers["Cache-Control"] = "no-store"
        if app.config["SETTINGS"].production:
            answer.headers["Strict-Transport-Security"] = STRICT
        return answer


def dress_static(*, production: bool) -> Callable[[Headers, str, str], None]:
    """The same headers on the static files, which are answered before Flask is asked."""
    wanted = {**ALWAYS, "Content-Security-Policy": POLICY.format(frame="'none'"), "X-Frame-Options": "DENY"}
    if production:
        wanted["Strict-Transport-Security"] = STRICT

    def dress(headers: Headers, _path: str, _address: str) -> None:
        for name, value in wanted.items():
            headers[name] = value

    return dress
