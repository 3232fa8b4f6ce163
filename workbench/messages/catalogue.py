"""All messages, gathered from their families."""

from __future__ import annotations

from workbench.messages.exact import EXACT
from workbench.messages.holds import HOLDS
from workbench.messages.intake import INTAKE
from workbench.messages.message import Message
from workbench.messages.reading import READING

CATALOGUE: dict[str, Message] = {**INTAKE, **READING, **HOLDS, **EXACT}
