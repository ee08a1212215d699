"""``python -m vedette`` is the command line."""

from vedette.console.cli import main

# A process that helps another comes by here too, under another name.
if __name__ == "__main__":
    main()
