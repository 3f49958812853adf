"""The back door: what an office does from a shell. Thin commands over the same verbs, rules and jobs as the pages."""

from grants.cli.commands import main

__all__ = ["main"]
