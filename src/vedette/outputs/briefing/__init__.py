"""The facts of a brief, section by section: who judged, who said, which ships, and what is not known."""
