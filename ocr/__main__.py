"""``python -m ocr PATH…``: the ``read`` command where no settings are at hand."""

import sys

from ocr.command_line import main

sys.exit(main())
