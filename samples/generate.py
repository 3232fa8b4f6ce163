"""Write the sample set: ``python -m samples.generate [folder]``. The same facts give the same files."""

from __future__ import annotations

import json
import sys
from datetime import datetime, time
from pathlib import Path

from exact.sandbox.seed import World, world
from samples.bill import Bill
from samples.case import Case
from samples.cases import all_cases
from samples.embed import facturx, image_pdf, joined, jpeg, pictures
from samples.layouts import LAYOUTS
from samples.layouts.paperwork import statement
from samples.mails import logo_png, mail
from samples.structured import cii, ubl
from samples.truth import truth

HERE = Path(__file__).resolve().parent
_SCAN = ("dpi", "skew", "noise", "shade", "quarter_turns")


def render(case: Case, known: dict[str, bytes], facts: World) -> bytes:
    """The bytes of one sample file. ``known`` holds the files made so far, for samples that are copies."""
    head, _, profile = case.form.partition(":")
    if case.of:
        return known[case.of]
    if head == "ubl":
        return ubl(case.bill, profile)
    if head == "mail":
        return _mail(case, facts)
    page = draw(case.options.get("page", case.bill), case)
    if case.second:
        page = joined(page, draw(case.second, case))
    if head == "facturx":
        return facturx(page, cii(case.bill))
    options = {key: value for key, value in case.options.items() if key in _SCAN}
    if head == "scan":
        return image_pdf(pictures(page, case.id, **options), dpi=options.get("dpi", 170))
    if head == "photo":
        return jpeg(pictures(page, case.id, **options)[0], 60)
    return page


def draw(bill: Bill, case: Case) -> bytes:
    """The bill as a digital PDF in its layout."""
    if bill.kind == "statement":
        return statement(bill, list(case.statement))
    return LAYOUTS[bill.layout].draw(bill)


def _mail(case: Case, facts: World) -> bytes:
    bill, options = case.bill, case.options
    admin = facts.administrations[case.outcome.administration]
    files: list[tuple[str, bytes]] = []
    name = f"{options.get('name', 'factuur')}_{bill.number.replace('/', '-')}"
    if options.get("ubl"):
        files.append((f"{name}.xml", ubl(bill, options["ubl"])))
    if options.get("pdf", True):
        files.append((f"{name}.pdf", draw(bill, case)))
    text = (
        options.get("text")
        or "Geachte heer, mevrouw,\n\nHierbij ontvangt u onze factuur {number}.\n\nMet vriendelijke groet,\n{supplier}"
    )
    fill = {"number": bill.number, "supplier": bill.supplier.name}
    sender = options.get("from", bill.supplier.email)
    signature = logo_png(bill.supplier.name[0], "#1f4e79") if options.get("signature") else None
    return mail(
        f"{bill.supplier.name} <{sender}>",
        admin.email,
        options.get("subject", "Factuur {number}").format(**fill),
        text.format(**fill),
        datetime.combine(bill.day, time(8, 30)),
        files,
        signature,
        bool(options.get("html")),
    )


def generate(folder: Path = HERE) -> int:
    """Write ``documents`` and ``truth`` under a folder; returns the number of samples. Old files there are removed."""
    facts = world()
    documents, truths = folder / "documents", folder / "truth"
    for place in (documents, truths):
        place.mkdir(parents=True, exist_ok=True)
        for old in place.iterdir():
            old.unlink()
    known: dict[str, bytes] = {}
    for case in all_cases(facts):
        content = render(case, known, facts)
        known[case.id] = content
        (documents / f"{case.id}.{case.suffix}").write_bytes(content)
        text = json.dumps(truth(case, facts, content), indent=1, ensure_ascii=False)
        (truths / f"{case.id}.truth.json").write_text(text + "\n", encoding="utf-8")
    return len(known)


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    print(f"{generate(target)} samples in {target}")
