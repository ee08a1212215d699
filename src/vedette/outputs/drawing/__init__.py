"""How pictures are drawn: paper, marks, names and coast, with no library but our own."""
