"""The web server's entry: all pages are loaded before it divides into processes, which then share them."""

from __future__ import annotations

import gc

from workbench import sections, urls
from workbench.wsgi import application

sections.load_all()
gc.freeze()  # a process that looked through what is shared would copy it

__all__ = ["application", "urls"]
