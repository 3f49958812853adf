"""What signing in asks for."""

from grants.people.model import KeyPurpose
from grants.web.forms.shape import Sheet, choose, email, kept, line, secret
from grants.words import say


class SignInForm(Sheet):
    """An address and a password."""

    email = email(say("E-mail address"))
    password = secret(say("Password"))
    next = kept()


class AskForm(Sheet):
    """An address, and which link to mail to it."""

    email = email(say("E-mail address"))
    purpose = choose(
        say("What do you want to do?"),
        [
            (KeyPurpose.SIGN_IN.value, say("Sign in without a password, this once")),
            (KeyPurpose.PASSWORD.value, say("Choose a new password")),
        ],
        radio=True,
        default=KeyPurpose.SIGN_IN.value,
    )


class AddressForm(Sheet):
    """An address."""

    email = email(say("E-mail address"))


class KeyForm(Sheet):
    """The key of a mailed link, handed along unseen."""

    key = kept(most=100)


class NewPasswordForm(Sheet):
    """A password to be, and the key of the link that allows it."""

    password = secret(say("New password"), description=say("At least 12 characters; several words are fine."))
    key = kept(most=100)


class CodeForm(Sheet):
    """A code of the second factor."""

    code = line(say("Code"), 40)


class SetUpForm(CodeForm):
    """A code of the second factor to be, and where the person was going."""

    next = kept()


class ConfirmForm(Sheet):
    """What proves that it is still the same person; which of it is asked depends on their account."""

    password = secret(say("Password"), needed=False)
    code = line(say("Code of the second factor"), 40, needed=False)
    next = kept()
