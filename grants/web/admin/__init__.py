"""The administrator's desk: accounts, appointments and jobs; no content."""

from grants.web.admin import home, jobs, people
from grants.web.admin.desk import desk

__all__ = ["desk", "home", "jobs", "people"]
