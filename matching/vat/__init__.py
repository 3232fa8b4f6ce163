"""VAT of purchase documents: evidence in, a treatment per line with reasons and holds out. The way in is ``api``."""
