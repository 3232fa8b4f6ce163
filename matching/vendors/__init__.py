"""Which vendor sent this: exact keys may decide, a similar name never does. The way in is ``api``."""
