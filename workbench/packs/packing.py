"""An evidence pack: one ZIP that tells all of a document's case to somebody who has nothing but the ZIP."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import zipfile
from dataclasses import dataclass, field
from datetime import datetime
from typing import IO, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string
from django.utils import timezone

from workbench.documents.names import attached_name
from workbench.intake import blobs
from workbench.models import Document, Draft
from workbench.packs.chain import Proof, events_with_hashes
from workbench.packs.contents import case_of, events_of, file_row

FORMAT = 1
_CHUNK = 1 << 20
# What file systems and unpacking programs do not bear in a name.
_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]+')
_COMPRESSED = frozenset({"pdf", "jpeg", "png", "zip"})


@dataclass
class Pack:
    """A ZIP being written, with the digest of every file in it."""

    archive: zipfile.ZipFile
    digests: dict[str, str] = field(default_factory=dict)

    def text(self, path: str, text: str) -> None:
        """Put a text into it."""
        data = text.encode()
        self.digests[path] = hashlib.sha256(data).hexdigest()
        self.archive.writestr(_entry(path, zipfile.ZIP_DEFLATED), data)

    def json(self, path: str, value: Any) -> None:
        """Put data into it."""
        self.text(path, json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1))

    def original(self, path: str, sha256: str, kind: str) -> bool:
        """Put an original into it, byte for byte; False when its bytes are gone."""
        try:
            source = blobs.opened(sha256)
        except blobs.BlobMissing:
            return False
        found = hashlib.sha256()
        method = zipfile.ZIP_STORED if kind in _COMPRESSED else zipfile.ZIP_DEFLATED
        with source, self.archive.open(_entry(path, method), "w") as target:
            while chunk := source.read(_CHUNK):
                found.update(chunk)
                target.write(chunk)
        self.digests[path] = found.hexdigest()
        return True

    def close(self) -> None:
        """Put the list of digests into it, in the form that ``sha256sum -c`` reads; nothing comes after it."""
        lines = "".join(f"{digest}  {path}\n" for path, digest in sorted(self.digests.items()))
        self.archive.writestr(_entry("sha256.txt", zipfile.ZIP_DEFLATED), lines)


def _entry(path: str, method: int) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(path, timezone.localtime().timetuple()[:6])
    entry.compress_type = method
    entry.external_attr = 0o644 << 16
    return entry


@dataclass(frozen=True, slots=True)
class Taken:
    """Who took a pack and when."""

    by: str
    at: datetime


def write_one(target: IO[bytes], draft: Draft, proof: Proof, taken: Taken) -> None:
    """The pack of one document."""
    with zipfile.ZipFile(target, "w") as archive:
        pack = Pack(archive)
        add_case(pack, draft, proof, taken, "")
        pack.text("chain.csv", chain_file(proof))
        pack.close()


def add_case(pack: Pack, draft: Draft, proof: Proof, taken: Taken, folder: str) -> dict[str, Any]:
    """Put one document's case into a pack, below ``folder`` ("" or with its last stroke); returns what it told."""
    events = list(events_of(draft))
    case = case_of(draft, events)
    case["files"] = _files(pack, draft, folder)
    case["pack"] = {"format": FORMAT, "taken_by": taken.by, "taken_at": taken.at}
    pack.json(f"{folder}case.json", case)
    pack.json(f"{folder}events.json", {"events": events_with_hashes(events), "proof": proof_told(proof)})
    context = {"case": case, "draft": draft, "events": events, "proof": proof, "taken": taken, "depth": bool(folder)}
    pack.text(f"{folder}index.html", render_to_string("packs/index.html", context))
    return case


def _files(pack: Pack, draft: Draft, folder: str) -> list[dict[str, Any]]:
    """The originals of the case and what was made of them for Exact; the same bytes once."""
    rank = {"main": 0, "second_source": 1}
    documents = draft.documents.select_related("message", "received_by").prefetch_related("page_rows", "originals")
    found: list[dict[str, Any]] = []
    written: dict[str, str] = {}
    for document in sorted(documents, key=lambda each: (rank.get(each.role, 2), each.received_at)):
        row = file_row(document, _put(pack, written, folder, document.blob_id, document.name, document.kind))
        row["more"] = [
            _put(pack, written, folder, blob.pk, document.name, document.kind)
            for blob in document.originals.all()
            if blob.pk != document.blob_id
        ]
        row["arranged"] = _arranged(pack, written, folder, document)
        found.append(row)
    return found


def _arranged(pack: Pack, written: dict[str, str], folder: str, document: Document) -> str:
    if not document.arranged_id:
        return ""
    return _put(pack, written, f"{folder}arranged/", document.arranged_id, attached_name(document), "pdf")


def _put(pack: Pack, written: dict[str, str], folder: str, sha256: str, name: str, kind: str) -> str:
    """Where the bytes stand in the pack; "" when they are gone."""
    if sha256 not in written:
        kept = folder if folder.endswith("arranged/") else f"{folder}originals/"
        path = f"{kept}{len(written) + 1:02d}-{safe_name(name)}"
        written[sha256] = path if pack.original(path, sha256, kind) else ""
    return written[sha256]


def safe_name(text: str) -> str:
    """A name that every file system bears; what it is stays readable."""
    kept = _UNSAFE.sub("_", text).strip(" .")
    return (kept if len(kept) <= 80 else f"{kept[:70]}~{kept[-9:]}") or "file"


def proof_told(proof: Proof) -> dict[str, Any]:
    """The proof as data, without the links."""
    return {
        "first": proof.first,
        "head_seq": proof.head_seq,
        "head_hash": proof.head_hash,
        "whole": proof.whole,
        "hash_before_first": proof.before,
        "log_checked_at": proof.checked_at,
        "log_checked_broken": proof.checked_found,
    }


def chain_file(proof: Proof) -> str:
    """Every link of the chain as CSV, with the hash before the first; only the head of the table without links."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["seq", "hash"])
    if proof.links:
        writer.writerow([proof.first - 1, proof.before])
    writer.writerows(proof.links)
    return out.getvalue()
