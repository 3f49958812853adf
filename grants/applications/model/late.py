"""The application that a later deadline lets in: tied on from here, for calls know nothing of applications."""

from sqlalchemy.orm import relationship

from grants.applications.model.application import Application
from grants.calls.model import Extension

Extension.application = relationship(
    Application, primaryjoin=Extension.application_id == Application.id, foreign_keys=[Extension.application_id],
)  # fmt: skip
