"""Signals that money may go to the wrong person. The way in is ``api``."""
