"""Copies of all that must survive, and the proof that they are whole."""
