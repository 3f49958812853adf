"""Against forged requests: a token in every form, and the browser's own word on where a request comes from."""

from flask import Flask, abort, current_app, request
from flask_wtf.csrf import CSRFProtect

from grants.web.addresses import parts_of
from grants.web.transaction import SAFE

OWN = frozenset({"same-origin", "none"})


def guard(app: Flask) -> None:
    """Refuse every writing request that another site's page sent, before its token is even looked at."""
    app.before_request(refuse_strangers)
    CSRFProtect(app)


def refuse_strangers() -> None:
    """Refuse what the browser itself says was sent from elsewhere; old browsers say nothing and need the token."""
    if request.method in SAFE:
        return
    said = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    ours = {request.host, parts_of(current_app.config["SETTINGS"].base_url).netloc}
    if (said is not None and said not in OWN) or (origin is not None and parts_of(origin).netloc not in ours):
        abort(400)
