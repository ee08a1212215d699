"""The console's server: the case as JSON, CSV, map tiles and a page, for a browser on the same computer."""
