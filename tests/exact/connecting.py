"""Going through the consent page as a browser would, and what tests ask of the sandbox's ledger."""

from __future__ import annotations

import hashlib
import json
import urllib.request
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from exact import oauth
from exact.models import Administration, Connection
from exact.sandbox.server import SandboxServer

REDIRECT = "http://127.0.0.1:8000/connect/back"


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


def allow(address: str, divisions: list[int]) -> dict[str, str]:
    """Press "Allow" on the consent page at ``address``; the parameters of the way back."""
    query = {key: values[0] for key, values in parse_qs(urlsplit(address).query).items()}
    form = [*query.items(), ("decision", "allow"), *(("division", str(division)) for division in divisions)]
    request = urllib.request.Request(address.split("?")[0], data=urlencode(form).encode(), method="POST")
    opener = urllib.request.build_opener(_Stay)
    try:
        answer = opener.open(request, timeout=10)
    except urllib.error.HTTPError as error:
        answer = error
    with answer:  # an error is an answer too, with a connection to close
        back = urlsplit(answer.headers["Location"])
    return {key: values[0] for key, values in parse_qs(back.query).items()}


def connect(divisions: list[int], user: str = "session|user") -> Connection:
    """Consent to ``divisions``; the connection with its tokens."""
    back = allow(oauth.start_consent(user, REDIRECT), divisions)
    return oauth.finish_consent(back["state"], back["code"], user)


def administration_for(connection: Connection, division: int, code: str = "een") -> Administration:
    """An active administration without going through the choice."""
    return Administration.objects.create(connection=connection, division=division, code=code, name=f"Books {division}")


def stored(server: SandboxServer, division: int, resource: str) -> list[dict[str, Any]]:
    """Rows of the sandbox's own ledger."""
    return [found.row for found in server.ledger.rows(division, resource)]


def entries(server: SandboxServer, division: int, your_ref: str) -> list[dict[str, Any]]:
    """Purchase entries in the sandbox with this reference."""
    return [row for row in stored(server, division, "purchaseentry/PurchaseEntries") if row.get("YourRef") == your_ref]


def payable_change(server: SandboxServer, division: int, entry_id: str, payable_gl: str) -> Decimal:
    """What an entry did to the payables account: negative is a debt more."""
    rows = stored(server, division, "financialtransaction/TransactionLines")
    return sum(
        (
            Decimal(str(row["AmountDC"]))
            for row in rows
            if row["EntryID"] == entry_id and row["GLAccount"] == payable_gl
        ),
        Decimal(0),
    )


def sha256(content: bytes) -> str:
    """Hash as hex."""
    return hashlib.sha256(content).hexdigest()


def control(server: SandboxServer, name: str, **data: Any) -> Any:
    """Use one of the sandbox's control addresses."""
    request = urllib.request.Request(f"{server.url}/_sandbox/{name}", data=json.dumps(data).encode(), method="POST")
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.loads(answer.read())
