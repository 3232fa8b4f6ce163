"""All addresses of the product."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from workbench.sections import section

accounts = section("workbench.accounts.views")
annexes = section("workbench.review.annexes")
api = section("workbench.api.views")
audit = section("workbench.audit.views")
bank = section("workbench.bank.views")
bell = section("workbench.bell.views")
connect = section("workbench.connect.views")
deciding = section("workbench.posting.deciding_views")
documents = section("workbench.documents.views")
inbox = section("workbench.inbox.views")
learning = section("workbench.learning.views")
mailbox = section("workbench.mailbox.views")
match = section("workbench.match.views")
newvendors = section("workbench.newvendors.views")
notices = section("workbench.connect.notices")
orders = section("workbench.review.orders")
pages = section("workbench.pages.views")
people = section("workbench.accounts.people_views")
posting = section("workbench.posting.views")
queue = section("workbench.queue.views")
review = section("workbench.review.views")
rules = section("workbench.rules.views")
start = section("workbench.start.views")
talk = section("workbench.talk.views")
tokens = section("workbench.api.token_views")
tuning = section("workbench.tuning.views")
vendors = section("workbench.vendors.views")

DRAFT = "drafts/<uuid:draft_id>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("workbench.health.urls")),
    path("", start.start, name="start"),
    path("login/", accounts.login, name="login"),
    path("logout/", accounts.logout, name="logout"),
    path("password/", people.own_password, name="password"),
    path("people/", people.people, name="people"),
    path("people/new/", people.new, name="person-new"),
    path("people/<int:person_id>/", people.person, name="person"),
    path("administration/", start.choose_administration, name="choose-administration"),
    path("preferences/", start.preferences, name="preferences"),
    path("notices/", bell.notices, name="notices"),
    path("notices/seen/", bell.seen_all, name="notices-seen"),
    path("notices/<int:notice_id>/", bell.opened, name="notice-open"),
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/<uuid:message_id>/raw/", inbox.raw, name="message-raw"),
    path("inbox/<uuid:message_id>/settle/", inbox.settle, name="message-settle"),
    path("mailboxes/", mailbox.mailboxes, name="mailboxes"),
    path("mailboxes/new/", mailbox.new, name="mailbox-new"),
    path("mailboxes/<uuid:mailbox_id>/", mailbox.mailbox, name="mailbox"),
    path("mailboxes/<uuid:mailbox_id>/access/", mailbox.access, name="mailbox-access"),
    path("mailboxes/<uuid:mailbox_id>/consent/", mailbox.consent, name="mailbox-consent"),
    path("mailboxes/callback/<slug:provider>/", mailbox.callback, name="mailbox-callback"),
    path("mailboxes/<uuid:mailbox_id>/test/", mailbox.test, name="mailbox-test"),
    path("mailboxes/<uuid:mailbox_id>/switch/", mailbox.switch, name="mailbox-switch"),
    path("mailboxes/<uuid:mailbox_id>/remove/", mailbox.remove, name="mailbox-remove"),
    path("queue/", queue.queue, name="queue"),
    path("upload/", queue.upload, name="upload"),
    path("upload/<uuid:entry_id>/", queue.upload_row, name="upload-row"),
    path(DRAFT, review.review, name="review"),
    path(DRAFT + "save/", review.save, name="draft-save"),
    path(DRAFT + "fields/<slug:name>/", review.field, name="draft-field"),
    path(DRAFT + "lines/", review.lines, name="draft-lines"),
    path(DRAFT + "lines/<int:line_id>/<slug:column>/", review.line, name="draft-line"),
    path(DRAFT + "hold/", review.hold, name="draft-hold"),
    path(DRAFT + "holds/<int:hold_id>/release/", review.release, name="draft-release"),
    path(DRAFT + "kind/", review.kind, name="draft-kind"),
    path(DRAFT + "move/", review.move, name="draft-move"),
    path(DRAFT + "reject/", review.reject, name="draft-reject"),
    path(DRAFT + "file/", review.file_away, name="draft-file"),
    path(DRAFT + "reopen/", review.reopen, name="draft-reopen"),
    path(DRAFT + "approve/", review.approve, name="draft-approve"),
    path(DRAFT + "undo/", review.undo, name="draft-undo"),
    path(DRAFT + "retry/", review.retry, name="draft-retry"),
    path(DRAFT + "exact/", deciding.page, name="posting-decide"),
    path(DRAFT + "exact/decide/", deciding.decide, name="posting-decide-send"),
    path(DRAFT + "exact/<int:decision_id>/", deciding.second, name="decision-second"),
    path("post/findings/<int:finding_id>/", deciding.resolve_finding, name="finding-resolve"),
    path(DRAFT + "comment/", talk.comment, name="draft-comment"),
    path(DRAFT + "talk/seen/", talk.seen, name="draft-talk-seen"),
    path(DRAFT + "give/", talk.give, name="draft-give"),
    path(DRAFT + "order/", match.link_order, name="draft-link-order"),
    path(DRAFT + "orders/", match.find_orders, name="draft-find-orders"),
    path(DRAFT + "order-line/", match.choose_order_line, name="draft-choose-order-line"),
    path(DRAFT + "why/", match.why, name="draft-why"),
    path(DRAFT + "answer/", match.answer, name="draft-answer"),
    path(DRAFT + "answer/agree/", match.agree, name="draft-agree"),
    path(DRAFT + "answer/back/", match.take_back, name="draft-take-back"),
    path(DRAFT + "unit/", match.confirm_unit, name="draft-confirm-unit"),
    path(DRAFT + "receipts/", match.link_receipts, name="draft-link-receipts"),
    path(DRAFT + "receipts/unlink/", match.unlink_receipt, name="draft-unlink-receipt"),
    path(DRAFT + "credit/", match.settle_credit, name="draft-settle-credit"),
    path(DRAFT + "pages/", pages.pages, name="draft-pages"),
    path(
        "documents/<uuid:document_id>/sheets/<slug:source>/<int:page>/<int:turn>/",
        pages.sheet_picture,
        name="sheet-picture",
    ),
    path(DRAFT + "compare/<uuid:other_id>/", orders.compare, name="compare"),
    path(DRAFT + "vendor/", vendors.choose, name="vendor-choose"),
    path(DRAFT + "annex/", annexes.put, name="annex-put"),
    path("documents/<uuid:document_id>/own/", annexes.own, name="annex-own"),
    path(DRAFT + "vendor/search/", vendors.search, name="vendor-search"),
    path(DRAFT + "vendor/impact/", vendors.preview, name="vendor-preview"),
    path("documents/<uuid:document_id>/original/", documents.original, name="document-original"),
    path("documents/<uuid:document_id>/read/", documents.read_again, name="read-again"),
    path("documents/<uuid:document_id>/pages/<int:number>/words/", documents.page_words, name="page-words"),
    path("documents/<uuid:document_id>/pages/<int:number>/rotate/", documents.rotate, name="page-rotate"),
    path("documents/<uuid:document_id>/pages/<int:number>/<int:width>/", documents.page_picture, name="page-picture"),
    path("post/", posting.posting, name="posting"),
    path("post/check/", posting.precheck, name="precheck"),
    path("post/start/", posting.start, name="batch-start"),
    path("post/runs/<uuid:batch_id>/", posting.batch, name="batch"),
    path("post/runs/<uuid:batch_id>/retry/", posting.retry_failed, name="batch-retry"),
    path("post/runs/<uuid:batch_id>/stop/", posting.cancel, name="batch-cancel"),
    path("vendors/", vendors.vendors, name="vendors"),
    path("vendors/mappings/<int:mapping_id>/", vendors.mapping, name="mapping"),
    path("vendors/mappings/<int:mapping_id>/reassign/", vendors.reassign, name="mapping-reassign"),
    path("vendors/mappings/<int:mapping_id>/forget/", vendors.forget, name="mapping-forget"),
    path("vendors/taught/", vendors.taught, name="taught"),
    path("vendors/taught/<slug:kind>/<int:row_id>/forget/", vendors.forget_taught, name="taught-forget"),
    path("administrations/<int:administration_id>/vendors/", vendors.options, name="vendor-options"),
    path("vendors/<int:vendor_id>/learned/", learning.vendor_learned, name="vendor-learned"),
    path("vendors/<int:vendor_id>/learned/reset/", learning.vendor_reset, name="vendor-reset"),
    path(DRAFT + "bank/", bank.begin, name="bank-begin"),
    path("bank/", bank.changes, name="bank-changes"),
    path("bank/<int:change_id>/", bank.change, name="bank-change"),
    path("bank/<int:change_id>/call/", bank.call, name="bank-call"),
    path("bank/<int:change_id>/second/", bank.second, name="bank-second"),
    path("bank/<int:change_id>/accept/", bank.accept, name="bank-accept"),
    path("bank/<int:change_id>/write/", bank.write, name="bank-write"),
    path("bank/<int:change_id>/refuse/", bank.refuse, name="bank-refuse"),
    path("rules/", rules.rules, name="rules"),
    path("rules/new/", rules.new, name="rule-new"),
    path("rules/<int:rule_id>/", rules.rule, name="rule"),
    path("rules/divisions/new/", rules.new_template, name="template-new"),
    path("rules/divisions/<int:template_id>/", rules.template, name="template"),
    path("rules/<int:rule_id>/switch/", rules.switch, name="rule-switch"),
    path("rules/<int:rule_id>/copy/", rules.copy, name="rule-copy"),
    path(DRAFT + "vendor/new/", newvendors.new, name="vendor-new"),
    path(DRAFT + "vendor/complete/", newvendors.complete, name="vendor-complete"),
    path("vendors/proposals/", newvendors.proposals, name="vendor-proposals"),
    path("vendors/proposals/<int:proposal_id>/", newvendors.proposal, name="vendor-proposal"),
    path("vendors/proposals/<int:proposal_id>/confirm/", newvendors.confirm, name="vendor-confirm"),
    path("vendors/proposals/<int:proposal_id>/refuse/", newvendors.refuse, name="vendor-refuse"),
    path("exact/administrations/<int:administration_id>/tuning/", tuning.tuning, name="tuning"),
    path("exact/administrations/<int:administration_id>/tuning/vat/", tuning.add_vat_code, name="vat-code-add"),
    path(
        "exact/administrations/<int:administration_id>/tuning/position/", tuning.set_vat_position, name="vat-position"
    ),
    path("exact/administrations/<int:administration_id>/tuning/keys/", tuning.set_key_order, name="vendor-keys"),
    path("exact/administrations/<int:administration_id>/tuning/nearer/", tuning.set_exception, name="tolerance-set"),
    path("tuning/nearer/<int:tolerance_id>/remove/", tuning.remove_exception, name="tolerance-remove"),
    path("exact/administrations/<int:administration_id>/tuning/levels/", tuning.set_level, name="match-level-set"),
    path("tuning/levels/<int:level_id>/remove/", tuning.remove_level, name="match-level-remove"),
    path("exact/administrations/<int:administration_id>/tuning/routing/", tuning.add_routing_rule, name="routing-add"),
    path("tuning/routing/<int:routing_id>/end/", tuning.end_routing_rule, name="routing-end"),
    path("tuning/vat/<int:mapping_id>/", tuning.change_vat_code, name="vat-code-change"),
    path("tuning/vat/<int:mapping_id>/forget/", tuning.forget_vat_code, name="vat-code-forget"),
    path("tokens/", tokens.tokens, name="tokens"),
    path("tokens/<int:token_id>/revoke/", tokens.revoke, name="token-revoke"),
    path("api/v1/documents", api.documents, name="api-documents"),
    path("api/v1/documents/<uuid:document_id>", api.document, name="api-document"),
    path("api/v1/files/<uuid:file_id>", api.file, name="api-file"),
    path("api/<path:rest>", api.unknown, name="api-unknown"),
    path("audit/", audit.audit, name="audit"),
    path("audit/file/", audit.download, name="audit-file"),
    path("webhooks/exact", notices.exact_notices, name="exact-notices"),
    path("exact/", connect.connect, name="connect"),
    path("exact/consent/", connect.consent, name="connect-consent"),
    path("exact/callback/", connect.callback, name="connect-callback"),
    path("exact/<int:connection_id>/administrations/", connect.administrations, name="administrations"),
    path("exact/<int:connection_id>/disconnect/", connect.disconnect, name="disconnect"),
    path("exact/<int:connection_id>/release/", connect.release, name="connection-release"),
    path("exact/administrations/<int:administration_id>/sync/", connect.sync, name="sync-now"),
    path("exact/administrations/<int:administration_id>/vat/", connect.confirm_vat, name="confirm-vat"),
    path("exact/administrations/<int:administration_id>/open/", connect.first_posting, name="first-posting"),
]
