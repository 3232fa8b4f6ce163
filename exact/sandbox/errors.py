"""Errors the sandbox answers with, and the sentences of business errors in the user's language."""

from dataclasses import dataclass, field

PATTERNS = {
    "mandatory": {"en": "Mandatory: {x}", "nl": "Verplicht: {x}"},
    "reference": {"en": "Invalid reference: {x}", "nl": "Ongeldige referentie: {x}"},
    "invalid": {"en": "Invalid: {x}", "nl": "Ongeldig: {x}"},
    "not_allowed": {"en": "Not allowed: {x}", "nl": "Niet toegestaan: {x}"},
    "unknown": {"en": "Unknown: {x}", "nl": "Onbekend: {x}"},
    "in_use": {"en": "In use: {x}", "nl": "In gebruik: {x}"},
    "exists": {"en": "Data already exists", "nl": "Gegeven bestaat reeds"},
    "closed": {"en": "Period is closed: {x}", "nl": "Periode is afgesloten: {x}"},
    "journal_kind": {
        "en": "Invalid journal. The journal must be a {x} journal.",
        "nl": "Ongeldig dagboek. Het dagboek moet een {x} zijn.",
    },
    "text": {"en": "{x}", "nl": "{x}"},
    "fault": {
        "en": "A problem has occurred. The cause of this issue will be investigated as soon as possible.",
        "nl": "Er is een probleem opgetreden. De oorzaak hiervan wordt zo snel mogelijk onderzocht.",
    },
}

LABELS = {
    "Supplier": ("Relationship", "Relatie"),
    "SupplierType": ("Supplier (Type)", "Leverancier (Type)"),
    "CustomerType": ("Customer (Type)", "Klant (Type)"),
    "SupplierReference": ("Supplier", "Leverancier"),
    "OrderedBy": ("Ordered by", "Besteld door"),
    "DeliverTo": ("Deliver to", "Leveren aan"),
    "InvoiceTo": ("Invoice to", "Factuur aan"),
    "Account": ("Account", "Relatie"),
    "Journal": ("Diary", "Dagboek"),
    "JournalReference": ("Journals", "Journals"),
    "PurchaseJournal": ("purchase", "inkoopboek"),
    "GLAccount": ("G/L account", "Grootboekrekening"),
    "GLAccountType": ("G/L account type", "Grootboekrekeningtype"),
    "VATCode": ("VAT code", "Btw-code"),
    "VATCodeUse": ("VAT-code", "Btw-code"),
    "VATPercentage": ("VAT percentage []", "Btw-percentage []"),
    "CostCenter": ("Cost center", "Kostenplaats"),
    "CostUnit": ("Cost unit", "Kostendrager"),
    "PaymentCondition": ("Payment condition", "Betalingsconditie"),
    "Document": ("Document", "Document"),
    "Currency": ("Currency", "Valuta"),
    "Item": ("Item", "Artikel"),
    "Warehouse": ("Warehouse", "Magazijn"),
    "EntryNumber": ("Entry number", "Boekstuknummer"),
    "Lines": ("Lines", "Regels"),
    "FiscalYear": ("Fiscal year (Period - date table)", "Boekjaar (Periode - datumtabel)"),
    "PurchaseOrderLine": ("Purchase order line", "Inkooporderregel"),
    "Quantity": ("Quantity", "Aantal"),
    "Type": ("Type", "Type"),
    "Name": ("Name", "Naam"),
    "Code": ("Code", "Code"),
    "Description": ("Description", "Omschrijving"),
    "Subject": ("Subject", "Onderwerp"),
    "Email": ("Email []", "E-mail []"),
    "FileName": ("File name", "Bestandsnaam"),
    "Attachment": ("Attachment", "Bijlage"),
    "FirstName": ("First name", "Voornaam"),
    "LastName": ("Last name", "Achternaam"),
    "BankAccount": ("Bank account", "Bankrekening"),
    "Status": ("Status", "Status"),
    "Topic": ("Topic", "Onderwerp"),
    "Entity": ("Entity", "Entiteit"),
}
"""Screen label (English, Dutch) by property; the service names the label, never the property."""

QUERY_SYNTAX = "Bad Request - Error in query syntax."
NO_RESOURCE = "Resource not found for the segment '{segment}'."
STREAM = "Error processing request stream. {detail}"


@dataclass
class ApiError(Exception):
    """An answer with a status and one message in the service's error shape; ``reason`` becomes the Reason header."""

    status: int
    message: str = ""
    reason: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.status} {self.message}"


class BusinessError(Exception):
    """One or more broken rules of the administration; answered as HTTP 500 with CRLF-joined sentences."""

    def __init__(self, *problems: tuple[str, str]) -> None:
        super().__init__(problems)
        self.problems = problems

    def text(self, language: str) -> str:
        """Sentences in ``language`` ("nl" or anything else for English), each problem once, joined by CRLF."""
        sentences = [sentence(code, label, language) for code, label in self.problems]
        return "\r\n".join(dict.fromkeys(sentences))


def sentence(code: str, label: str, language: str) -> str:
    """One message: the pattern ``code`` filled with the label of ``label`` (or ``label`` itself when it has none)."""
    dutch = language.lower().startswith("nl")
    names = LABELS.get(label, (label, label))
    return PATTERNS[code]["nl" if dutch else "en"].format(x=names[1 if dutch else 0])


def first_problem(problems: list[tuple[str, str]]) -> None:
    """Raise :class:`BusinessError` when the list is not empty."""
    if problems:
        raise BusinessError(*problems)
