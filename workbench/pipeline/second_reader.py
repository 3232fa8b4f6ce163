"""The language model that may read along, when one is configured."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from ocr.llm import SecondReader


@functools.cache
def second_reader() -> SecondReader | None:
    """The configured language model as second reader; None (and its package not even imported) without one."""
    if not settings.LLM_ENABLED:
        return None
    from ocr.llm import SecondReader

    return SecondReader(
        model=settings.LLM_MODEL,
        api_key=settings.LLM_API_KEY,
        base_url=settings.LLM_BASE_URL,
        timeout=settings.LLM_TIMEOUT_SECONDS,
    )
