"""Tables out of the case: one format a file, and one line here."""
