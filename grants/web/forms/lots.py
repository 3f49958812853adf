"""What officers send about lots: a promise, and the secret that was promised."""

from grants.web.forms.shape import Sheet, choose, line
from grants.words import say


class PromiseForm(Sheet):
    """The fingerprint of a secret."""

    side = choose(say("For"), [])
    promise = line(say("SHA-256 of the secret"), 100)


class SecretForm(Sheet):
    """The secret itself."""

    side = choose(say("For"), [])
    secret = line(say("The secret"), 200)
