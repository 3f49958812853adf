"""`python -m grants.cli` is `grants`."""

from grants.cli.commands import main

main()
