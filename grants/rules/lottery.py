"""Lottery: tickets from a committed seed, so that anyone can draw again and gets the same order.

The protocol follows RFC 3797 in spirit: the list is frozen and its fingerprint published; each side commits to a
secret by its SHA-256; a public random value is named that nobody knows yet; the seed is made of all three.
A ticket is SHA-256("seed:name") in hexadecimal; the lowest comes first.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby


def digest(text: str) -> str:
    """SHA-256 of a text in UTF-8, in hexadecimal."""
    return sha256(text.encode()).hexdigest()


def ticket(seed: str, name: str) -> str:
    """The ticket of one application: 64 hexadecimal digits."""
    return digest(f"{seed}:{name}")


def drawn(seed: str, names: Iterable[str]) -> list[str]:
    """The names in the order of their tickets; a name that comes twice is refused with a ValueError."""
    held = list(names)
    if len(set(held)) != len(held):
        raise ValueError("a name comes twice in the draw")
    return sorted(held, key=lambda name: ticket(seed, name))


def broken(seed: str, groups: Iterable[Sequence[str]]) -> list[str]:
    """One order out of groups of equals: the groups stay where they are, lots decide only within each."""
    return [name for group in groups for name in (drawn(seed, group) if len(group) > 1 else group)]


def by_stratum(seed: str, strata: Mapping[str, Hashable]) -> dict[Hashable, list[str]]:
    """One draw for each stratum (a theme, a region), from the same seed: stratum -> names in their order."""
    lined = sorted(strata, key=lambda name: (str(strata[name]), name))
    return {stratum: drawn(seed, names) for stratum, names in groupby(lined, key=strata.__getitem__)}


@dataclass(frozen=True)
class Draw:
    """A whole draw as it is published: the list's fingerprint, what the sides committed to, and what was revealed."""

    fingerprint: str
    commitments: Mapping[str, str]
    secrets: Mapping[str, str]
    beacon: str = ""

    @property
    def faults(self) -> list[str]:
        """The parties whose revealed secret is not the one they committed to, or that revealed none."""
        promised = self.commitments.items()
        missing = sorted(party for party, said in promised if digest(self.secrets.get(party, "")) != said)
        return missing + sorted(set(self.secrets) - set(self.commitments))

    @property
    def seed(self) -> str:
        """SHA-256 of fingerprint, secrets in the order of the parties' names, and beacon if any, one on each line.

        A ValueError where a secret does not match its commitment: nobody may choose after having seen.
        """
        if self.faults:
            raise ValueError(f"secrets do not match their commitments: {', '.join(self.faults)}")
        revealed = [self.secrets[party] for party in sorted(self.secrets)]
        return digest("\n".join([self.fingerprint, *revealed, *filter(None, [self.beacon])]))
