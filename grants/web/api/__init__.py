"""The desk for other systems: what the pages show, as JSON, under the same law, by a key or a session."""

from grants.web.api import calendar, calls, described, projects
from grants.web.api.desk import desk

__all__ = ["calendar", "calls", "described", "desk", "projects"]
