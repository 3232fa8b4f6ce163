"""Holds about who sent the document, to whom it is addressed, and signs of fraud."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workbench.messages.message import Message

VENDORS: dict[str, Message] = {
    "VENDOR_UNMAPPED": Message(
        _("Vendor not known"),
        _("%(why)s."),
        _("Choose the vendor; the choice is remembered."),
        Message(
            _("Vendor not known"),
            _("%(name)s was not found for certain among the vendors in Exact."),
            _("Choose the vendor; the choice is remembered."),
        ),
    ),
    "VENDOR_AMBIGUOUS": Message(
        _("More than one vendor fits"),
        _("%(why)s (%(key)s)."),
        _("Compare the candidates and choose one; the choice is remembered."),
    ),
    "VENDOR_BLOCKED": Message(
        _("Vendor is blocked in Exact"),
        _("%(name)s may not be used."),
        _("Unblock it in Exact, or choose another vendor."),
    ),
    "VENDOR_NEW": Message(
        _("Vendor is not in Exact yet"),
        _("No account has these details."),
        _("Create the vendor in Exact, then choose it here."),
    ),
    "VENDOR_MISMATCH": Message(
        _("Order and invoice have different vendors"),
        _("Order %(order)s belongs to another vendor."),
        _("Choose another order or vendor."),
    ),
    "VENDOR_NAME_DIFFERS": Message(
        _("The name differs from Exact"),
        _("The document says %(printed)s, Exact says %(known)s."),
        _("Check that it is the same company."),
    ),
    "VENDOR_RECORD_INCOMPLETE": Message(
        _("The vendor in Exact lacks details"),
        _("Only on the document: %(missing)s."),
        _("Add them in Exact; the vendor is then found more surely."),
    ),
    "VENDOR_DUPLICATE": Message(
        _("This vendor seems to be in Exact twice"),
        _("The same %(key)s belongs to several vendors."),
        _("Merge them in Exact when they are one."),
    ),
    "ORDERING_PARTY_DIFFERS": Message(
        _("Ordered from one vendor, billed by another"),
        _("The order names another vendor than the invoice."),
        _("Check that the two belong together."),
    ),
    "VENDOR_ELSEWHERE": Message(
        _("This vendor is not in this administration"),
        _("A vendor is chosen within one administration."),
        _("Choose a vendor of this administration, or move the document."),
    ),
    "CUSTOMER_UNKNOWN": Message(
        _("Customer not known"),
        _("%(name)s was not found for certain among the customers in Exact."),
        _("Choose the customer."),
    ),
    # bank account
    "IBAN_CHANGED": Message(
        _("IBAN differs from Exact"),
        _("The invoice says %(iban)s; Exact knows %(known)s."),
        _("Call the vendor on a number you already had, and record the call."),
        Message(
            _("IBAN not known in Exact"),
            _("The invoice says %(iban)s; Exact has no account of this vendor."),
            _("Call the vendor on a number you already had, and record the call."),
        ),
    ),
    "IBAN_NEW": Message(
        _("First bank account of this vendor"),
        _("The invoice says %(printed)s; Exact has no account of this vendor."),
        _("Check the account with the vendor before it is paid."),
    ),
    "IBAN_ADDITIONAL": Message(
        _("One more bank account"),
        _("The invoice says %(printed)s; Exact knows %(known)s."),
        _("Check that payment goes to the known account."),
    ),
    "IBAN_SHARED": Message(
        _("This IBAN belongs to another vendor"),
        _("%(iban)s is in Exact with %(vendors)s."),
        _("Find out whose account it is before anything is paid."),
    ),
    "IBAN_COUNTRY": Message(
        _("IBAN from another country"),
        _("Vendor in %(vendor)s, account in %(bank)s."),
        _("Check the account with the vendor."),
    ),
    "IBAN_PAYMENT_SERVICE": Message(
        _("Account at a payment service"),
        _("%(iban)s is at %(service)s; the accounts in Exact are at ordinary banks."),
        _("Ask on a number you already had why the account changed, before it is paid."),
    ),
    # sender
    "LOOKALIKE_SENDER": Message(
        _("Sender looks like a known vendor"),
        _("%(domain)s resembles %(resembles)s (%(how)s)."),
        _("Do not trust the mail; call the vendor on a known number."),
    ),
    "REPLY_TO_DIFFERS": Message(
        _("Answers go to another address"),
        _("Sent by %(from)s, answers go to %(reply_to)s."),
        _("Do not answer the mail; use an address you already had."),
    ),
    "DISPLAY_NAME_MISMATCH": Message(
        _("The sender's name is not the sender's address"),
        _("%(name)s writes from %(domain)s, the name is that of %(claims)s."),
        _("Check with the vendor on a known number."),
    ),
    "SENDER_UNKNOWN": Message(
        _("First mail from this sender"),
        _("%(address)s has not written before."),
        _("Check that you know this sender."),
    ),
    "SENDER_NOT_AUTHENTIC": Message(
        _("The sender is not proven"),
        _("The checks of %(domain)s on its mail failed."),
        _("Do not trust the mail; call the vendor on a known number."),
    ),
    # patterns
    "SPLIT_UNDER_LIMIT": Message(
        _("Several invoices just under the limit"),
        _("%(bills)s invoices within a week make %(total)s; the limit is %(limit)s."),
        _("Approve them together, with the limit of their sum."),
    ),
    "AMOUNT_UNUSUAL": Message(
        _("Unusual amount"),
        _("%(amount)s is %(times)s times what this vendor usually bills (%(usual)s)."),
        _("Check that this is expected."),
    ),
    "RHYTHM_UNUSUAL": Message(
        _("Sooner than usual"),
        _("%(days)s days after the last invoice; usually %(usual)s."),
        _("Check that it is not a second invoice for the same."),
    ),
    "ROUND_AMOUNT": Message(
        _("A round amount"), _("%(amount)s; this vendor's amounts never are round."), _("For information.")
    ),
    # administration
    "WRONG_ADMINISTRATION": Message(
        _("Addressed to another administration"),
        _("The document names %(buyer)s."),
        _("Move it with one click, or confirm that it belongs here."),
        Message(
            _("Addressed to another administration"),
            _("The VAT number on it is %(vat_id)s."),
            _("Move it with one click, or confirm that it belongs here."),
            Message(
                _("Addressed to another administration"),
                _("%(why)s."),
                _("Move it with one click, or confirm that it belongs here."),
            ),
        ),
    ),
    "ADMINISTRATION_UNCLEAR": Message(
        _("Administration not clear"),
        _("%(why)s."),
        _("Choose the administration."),
        Message(
            _("Administration not clear"), _("Nothing says to whom it is addressed."), _("Choose the administration.")
        ),
    ),
    "BUYER_NAME_DIFFERS": Message(
        _("Addressed to another name"),
        _("The document names %(name)s."),
        _("Check that it is meant for this administration."),
    ),
    # duplicates
    "DUPLICATE_SUSPECT": Message(
        _("Looks like %(number)s"),
        _("%(reason)s"),
        _("Compare the two and reject one, or say that both are right."),
    ),
    "DUPLICATE_ERS": Message(
        _("Already paid by self-billing"),
        _("The goods of order %(order)s are settled from the receipt."),
        _("Reject this invoice, or say why it is another one."),
    ),
}
