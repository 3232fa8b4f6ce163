"""All messages, gathered from their families."""

from __future__ import annotations

from workbench.messages.api import API
from workbench.messages.approval import APPROVAL
from workbench.messages.books import BOOKS
from workbench.messages.coding import CODING
from workbench.messages.exact import EXACT
from workbench.messages.intake import INTAKE
from workbench.messages.keeping import KEEPING
from workbench.messages.mailboxes import MAILBOXES
from workbench.messages.matching import MATCHING
from workbench.messages.message import Message
from workbench.messages.outgoing import OUTGOING
from workbench.messages.pages import PAGES
from workbench.messages.people import PEOPLE
from workbench.messages.precheck import PRECHECK
from workbench.messages.problems import PROBLEMS
from workbench.messages.reading import READING
from workbench.messages.refusals import REFUSALS
from workbench.messages.second_factor import SECOND_FACTOR
from workbench.messages.vat import VAT
from workbench.messages.vendors import VENDORS

FAMILIES: tuple[dict[str, Message], ...] = (
    INTAKE,
    READING,
    VENDORS,
    CODING,
    VAT,
    MATCHING,
    REFUSALS,
    APPROVAL,
    EXACT,
    PEOPLE,
    SECOND_FACTOR,
    KEEPING,
    PROBLEMS,
    BOOKS,
    PRECHECK,
    PAGES,
    MAILBOXES,
    API,
    OUTGOING,
)
CATALOGUE: dict[str, Message] = {code: message for family in FAMILIES for code, message in family.items()}
