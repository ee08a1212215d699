"""Who is on a list."""
