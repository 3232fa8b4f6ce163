"""Accounts at services that are made for moving money on: opened from anywhere within minutes, emptied as fast.

Most are honest. What deserves a look is a vendor who had an account at an ordinary bank and now asks for payment to
one of these. Banks for everyday business that happen to be online only (bunq, N26) are not in the list.
"""

from __future__ import annotations

from datetime import date

# When the list was last looked through.
AS_OF = date(2026, 11, 21)
# Country and bank code as they stand in an IBAN (ISO 13616: the code follows the check digits), and the service. Who
# gives the codes out: National Bank of Belgium ("identification codes"), Bank of Lithuania ("codes of financial
# institutions"), Deutsche Bundesbank ("Bankleitzahlen"), Banque de France ("codes banque"), Betaalvereniging Nederland
# (BIC list), Pay.UK; the services print them in the account numbers they publish.
SERVICES: tuple[tuple[str, str, str], ...] = (
    ("BE", "905", "Wise"),
    ("BE", "967", "Wise"),
    ("GB", "TRWI", "Wise"),
    ("LT", "32500", "Revolut"),
    ("NL", "REVO", "Revolut"),
    ("DE", "10010178", "Revolut"),
    ("FR", "28233", "Revolut"),
    ("GB", "REVO", "Revolut"),
    ("LT", "35000", "Paysera"),
    ("DE", "20220800", "Banking Circle"),
)


def service_of(iban: str) -> str:
    """The service that keeps this account, by its plain IBAN; "" for an ordinary bank."""
    return next((name for country, code, name in SERVICES if iban[:2] == country and iban[4:].startswith(code)), "")
