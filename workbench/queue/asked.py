"""Which list somebody looks at: view, search, books and rows, as the address says and as the session remembers it."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse

from exact.models import Administration
from workbench.accounts.people import Visitor
from workbench.frame.selectors import current_administration, visible_administrations
from workbench.models import Draft
from workbench.queue import grouping, selectors

MOST = 2_000
SESSION_KEY = "queue"


@dataclass(frozen=True, slots=True)
class Asked:
    """One list of drafts. ``administration`` is the key of the books asked for in the address, 0 for those chosen in
    the top bar; ``limit`` how many rows are shown; ``order`` one that a person chose, without groups; ``group``
    what the rows stand under instead of whose turn it is; ``own`` the key of the person's view that this is."""

    view: str = selectors.VIEWS[0].name
    q: str = ""
    administration: int = 0
    limit: int = selectors.PAGE
    order: str = ""
    group: str = ""
    own: str = ""

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> Asked:
        """From an address or a session; what is no such value is left at what it is without."""
        usual = cls()
        view = str(given.get("view") or "")
        return cls(
            view=view if view in selectors.BY_NAME else usual.view,
            q=str(given.get("q") or "")[:200],
            administration=_number(given.get("administration"), 18),
            order=order if (order := str(given.get("order") or "")) in selectors.ORDERS else "",
            group=group if (group := str(given.get("group") or "")) in grouping.WAYS else "",
            own=own if re.fullmatch("[0-9a-f]{8}", own := str(given.get("own") or "")) else "",
            limit=min(_number(given.get("limit"), 6), MOST) or usual.limit,
        )

    def query(self) -> str:
        """As the part of an address after the question mark; the view always, else only what is not as usual."""
        usual = asdict(Asked())
        told = {name: value for name, value in asdict(self).items() if name == "view" or value != usual[name]}
        return urlencode(told)


def _number(value: Any, digits: int) -> int:
    text = str(value or "")
    return int(text) if text.isdecimal() and len(text) <= digits else 0


def remembered(request: HttpRequest) -> Asked:
    """The list this person looked at last."""
    return Asked.of(request.session.get(SESSION_KEY, {}))


def remember(request: HttpRequest, asked: Asked) -> None:
    """Keep the list for the way back and for next and previous; the session is only written when it changes."""
    told = asdict(asked)
    if request.session.get(SESSION_KEY) != told:
        request.session[SESSION_KEY] = told


def back_url(request: HttpRequest, draft_id: uuid.UUID | None = None) -> str:
    """The address of the list one came from, at the row of ``draft_id``."""
    anchor = f"#draft-{draft_id}" if draft_id else ""
    return f"{reverse('queue')}?{remembered(request).query()}{anchor}"


def books_asked(request: HttpRequest, asked: Asked, visible: list[Administration]) -> Administration | None:
    """The books named in the address, else those chosen in the top bar; None means all of them."""
    named = next((each for each in visible if each.pk == asked.administration), None)
    return named or current_administration(request, visible)


def drafts_asked(user: Visitor, asked: Asked, administration: Administration | None) -> QuerySet[Draft]:
    """The drafts of a list in its order; the same for the list, for next and previous, and for what is made of it."""
    view = selectors.BY_NAME[asked.view]
    found = selectors.in_view(selectors.drafts_for(user, administration), view, user)
    if asked.order and not view.flat:
        found = found.order_by(*selectors.ORDERS[asked.order][1])
    found = selectors.search(found, asked.q)
    if asked.group and not view.flat:
        within = selectors.ORDERS[asked.order][1] if asked.order else ()
        return grouping.in_groups(found, asked.group, within)
    return found


def drafts_remembered(request: HttpRequest) -> QuerySet[Draft]:
    """The drafts of the list this person looked at last, in its order."""
    asked = remembered(request)
    visible = visible_administrations(request.user)
    return drafts_asked(request.user, asked, books_asked(request, asked, visible))
