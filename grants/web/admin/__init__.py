"""The administrator's desk: accounts, appointments and jobs; no content."""

from grants.web.admin import home, jobs, joining, people
from grants.web.admin.desk import desk

__all__ = ["desk", "home", "jobs", "joining", "people"]
