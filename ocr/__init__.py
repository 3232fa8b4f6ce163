"""Reading: bytes to pages and words, to fields and lines with evidence. Knows no vendors and no database."""
