"""Was this invoice here before? The way in is ``api``."""
