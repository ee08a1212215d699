"""Live feeds: each message goes to a journal first; tick by tick the journal goes into the case."""
