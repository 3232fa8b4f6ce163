"""Every text a person reads about a hold, a refusal or an error: one table of codes.

A message has a title (what), a cause (why) and a next step (what to do). Code speaks in codes and
parameters; only screens turn them into sentences, in the reader's language.
"""

from __future__ import annotations

from workbench.messages.catalogue import CATALOGUE
from workbench.messages.describing import describe
from workbench.messages.events import describe_event
from workbench.messages.message import Message
from workbench.messages.reasons import describe_reason

__all__ = ["CATALOGUE", "Message", "describe", "describe_event", "describe_reason"]
