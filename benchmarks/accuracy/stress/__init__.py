"""Invented papers of suppliers nobody has seen, with truth, whole and damaged: where the reader must know its doubt."""
