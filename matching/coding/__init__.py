"""GL account, VAT code, cost centre and cost unit per line, with reasons. The way in is ``api``."""
