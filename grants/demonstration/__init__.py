"""The demonstration: invented people live through calls in every stage of life, by really doing every deed.

Owns no table. Programmes, universities, themes and criteria are the definition files' own; every person, project
and sentence of an application is invented. The clock of a deed is the day it would have been done.
"""

from grants.demonstration.house import build

__all__ = ["build"]
