"""The whole life of one document."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone, translation

from workbench.models import Document
from workbench.tracing.found import documents_called
from workbench.tracing.life import life_of


class Command(BaseCommand):
    help = "Print everything that happened with one document, in order: intake, mail, jobs, events, postings, attempts."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "document", help="id of document or draft, invoice or entry number, mark, digest, file name"
        )
        parser.add_argument("--json", action="store_true", help="one JSON object per line")

    def handle(self, *args: Any, **options: Any) -> None:
        found = documents_called(options["document"])
        if not found:
            raise CommandError(f"there is no document {options['document']}")
        if len(found) > 1 and len({each.draft_id for each in found}) > 1:
            lines = "\n".join(f"  {each.pk}  {_named(each)}" for each in found)
            raise CommandError(f"that is several documents; name one:\n{lines}")
        with translation.override("en"):
            for document in found:
                self._print(document, as_json=options["json"])

    def _print(self, document: Document, *, as_json: bool) -> None:
        if not as_json:
            self.stdout.write(f"{document.pk}  {_named(document)}")
        for step in life_of(document):
            if as_json:
                self.stdout.write(json.dumps({"document": str(document.pk), **step.as_json()}, ensure_ascii=False))
            else:
                at = timezone.localtime(step.at).strftime("%Y-%m-%d %H:%M:%S.%f")[:-3]
                self.stdout.write(f"{at}  {step.sort:<8} {step.text}")


def _named(document: Document) -> str:
    draft = document.draft
    said = [document.name, str(document.administration or "–")]
    if draft is not None:
        said += [draft.supplier_name, draft.invoice_number, f"draft {draft.pk}", draft.state]
    return " · ".join(filter(None, said))
