"""The nouns of people."""

from grants.people.model.access import AccessKey, KeyLink, KeyPurpose, ParkedForm, RecoveryCode, SignedIn, SignInTry
from grants.people.model.person import (
    Affiliation,
    Appointment,
    Basis,
    CareerBreak,
    Institution,
    InstitutionName,
    Joining,
    Person,
    Precision,
    called,
    newest,
)

__all__ = [
    "AccessKey",
    "Affiliation",
    "Appointment",
    "Basis",
    "CareerBreak",
    "Institution",
    "InstitutionName",
    "Joining",
    "KeyLink",
    "KeyPurpose",
    "ParkedForm",
    "Person",
    "Precision",
    "RecoveryCode",
    "SignInTry",
    "SignedIn",
    "called",
    "newest",
]
