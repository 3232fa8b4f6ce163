"""What lies in the inbox when the demo starts."""

from __future__ import annotations

import json
from datetime import datetime, time
from pathlib import Path
from typing import Any

from samples.mails import mail

HERE = Path(__file__).resolve().parent


def sample_inbox() -> list[tuple[Path, int, str]]:
    """The sample files in the order in which they arrive: path, division code, "upload" or "mail".

    A "mail" file that is no ``.eml`` came as the attachment of a mail: ``as_mail`` makes it. Originals stand before
    what duplicates them. Raises FileNotFoundError when the samples were not generated.
    """
    if not (HERE / "truth").is_dir():
        raise FileNotFoundError("no samples here: run python -m samples.generate")
    found = []
    for facts in map(_facts, sorted((HERE / "documents").iterdir())):
        outcome = facts["outcome"]
        found.append(
            (
                bool(outcome["same_as"]),
                facts["fields"].get("issue_date") or "9999",
                facts["id"],
                HERE / facts["file"],
                outcome,
            )
        )
    return [
        (path, outcome["administration"], outcome["how"])
        for *_, path, outcome in sorted(found, key=lambda row: row[:3])
    ]


def as_mail(path: Path, recipient: str) -> bytes:
    """The mail that brought a sample file, from its real sender to an intake address; an ``.eml`` as it is."""
    if path.suffix == ".eml":
        return path.read_bytes()
    facts = _facts(path)
    sender = facts["outcome"]["sender"]
    fields = facts["fields"]
    when = datetime.combine(datetime.fromisoformat(fields["issue_date"] or "2026-11-19").date(), time(8, 30))
    subject = f"Factuur {fields['invoice_number']}" if fields["invoice_number"] else "Bericht"
    closing = f"Met vriendelijke groet,\n\n{sender['name']}"
    text = f"Geachte heer, mevrouw,\n\nIn de bijlage vindt u {subject.lower()}.\n\n{closing}"
    return mail(
        f"{sender['name']} <{sender['email']}>", recipient, subject, text, when, [(path.name, path.read_bytes())]
    )


def _facts(path: Path) -> dict[str, Any]:
    result: dict[str, Any] = json.loads((HERE / "truth" / f"{path.stem}.truth.json").read_text(encoding="utf-8"))
    return result
