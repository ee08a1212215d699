"""``python -m vedette`` is the command line."""

from vedette.console.cli import main

main()
