"""Arrays in, arrays out: no table names, no files, no options."""
