"""Letters to the team: downloaded as issued, byte for byte."""

import io

from flask import send_file
from flask.typing import ResponseReturnValue

from grants.letters.model import Letter
from grants.rules.refusal import Hidden
from grants.web.applicant.desk import desk
from grants.web.desk import Door
from grants.web.papers import as_it_stands


@desk.page("/letters/<uuid:id>", Door(Letter, "letter"), "letter.issued.download", "letter.void.download")
def letter(letter: Letter) -> ResponseReturnValue:
    """One's own letter."""
    if not letter.sha256:
        raise Hidden
    return send_file(io.BytesIO(as_it_stands(letter)), mimetype="application/pdf", download_name=f"{letter.number}.pdf")
