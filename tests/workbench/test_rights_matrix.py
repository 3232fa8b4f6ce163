"""Who gets what from every address: generated from the URL resolver, so that no route stays without an answer.

People: nobody (not logged in), elsewhere (every role, in another administration), and one role each in this one.
Answers: token (a program's token is asked for), login (sent to log in), done (carried out or shown), refused (told that
the right is missing), hidden (404, as if it did not exist) and verb (405). What is not done may not change anything.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from decimal import Decimal
from http.cookies import SimpleCookie
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection as database
from django.db import transaction
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from django.utils.html import escape
from pytest_django import DjangoDbBlocker

from domain.vat import Treatment
from exact import api, relations, sealing
from exact.models import Administration, BookedEntry, Posting, PurchaseOrder, ReconciliationFinding, VendorBankAccount
from exact.relations import VendorData
from jobs.models import Job
from matching.models import CodingRule, RoutingRule, VendorMapping
from matching.vat import learned as vat_learned
from matching.vendors import learned
from tests.workbench.support import desk
from tests.workbench.support.taught import taught_in
from workbench.api import tokens
from workbench.drafts.services import put_on_hold
from workbench.intake.services import Incoming, receive_files, receive_message
from workbench.messages import describe
from workbench.models import (
    Absence,
    ApprovalRule,
    BankChange,
    Batch,
    Draft,
    EvidencePack,
    Mailbox,
    Message,
    Notice,
    OutgoingMail,
    PostingDecision,
    Role,
    SenderDecision,
    SenderPassword,
    VendorLayout,
    VendorProposal,
)
from workbench.packs.collected import path_of
from workbench.rules import forms

pytestmark = pytest.mark.django_db

ROLES = ("viewer", "clerk", "approver", "vendor_editor", "admin", "auditor")
PEOPLE = ("nobody", "elsewhere", *ROLES)
EVERYBODY = frozenset(ROLES)
EDITORS = frozenset({"clerk", "approver"})
MAPPERS = frozenset({"clerk", "approver", "vendor_editor", "admin"})
UPLOADERS = frozenset({"clerk", "approver", "admin"})
APPROVERS = frozenset({"approver"})
ADMINS = frozenset({"admin"})
AUDITORS = frozenset({"approver", "admin", "auditor"})
BANKERS = frozenset({"vendor_editor"})
SETTLERS = frozenset({"approver", "admin"})
CODERS = frozenset({"clerk", "approver", "admin"})
NONE: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Route:
    """``get`` and ``post``: the roles for whom it is done; None when the verb is not served.

    ``scoped`` routes carry an identity of one administration (elsewhere: hidden); the others show each person their
    own part. ``data`` is posted.
    """

    get: frozenset[str] | None = None
    post: frozenset[str] | None = None
    scoped: bool = False
    public: bool = False
    data: Callable[[World], dict[str, Any]] = field(default=lambda world: {})
    # Everybody who is logged in may do it, elsewhere too: it concerns only themselves.
    own: bool = False
    # A right that is missing is told as 404, because the object is not theirs to see.
    hides: bool = False
    # A missing right is told by a message on the page one comes back to.
    by_message: bool = False
    # In this world, where the draft waits in review, it has nothing to change: only the right is told. Every other
    # POST that is done has to change something, so that "done" cannot be a polite no.
    idle: bool = False
    # Addresses for programs: what everybody gets alike, whoever is logged in. What a token opens: tests/workbench/api.
    machine: str = ""


class World:
    """One draft in review with everything an address can name, and a person of each kind."""

    def __init__(self) -> None:
        self.books = desk.books()
        self.elsewhere = desk.books(900002, "twee", "Twee BV")
        self.people = {role: desk.person(role, self.books, role) for role in ROLES}
        self.people["elsewhere"] = desk.person("elsewhere", self.elsewhere, *ROLES)
        self.draft = desk.made(self.books, "GEHEIM-77", supplier_name="Zeer Geheim BV")
        self.other = desk.made(self.books, "GEHEIM-78", "250.00")
        self.line = self.draft.lines.get()
        put_on_hold(self.draft.pk, reason="eerst bellen", by=self.people["clerk"])
        self.hold = self.draft.holds.get(code="MANUAL")
        self.document = self.draft.documents.get()
        self.page = self.document.page_rows.create(number=1, words=[["GEHEIM", 0, 0, 1, 1]])
        self.message = receive_message(b"Subject: GEHEIM\n\n.", administration=self.books, recipient="x", source="smtp")
        Message.objects.filter(pk=self.message.pk).update(sender_address="geheim@geheim.nl")
        self.password = SenderPassword.objects.create(administration=self.books, sender="geheim@geheim.nl")
        self.sender = SenderDecision.objects.create(administration=self.books, sender="@geheim.nl", take=True)
        (self.entry,) = receive_files([Incoming("GEHEIM.pdf", b"")], administration=self.books, by=self.people["clerk"])
        vendor = self.books.vendors.get()
        learned.remember(administration=self.books, kind="name", value="geheim", vendor=vendor, by="clerk")
        self.mapping = VendorMapping.objects.get(administration=self.books)
        self.change = BankChange.objects.create(
            administration=self.books,
            vendor=vendor,
            draft=self.draft,
            iban="NL20INGB0001234567",
            requested_by=self.people["clerk"],
            requested_at=timezone.now(),
        )
        self.booked = BookedEntry.objects.create(administration=self.books, exact_id="b-1", entry_number="GEHEIM-9")
        self.batch = Batch.objects.create(token="t", by=self.people["clerk"])
        self.bulk = Batch.objects.create(token="b", by=self.people["clerk"], action="hold")
        Administration.objects.filter(pk=self.books.pk).update(first_posting_confirmed=False)
        self.order = PurchaseOrder.objects.create(
            administration=self.books, exact_id=desk.guid(900001, "order"), vendor=vendor, number="20260077"
        )
        self.rule = CodingRule.objects.create(
            administration=self.books, name="Geheim", conditions={"words": ["geheim"]}, gl="4000"
        )
        # With an account, so that confirming asks for the right to change bank details.
        wanted = VendorData("Geheim Nieuw BV", iban="NL20INGB0001234567", country="NL")
        self.proposal = VendorProposal.objects.create(
            administration=self.books, draft=self.other, data=asdict(wanted), proposed_by=self.people["clerk"]
        )
        answerer = self.people["elsewhere"]  # so that everybody here may be the second person
        self.taught = taught_in(self.books, self.draft, self.order, self.people["clerk"], answerer)
        self.routing = RoutingRule.objects.create(administration=self.books, sender="geheim.nl")
        self.layout = VendorLayout.objects.create(administration=self.books, vendor=vendor)
        self.vat_row = vat_learned.confirm(self.books, Treatment("NL_STD21"), Decimal(21), "", "2", by="admin")
        self.finding = ReconciliationFinding.objects.create(
            administration=self.books, kind="F", details={"your_ref": "GEHEIM-79", "entry_number": "GEHEIM-5"}
        )
        posting = Posting.objects.create(
            subject="geheim",
            administration=self.books,
            division=self.books.division,
            marker="WB-GEHEIM",
            amount=1,
            payload={},
        )
        self.decision = PostingDecision.objects.create(
            draft=self.draft, posting=posting, action="discard", reason="geheim", asked_by=self.people["viewer"]
        )
        told = {"kind": "mention", "subject": f"draft:{self.draft.pk}", "params": {"text": "GEHEIM"}}
        self.notice = Notice.objects.create(person=self.people["clerk"], administration=self.books, **told)
        self.draft.comments.create(by=self.people["elsewhere"], text="GEHEIM")
        key = uuid.uuid4()
        self.mail = OutgoingMail.objects.create(
            kind="receipt", key="g", to="geheim@geheim.nl", subject="GEHEIM", state="failed", administration=self.books
        )
        self.mailbox = Mailbox.objects.create(
            pk=key,
            administration=self.books,
            host="127.0.0.1",
            username="GEHEIM",
            secret=sealing.seal(f"mailbox:{key}", "GEHEIM"),
            created_by="admin",
        )
        self.pack = EvidencePack.objects.create(by=self.people["auditor"], books=[self.books.pk], state="ready")
        path_of(self.pack).write_bytes(b"GEHEIM")
        self.dead = Job.objects.create(kind="derive", subject=str(self.draft.pk), dedupe_key="geheim", state="dead")
        self.deputy = desk.person("deputy", self.books, "approver")
        desk.person("deputy", self.elsewhere, "approver")
        approver, later = self.people["approver"], timezone.localdate() + timedelta(days=90)
        self.approval_rule = ApprovalRule.objects.create(administration=self.books, position=1, first=[approver.pk])
        self.absence = Absence.objects.create(person=approver, deputy=self.deputy, starts_on=later, ends_on=later)
        keys = {"administrations": [self.books.pk], "upload": True, "read": True, "days": 30}
        self.token, _shown = tokens.make(name="Geheim", by=self.people["admin"], **keys)
        self.cookies = {name: self._logged_in(name) for name in self.people}

    def _logged_in(self, name: str) -> SimpleCookie:
        client = Client()
        client.force_login(self.people[name])
        return client.cookies

    def arguments(self, name: str) -> dict[str, Any]:
        """The identities an address needs, all of this administration."""
        known = {
            "draft_id": self.draft.pk,
            "other_id": self.other.pk,
            "booked_id": self.booked.pk,
            "document_id": self.document.pk,
            "message_id": self.message.pk,
            "sender_id": self.sender.pk,
            "password_id": self.password.pk,
            "entry_id": self.entry.pk,
            "line_id": self.line.pk,
            "hold_id": self.hold.pk,
            "batch_id": self.bulk.pk if name.startswith("bulk-") else self.batch.pk,
            "mapping_id": self.vat_row.pk if name.startswith("vat-code-") else self.mapping.pk,
            "rule_id": self.rule.pk,
            "routing_id": self.routing.pk,
            "vendor_id": self.layout.vendor_id,
            "proposal_id": self.proposal.pk,
            "connection_id": self.books.connection_id,
            "administration_id": self.books.pk,
            "number": 1,
            "width": 240,
            "source": self.document.blob_id[:16],
            "page": 1,
            "turn": 0,
            "column": "description",
            "name": "invoice_number",
            "change_id": self.change.pk,
            **self.taught.identities,
            "person_id": self.people["approver" if name == "person-absence" else "viewer"].pk,
            "approval_rule_id": self.approval_rule.pk,
            "absence_id": self.absence.pk,
            "decision_id": self.decision.pk,
            "finding_id": self.finding.pk,
            "notice_id": self.notice.pk,
            "job_id": self.dead.pk,
            "mailbox_id": self.mailbox.pk,
            "mail_id": self.mail.pk,
            "token_id": self.token.pk,
            "provider": "google",
            "file_id": self.entry.pk,
            "rest": "v1/x",
            "table": "fields",
            "accrued": "proposal",
            "payable": "forecast",
            "pack_id": self.pack.pk,
        }
        pattern = patterns()[name]
        return {key: known[key] for key in pattern.pattern.converters}


def patterns(found: Any = None) -> dict[str, URLPattern]:
    """Every named address of the product."""
    rows: dict[str, URLPattern] = {}
    for each in found if found is not None else get_resolver().url_patterns:
        if isinstance(each, URLResolver):
            rows |= patterns(each.url_patterns)
        else:
            assert each.name, f"{each.pattern} has no name"
            rows[each.name] = each
    return rows


def draft_post(
    roles: frozenset[str], data: Callable[[World], dict[str, Any]] = lambda world: {}, *, idle: bool = False
) -> Route:
    """Something done to a draft."""
    return Route(post=roles, scoped=True, data=data, idle=idle)


def a_file(world: World) -> dict[str, Any]:
    """A file as the queue's screen sends it."""
    return {"administration": world.books.pk, "files": SimpleUploadedFile("nieuw.pdf", b"%PDF-1.4 nieuw")}


def a_person(world: World) -> dict[str, Any]:
    """Somebody new, as the screen sends it: a viewer in both administrations."""
    return {"username": "nieuw"} | {f"role:{books.pk}": "viewer" for books in (world.books, world.elsewhere)}


def a_mailbox(world: World) -> dict[str, Any]:
    """A mailbox as the screen sends it; its server is one that nobody is allowed to reach."""
    return {"administration": world.books.pk, "host": "127.0.0.1", "username": "nieuw", "password": "geheim"}


def a_rule(world: World) -> dict[str, Any]:
    """A rule as the screen sends it to be saved, tried before."""
    typed = {"name": "Nieuw", "words": "bouten", "gl": "4000"}
    sent = {"action": "save", "tried": forms.from_post(typed).digest, "administration": world.books.pk}
    return typed | sent


def pages_as_they_are(world: World) -> dict[str, Any]:
    """The pages screen's form, applied without a change: the pages are confirmed."""
    plan = f"{world.document.blob_id[:16]}.1.0.p"
    version = Draft.objects.get(pk=world.draft.pk).version
    return {"action": "apply", "plan": plan, "seen": f"{world.draft.pk}:{version}"}


def a_division(world: World) -> dict[str, Any]:
    """A division as the screen sends it."""
    return {"administration": world.books.pk, "name": "Nieuw", "part0:share": "60", "part1:share": "40"}


def a_token(world: World) -> dict[str, Any]:
    """A token as the screen asks for it."""
    return {"name": "Nieuw", "administration": world.books.pk, "scope": "read", "days": "30"}


def away(world: World) -> dict[str, Any]:
    """Days away, as the screen sends them."""
    today = timezone.localdate().isoformat()
    return {"starts_on": today, "ends_on": today, "deputy": world.deputy.pk}


TOKEN = Route(get=NONE, post=NONE, machine="token")

TABLE: dict[str, Route] = {
    "api-documents": TOKEN,
    "api-document": TOKEN,
    "api-file": TOKEN,
    "api-unknown": TOKEN,
    # No public address is set.
    "exact-notices": Route(post=NONE, machine="hidden"),
    "tokens": Route(get=ADMINS | {"elsewhere"}, post=ADMINS, scoped=True, data=a_token),
    "token-revoke": Route(post=ADMINS, scoped=True),
    "healthz": Route(get=EVERYBODY, public=True),
    "readyz": Route(get=EVERYBODY, public=True),
    "login": Route(get=EVERYBODY, post=EVERYBODY, public=True, idle=True),
    "logout": Route(post=EVERYBODY, public=True, idle=True),
    "start": Route(get=EVERYBODY, own=True),
    # Without a right password just before, back to the log-in page.
    "login-code": Route(get=EVERYBODY, post=EVERYBODY, public=True, idle=True),
    "second-factor": Route(get=EVERYBODY, post=EVERYBODY, own=True, idle=True),
    "sessions-end": Route(post=EVERYBODY, own=True, idle=True),
    # Nothing is sent that could change it.
    "password": Route(get=EVERYBODY, post=EVERYBODY, own=True, idle=True),
    "people": Route(get=ADMINS | {"elsewhere"}),
    "person-new": Route(post=ADMINS | {"elsewhere"}, data=a_person),
    "person": Route(get=ADMINS, post=ADMINS, scoped=True, data=lambda w: {"action": "off"}),
    "choose-administration": Route(post=EVERYBODY, own=True, idle=True),
    "preferences": Route(post=EVERYBODY, own=True),
    "exact-state": Route(get=EVERYBODY, own=True),
    "notices": Route(get=EVERYBODY, own=True),
    # Only the clerk was told anything.
    "notices-mail": Route(post=EVERYBODY, own=True, data=lambda w: {"digest": "never", "email": "nieuw@een.example"}),
    "outgoing": Route(get=ADMINS | {"elsewhere"}),
    "outgoing-mail": Route(get=ADMINS, scoped=True),
    "outgoing-test": Route(post=ADMINS | {"elsewhere"}, idle=True),
    "outgoing-settle": Route(post=ADMINS, scoped=True, data=lambda w: {"action": "end"}),
    "outgoing-switch": Route(post=ADMINS, scoped=True, data=lambda w: {"name": "mail_receipts", "on": "1"}),
    "notices-seen": Route(post=EVERYBODY, own=True, idle=True),
    "notice-open": Route(post=frozenset({"clerk"}), scoped=True, hides=True),
    "inbox": Route(get=EVERYBODY, own=True),
    "mailboxes": Route(get=ADMINS | {"elsewhere"}),
    "mailbox-new": Route(post=ADMINS, scoped=True, data=a_mailbox),
    "mailbox": Route(get=ADMINS, post=ADMINS, scoped=True, data=lambda w: {"port": "1993"}),
    "mailbox-access": Route(post=ADMINS, scoped=True, data=lambda w: {"sign_in": "password", "password": "nieuw"}),
    # Opened with a password, so there is nobody to ask: back to its page.
    "mailbox-consent": Route(post=ADMINS, scoped=True, idle=True),
    # Nothing was begun in this session.
    "mailbox-callback": Route(get=ADMINS | {"elsewhere"}),
    "mailbox-test": Route(post=ADMINS, scoped=True),
    "mailbox-switch": Route(post=ADMINS, scoped=True, data=lambda w: {"on": "0"}),
    "mailbox-remove": Route(post=ADMINS, scoped=True),
    "message-raw": Route(get=EVERYBODY, scoped=True),
    # The mail is not opened yet, so that files are refused; only the right is told.
    "message-add": Route(post=EDITORS, scoped=True, idle=True),
    "message-sender": Route(post=EDITORS, scoped=True, data=lambda w: {"verdict": "never"}),
    "sender-password-forget": Route(post=ADMINS, scoped=True),
    "senders-asking": Route(post=ADMINS, scoped=True, data=lambda w: {"ask": "1"}),
    "sender-forget": Route(post=ADMINS, scoped=True),
    "message-settle": Route(post=EDITORS, scoped=True),
    "queue": Route(get=EVERYBODY, own=True),
    "upload": Route(post=UPLOADERS, scoped=True, hides=True, data=a_file),
    "upload-row": Route(get=EVERYBODY, scoped=True),
    "review": Route(get=EVERYBODY, scoped=True),
    "draft-save": draft_post(EDITORS, lambda w: {"field:invoice_number": "NIEUW-1"}),
    "draft-field": draft_post(EDITORS, lambda w: {"value": "NIEUW-1"}),
    "draft-lines": draft_post(EDITORS, lambda w: {"action": "add"}),
    "draft-line": draft_post(EDITORS, lambda w: {"value": "Anders"}),
    "draft-hold": draft_post(EDITORS, lambda w: {"reason": "wacht"}),
    "draft-release": draft_post(EDITORS, lambda w: {"reason": "gebeld"}),
    "draft-kind": draft_post(EDITORS, lambda w: {"kind": "credit_note"}),
    # Who may edit here may move it, to an administration they may edit in; another one does not exist for them.
    "draft-move": draft_post(EDITORS, lambda w: {"administration": w.books.pk}),
    "draft-reject": draft_post(EDITORS, lambda w: {"reason": "niet van ons"}),
    "draft-file": draft_post(EDITORS),
    "draft-reopen": draft_post(EDITORS, idle=True),
    "draft-approve": draft_post(APPROVERS, idle=True),
    "draft-undo": draft_post(APPROVERS, idle=True),
    "draft-retry": draft_post(EDITORS, idle=True),
    # The draft waits in review, so there is nothing to decide: those who may are told so on the draft's page.
    "posting-decide": Route(get=SETTLERS, scoped=True),
    "posting-decide-send": draft_post(SETTLERS, lambda w: {"action": "discard", "reason": "dubbel"}, idle=True),
    "decision-second": draft_post(SETTLERS),
    "finding-resolve": draft_post(SETTLERS, lambda w: {"reason": "verwijderd"}),
    "draft-comment": draft_post(EVERYBODY, lambda w: {"text": "gezien"}),
    "draft-talk-seen": draft_post(EVERYBODY),
    "draft-here": draft_post(EVERYBODY),
    "draft-letter": Route(get=EDITORS, post=EDITORS, scoped=True, data=lambda w: {"subject": "Vraag", "text": "Graag"}),
    "draft-give": draft_post(EDITORS, lambda w: {"to": w.people["approver"].pk, "note": "graag"}),
    "draft-link-order": draft_post(EDITORS, lambda w: {"order": w.order.number}),
    "draft-choose-order-line": draft_post(EDITORS, lambda w: {"line": w.line.pk, "order_line": ""}),
    "compare": Route(get=EVERYBODY, scoped=True),
    "compare-booked": Route(get=EVERYBODY, scoped=True),
    "draft-items": Route(get=EVERYBODY, scoped=True),
    "draft-beside": Route(get=EVERYBODY, scoped=True),
    "vendor-choose": Route(
        post=MAPPERS, scoped=True, by_message=True, data=lambda w: {"vendor": w.books.vendors.get().exact_id}
    ),
    "vendor-search": Route(get=EVERYBODY, scoped=True),
    "draft-pages": Route(get=EVERYBODY, post=EDITORS, scoped=True, data=pages_as_they_are),
    "annex-put": draft_post(EDITORS, lambda w: {"other": str(w.other.pk)}),
    "second-source": Route(post=EDITORS, scoped=True, idle=True),
    "annex-own": Route(post=EDITORS, scoped=True, idle=True),
    # As with the page's picture: these bytes are none.
    "sheet-picture": Route(get=NONE, scoped=True, hides=True),
    "document-original": Route(get=EVERYBODY, scoped=True),
    "read-again": Route(post=EDITORS, scoped=True),
    "page-words": Route(get=EVERYBODY, scoped=True),
    "page-rotate": Route(post=EDITORS, scoped=True),
    # The document's bytes are no picture here: shown as absent to those who may see it, too.
    "page-picture": Route(get=NONE, scoped=True, hides=True),
    "posting": Route(get=EVERYBODY, own=True),
    "precheck": Route(post=EVERYBODY, own=True, idle=True, data=lambda w: {"draft": [str(w.draft.pk)]}),
    "batch-start": Route(
        post=EVERYBODY, own=True, data=lambda w: {"draft": [str(w.draft.pk)], "token": uuid.uuid4().hex}
    ),
    "batch": Route(get=frozenset({"clerk"}), scoped=True, hides=True),
    "own-view": Route(post=EVERYBODY, own=True, data=lambda w: {"do": "save", "name": uuid.uuid4().hex}),
    "bulk-ask": Route(
        post=EVERYBODY, own=True, idle=True, data=lambda w: {"draft": [str(w.draft.pk)], "action": "reject"}
    ),
    "bulk-start": Route(
        post=EVERYBODY,
        own=True,
        data=lambda w: {
            "draft": [str(w.draft.pk)],
            "action": "reject",
            "reason": "dubbel",
            "token": uuid.uuid4().hex,
        },
    ),
    "bulk-result": Route(get=frozenset({"clerk"}), scoped=True, hides=True),
    "bulk-undo": Route(post=frozenset({"clerk"}), scoped=True, hides=True),
    "batch-retry": Route(post=frozenset({"clerk"}), scoped=True, hides=True, idle=True),
    "batch-cancel": Route(post=frozenset({"clerk"}), scoped=True, hides=True),
    "vendors": Route(get=EVERYBODY, own=True),
    "vendor-learned": Route(get=EVERYBODY, scoped=True),
    "vendor-reset": Route(post=MAPPERS, scoped=True),
    "mapping-forget": Route(post=MAPPERS, scoped=True),
    "bank-begin": draft_post(BANKERS | EDITORS, idle=True),
    "bank-changes": Route(get=EVERYBODY, own=True),
    "bank-change": Route(get=EVERYBODY, scoped=True),
    "bank-call": draft_post(BANKERS | EDITORS),
    "bank-second": draft_post(BANKERS),
    "bank-accept": draft_post(BANKERS),
    # Nothing is accepted in this world, so nothing may be written.
    "bank-write": draft_post(BANKERS, idle=True),
    "bank-refuse": draft_post(BANKERS | EDITORS),
    "first-posting": Route(post=ADMINS, scoped=True, data=lambda w: {"name": w.books.name}),
    "audit": Route(get=AUDITORS | {"elsewhere"}),
    "audit-file": Route(get=AUDITORS | {"elsewhere"}),
    "insight": Route(get=AUDITORS | {"elsewhere"}),
    "insight-documents": Route(get=AUDITORS | {"elsewhere"}),
    "insight-table": Route(get=AUDITORS | {"elsewhere"}),
    "evidence": Route(get=AUDITORS | {"elsewhere"}),
    "evidence-take": draft_post(AUDITORS),
    "evidence-start": Route(post=AUDITORS, scoped=True, data=lambda w: {"draft": [str(w.draft.pk)]}),
    "evidence-file": Route(get=frozenset({"auditor"}), scoped=True, hides=True),
    "payables": Route(get=AUDITORS | {"elsewhere"}),
    "payables-behind": Route(get=AUDITORS | {"elsewhere"}),
    "payables-table": Route(get=AUDITORS | {"elsewhere"}),
    "accruals": Route(get=AUDITORS | {"elsewhere"}),
    "accruals-behind": Route(get=AUDITORS | {"elsewhere"}),
    "accruals-table": Route(get=AUDITORS | {"elsewhere"}),
    "connect": Route(get=EVERYBODY, own=True),
    "connect-consent": Route(post=ADMINS | {"elsewhere"}, idle=True),
    "connect-callback": Route(get=ADMINS | {"elsewhere"}),
    "administrations": Route(get=ADMINS, post=ADMINS, scoped=True, idle=True),
    "disconnect": Route(post=ADMINS, scoped=True),
    "connection-release": Route(post=ADMINS, scoped=True),
    "sync-now": Route(post=EDITORS | ADMINS, scoped=True),
    "given-up-work": Route(get=ADMINS | {"elsewhere"}),
    "given-up-settle": Route(post=ADMINS, data=lambda w: {}, by_message=True),
    "confirm-vat": Route(post=ADMINS, scoped=True),
    "rules": Route(get=EVERYBODY, own=True),
    # Who codes or configures nowhere is sent back to the list with the reason.
    "rule-new": Route(get=CODERS | {"elsewhere"}, post=CODERS, scoped=True, by_message=True, data=a_rule),
    "rule": Route(get=EVERYBODY, post=CODERS, scoped=True, data=a_rule),
    "rule-switch": Route(post=CODERS, scoped=True, data=lambda w: {"on": "0"}),
    "draft-find-orders": Route(get=EVERYBODY, scoped=True),
    "draft-why": Route(get=EVERYBODY, scoped=True),
    "draft-answer": draft_post(EDITORS, lambda w: {"hold": w.taught.hold.pk, "answer": "accept", "reason": "gebeld"}),
    "draft-agree": draft_post(EDITORS, lambda w: {"answer": w.taught.answer.pk}),
    "draft-take-back": draft_post(EDITORS, lambda w: {"answer": w.taught.answer.pk}),
    "draft-confirm-unit": draft_post(EDITORS, lambda w: {"line": w.line.pk, "factor": "12"}, idle=True),
    "draft-link-receipts": draft_post(EDITORS, idle=True),
    "draft-unlink-receipt": draft_post(EDITORS, lambda w: {"consumption": w.taught.consumption.pk}),
    "draft-settle-credit": draft_post(EDITORS, lambda w: {"answer": w.taught.answer.pk}, idle=True),
    # Without a vendor there is nothing to tell the impact of.
    "vendor-preview": Route(get=NONE, scoped=True, hides=True),
    "vendor-options": Route(get=EVERYBODY, scoped=True),
    "mapping": Route(get=EVERYBODY, scoped=True),
    # There is but one vendor here, which it means already.
    "mapping-reassign": Route(
        post=MAPPERS, scoped=True, data=lambda w: {"vendor": w.books.vendors.get().exact_id}, idle=True
    ),
    "taught": Route(get=EVERYBODY, own=True),
    "taught-forget": Route(post=EDITORS, scoped=True),
    "vat-code-add": Route(post=ADMINS, scoped=True, data=lambda w: {"treatment": "NL_RC", "rate": "21", "code": "2"}),
    "vat-position": Route(post=ADMINS, scoped=True, data=lambda w: {"deductible_percent": "80"}),
    "vendor-keys": Route(post=ADMINS, scoped=True, data=lambda w: {"place:iban": "1", "on:iban": "1"}),
    "tolerance-set": Route(
        post=ADMINS, scoped=True, data=lambda w: {"what": "PRICE_UNIT.upper", "vendor": "1", "percent": "4"}
    ),
    "tolerance-remove": Route(post=ADMINS, scoped=True),
    "approval-rules": Route(
        get=ADMINS, post=ADMINS, scoped=True, data=lambda w: {"amount_from": "5", "first": w.people["approver"].pk}
    ),
    "approval-rule": Route(post=ADMINS, scoped=True, data=lambda w: {"do": "remove"}),
    "absence": Route(get=APPROVERS | {"elsewhere"}, post=APPROVERS | {"elsewhere"}, data=away),
    "absence-end": Route(post=APPROVERS | ADMINS, scoped=True),
    "person-absence": Route(get=ADMINS, post=ADMINS, scoped=True, data=away),
    "match-level-set": Route(post=ADMINS, scoped=True, data=lambda w: {"level": "none", "vendor": "1"}),
    "match-level-remove": Route(post=ADMINS, scoped=True),
    "routing-add": Route(post=ADMINS, scoped=True, data=lambda w: {"sender": "energie.nl"}),
    "routing-end": Route(post=ADMINS, scoped=True),
    # Who codes or configures nowhere is sent back to the list with the reason.
    "template-new": Route(
        get=CODERS | {"elsewhere"}, post=CODERS, scoped=True, by_message=True, data=lambda w: a_division(w)
    ),
    "template": Route(get=EVERYBODY, post=CODERS, scoped=True, data=lambda w: a_division(w)),
    "rule-copy": Route(post=CODERS, scoped=True, data=lambda w: {"to": w.books.pk}),
    "vendor-new": Route(
        get=EVERYBODY,
        post=MAPPERS,
        scoped=True,
        data=lambda w: {"name": "Nieuw BV", "country": "NL", "separate": "1"},
    ),
    "vendor-complete": draft_post(MAPPERS),
    "vendor-proposals": Route(get=EVERYBODY, own=True),
    "vendor-proposal": Route(get=EVERYBODY, scoped=True),
    "vendor-confirm": Route(post=BANKERS, scoped=True),
    "vendor-refuse": Route(post=MAPPERS, scoped=True, data=lambda w: {"why": "dubbel"}),
    "tuning": Route(
        get=ADMINS, post=ADMINS, scoped=True, data=lambda w: {"four_eyes_from": "7", "cooling_off_days": "9"}
    ),
    "keeping": Route(get=ADMINS, post=ADMINS, scoped=True, data=lambda w: {"keep_years": "7"}),
    # Nothing is past a term here.
    "keeping-remove": Route(post=ADMINS, scoped=True, idle=True),
    "keeping-noise": Route(post=ADMINS, scoped=True, idle=True),
    "document-keep": Route(post=ADMINS, scoped=True, data=lambda w: {"reason": "controle"}),
    "vat-code-change": Route(post=ADMINS, scoped=True, data=lambda w: {"code": "4"}),
    "vat-code-forget": Route(post=ADMINS, scoped=True),
}


@pytest.fixture(scope="module")
def built(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """The world, built once for all cases and taken down with its transaction."""
    home = tmp_path_factory.mktemp("rights")
    with (
        override_settings(BLOB_ROOT=home / "blobs", INBOEK_HOME=home),
        django_db_blocker.unblock(),
        transaction.atomic(),
    ):
        yield World()
        transaction.set_rollback(True)


@pytest.fixture
def world(built: World, db: None) -> World:
    """The world as it was built; what a case does to it is undone."""
    return built


def test_every_address_has_its_answer_in_the_table() -> None:
    assert set(patterns()) == set(TABLE), "a new route needs an entry; a removed one takes its entry along"


def outcome(answer: HttpResponse) -> str:
    """The answer in one word."""
    if answer.status_code == 302 and answer.headers["Location"].startswith("/login/?next="):
        return "login"
    if answer.status_code == 401 and answer.content == b"":  # a part of a page, which is never the log-in page
        return "login"
    if answer.status_code == 401 and answer["Content-Type"] == "application/problem+json":
        return "token"
    if answer.status_code in (404, 405):
        return {404: "hidden", 405: "verb"}[answer.status_code]
    missing = escape(describe("RIGHT_MISSING", {"right": "x"}).title)
    if answer.status_code == 403 or (answer.status_code == 409 and missing in answer.content.decode()):
        return "refused"
    assert answer.status_code < 500 or answer.status_code == 503, answer.status_code
    return "done"


def expected(route: Route, method: str, person: str) -> str:
    """What the table says."""
    allowed = route.get if method == "GET" else route.post
    if route.machine and allowed is not None:
        return route.machine
    if route.public:
        return "verb" if allowed is None else "done"
    if person == "nobody":
        return "login"
    if allowed is None:
        return "verb"
    if person in allowed or (route.own and person == "elsewhere"):
        return "done"
    return "hidden" if route.hides or (person == "elsewhere" and route.scoped) else "refused"


def snapshot() -> list[Any]:
    """Everything there is, for telling whether anything changed; sessions come and go."""
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)} - {"django_session"}
    rows: list[Any] = []
    with database.cursor() as cursor:
        for table in sorted(tables):
            cursor.execute(f"SELECT * FROM {table} ORDER BY 1")
            rows.append((table, cursor.fetchall()))
    return rows


@pytest.fixture(scope="module")
def untouched(built: World) -> list[Any]:
    """Everything there is before anybody did anything."""
    return snapshot()


class Writing:
    """Notices statements that write, so that the tables are only looked through after one."""

    seen = False

    def __call__(self, execute: Callable[..., Any], sql: str, *more: Any) -> Any:
        self.seen |= not re.match(r"\s*(SELECT|SAVEPOINT|RELEASE|ROLLBACK)\b", sql, re.IGNORECASE)
        return execute(sql, *more)


def ask(world: World, name: str, method: str, person: str, before: list[Any]) -> tuple[Any, bool]:
    """One request by one person, undone afterwards; the answer, and whether it changed anything."""
    client = Client(raise_request_exception=True, HTTP_ACCEPT_LANGUAGE="en")
    if person != "nobody":
        client.cookies = SimpleCookie({key: morsel.value for key, morsel in world.cookies[person].items()})
    route, address, writing = TABLE[name], reverse(name, kwargs=world.arguments(name)), Writing()
    with transaction.atomic():
        htmx = {"HX-Request": "true"} if name.startswith(("draft-", "vendor-")) else {}
        data = route.data(world) if method == "POST" else {"state": "x"} if name == "connect-callback" else {}
        with database.execute_wrapper(writing):
            answer: Any = (client.get if method == "GET" else client.post)(address, data, headers=htmx)
            if getattr(answer, "streaming", False):
                _ = b"".join(answer)
        changed = writing.seen and snapshot() != before
        transaction.set_rollback(True)
    return answer, changed


@pytest.fixture
def quiet_exact(monkeypatch: pytest.MonkeyPatch, world: World) -> None:
    """No Exact stands behind these requests: its door answers with nothing."""
    made = world.books.vendors.get().exact_id
    monkeypatch.setattr(api, "list_divisions", lambda connection: [])
    monkeypatch.setattr(api, "disconnect", lambda connection: None)
    monkeypatch.setattr(api, "release", lambda connection: None)
    monkeypatch.setattr(api, "choose_administrations", lambda connection, divisions, by: [])
    monkeypatch.setattr(relations, "create_vendor", lambda administration, data, by: made)


@pytest.mark.parametrize("name", sorted(TABLE))
@pytest.mark.usefixtures("quiet_exact")
def test_who_gets_what(world: World, untouched: list[Any], name: str) -> None:
    wrong = []
    for method in ("GET", "POST"):
        # A verb that is not served is turned away before anybody's rights are looked at: one person tells.
        served = TABLE[name].get if method == "GET" else TABLE[name].post
        for person in PEOPLE if served is not None else ("clerk",):
            answer, changed = ask(world, name, method, person, untouched)
            told, wanted = outcome(answer), expected(TABLE[name], method, person)
            if TABLE[name].by_message and told == "done" and wanted == "refused" and answer.status_code == 302:
                told = "refused"  # and nothing may have changed, see below
            if told != wanted:
                wrong.append(f"{method} by {person}: {told} ({answer.status_code}), expected {wanted}")
            if told != "done" and changed:
                wrong.append(f"{method} by {person}: {told}, and yet something changed")
            if told == wanted == "done" and method == "POST" and not changed and not TABLE[name].idle:
                wrong.append(f"{method} by {person}: nothing happened ({answer.status_code})")
            if told == "done" and person == "elsewhere" and not answer.get("HX-Redirect"):
                text = b"" if getattr(answer, "streaming", False) else answer.content
                if b"GEHEIM" in text.upper():
                    wrong.append(f"{method} by {person}: shows what is not theirs")
    assert not wrong, "\n".join(wrong)


# -- further doors to another administration ---------------------------------------------------------------------------


@pytest.fixture
def clerk_elsewhere(world: World, client: Client) -> Iterator[Client]:
    client.force_login(world.people["elsewhere"])
    yield client


def test_a_list_of_foreign_drafts_posts_none_of_them(world: World, clerk_elsewhere: Client) -> None:
    sent = {"draft": [str(world.draft.pk), str(world.other.pk), "no id"], "token": "fremd"}
    assert b"GEHEIM" not in clerk_elsewhere.post(reverse("precheck"), sent).content
    clerk_elsewhere.post(reverse("batch-start"), sent)
    assert Batch.objects.get(token="fremd").items.count() == 0
    assert set(Draft.objects.values_list("state", flat=True)) == {"review"}


@pytest.mark.parametrize(
    "name",
    [
        "queue",
        "inbox",
        "start",
        "vendors",
        "posting",
        "audit",
        "audit-file",
        "insight",
        "insight-documents",
        "accruals",
        "connect",
    ],
)
@pytest.mark.parametrize("how", ["administration", "q", "chosen", "view"])
def test_no_question_shows_another_administrations_rows(
    world: World, clerk_elsewhere: Client, name: str, how: str
) -> None:
    asked = {"administration": str(world.books.pk), "q": "GEHEIM-77", "chosen": str(world.message.pk), "view": "all"}[
        how
    ]
    clerk_elsewhere.post(reverse("choose-administration"), {"administration": world.books.pk})
    text = clerk_elsewhere.get(reverse(name), {how: asked}).content.decode()
    # The search field repeats what was asked for; nothing else may name it.
    assert "Zeer Geheim" not in text and str(world.draft.pk) not in text and "GEHEIM-78" not in text


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("vendor-choose", {"vendor": desk.guid(900001, "vendor")}),
        ("draft-move", {}),
    ],
)
def test_an_identity_of_another_administration_in_the_form_is_refused(
    world: World, clerk_elsewhere: Client, name: str, data: dict[str, str]
) -> None:
    mine = desk.made(world.elsewhere, "EIGEN-1")
    before = Draft.objects.values().get(pk=mine.pk)
    sent = data or {"administration": str(world.books.pk)}
    assert clerk_elsewhere.post(reverse(name, args=[mine.pk]), sent, HTTP_HX_REQUEST="true").status_code == 404
    assert Draft.objects.values().get(pk=mine.pk) == before


def test_a_rule_is_copied_neither_to_nor_from_books_that_are_not_ones_own(world: World, client: Client) -> None:
    address = reverse("rule-copy", args=[world.rule.pk])
    for person, to in (("clerk", world.elsewhere), ("elsewhere", world.elsewhere), ("elsewhere", world.books)):
        client.force_login(world.people[person])
        assert client.post(address, {"to": to.pk}).status_code == 404
    desk.person("clerk", world.elsewhere, "viewer")
    client.force_login(world.people["clerk"])
    assert client.post(address, {"to": world.elsewhere.pk}).status_code == 403  # seen there, but not to be written
    assert CodingRule.objects.get() == world.rule


@pytest.mark.parametrize("name", sorted(MAPPERS))
@pytest.mark.usefixtures("quiet_exact")
def test_a_new_vendor_without_an_account_is_confirmed_by_who_maps_but_not_by_its_proposer(
    world: World, client: Client, name: str
) -> None:
    row = VendorProposal.objects.get(pk=world.proposal.pk)
    row.data |= {"iban": ""}
    row.save()
    client.force_login(world.people[name])
    client.post(reverse("vendor-confirm", args=[row.pk]))
    row.refresh_from_db()
    assert row.state == ("proposed" if name == "clerk" else "done")


@pytest.mark.parametrize(("person", "told"), [("elsewhere", False), ("viewer", True)])
def test_the_state_of_a_connection_is_told_to_the_people_of_its_books(
    world: World, client: Client, person: str, told: bool
) -> None:
    world.books.connection.consented_by = "zeer-geheim"
    world.books.connection.save()
    Administration.objects.filter(pk=world.books.pk).update(posting_hold="wacht op geheim")
    client.force_login(world.people[person])
    text = client.get(reverse("connect")).content.decode()
    assert ("zeer-geheim" in text, "wacht op geheim" in text) == (told, told)


def test_a_stop_in_other_books_of_the_same_connection_is_not_told(world: World, clerk_elsewhere: Client) -> None:
    held = {"posting_hold": "wacht op geheim", "connection": world.elsewhere.connection}
    Administration.objects.filter(pk=world.books.pk).update(**held)
    text = clerk_elsewhere.get(reverse("connect")).content.decode()
    assert "wacht op geheim" not in text and world.books.name not in text


def test_a_line_or_hold_of_another_draft_is_not_reached_through_ones_own(world: World, clerk_elsewhere: Client) -> None:
    mine = desk.made(world.elsewhere, "EIGEN-1")
    for name, args, data in (
        ("draft-line", [mine.pk, world.line.pk, "net_amount"], {"value": "1"}),
        ("draft-release", [mine.pk, world.hold.pk], {"reason": "x"}),
        ("draft-lines", [mine.pk], {"action": "delete", "line": world.line.pk}),
    ):
        answer = clerk_elsewhere.post(reverse(name, args=args), data, HTTP_HX_REQUEST="true")
        assert answer.status_code == 404, name
    world.hold.refresh_from_db()
    assert world.hold.released_at is None and world.draft.lines.get().net_amount == world.line.net_amount


MASS = {
    "state": "posted",
    "field:state": "posted",
    "field:gross_total_x": "1",
    "line:0:draft": "1",
    "administration": "1",
    "administration_id": "1",
    "approved_by": "1",
    "vendor_id": "1",
    "blockers": "0",
    "turn": "ready",
    "version": "99",
    "auto_ok": "1",
    "entry_number": "12345",
}


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("draft-save", {}),
        ("draft-field", {"value": "NIEUW-9"}),
        ("draft-comment", {"text": "x"}),
        ("draft-hold", {"reason": "x"}),
        ("draft-lines", {"action": "add"}),
    ],
)
def test_fields_nobody_asked_for_are_ignored(world: World, client: Client, name: str, data: dict[str, str]) -> None:
    client.force_login(world.people["clerk"])
    client.post(reverse(name, kwargs=world.arguments(name)), MASS | data, HTTP_HX_REQUEST="true")
    draft = Draft.objects.get(pk=world.draft.pk)
    assert (draft.state, draft.administration, draft.entry_number) == ("review", world.books, "")
    assert draft.blockers > 0 and draft.turn != "ready" and draft.version < 99 and draft.gross_total == 121
    assert not draft.approvals.exists()


def test_preferences_take_only_known_values_and_no_foreign_address(world: World, client: Client) -> None:
    client.force_login(world.people["viewer"])
    sent = {
        "language": "xx",
        "theme": "pink",
        "shortcuts": "maybe",
        "administration": world.elsewhere.pk,
        "is_staff": "1",
    }
    answer = client.post(reverse("preferences"), sent | {"next": "https://elders.example/"})
    assert answer.headers["Location"] == "/"
    kept = world.people["viewer"].preference
    assert (kept.language, kept.theme, kept.shortcuts, kept.administration) == ("", "", True, None)


def test_a_role_that_is_taken_away_counts_at_the_next_request(world: World, client: Client) -> None:
    client.force_login(world.people["clerk"])
    address = reverse("review", args=[world.draft.pk])
    assert client.get(address).status_code == 200
    world.people["clerk"].memberships.all().delete()
    assert client.get(address).status_code == 404


def test_an_inactive_administration_is_hidden_from_its_own_people(world: World, client: Client) -> None:
    Administration.objects.filter(pk=world.books.pk).update(active=False)
    client.force_login(world.people["approver"])
    assert client.get(reverse("review", args=[world.draft.pk])).status_code == 404
    assert VendorBankAccount.objects.exists()  # hidden, not removed


def test_roles_of_the_table_are_the_roles_there_are() -> None:
    assert set(ROLES) == {role.value for role in Role}
