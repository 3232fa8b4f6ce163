"""From the body of a request to files, each read once to be fingerprinted and kept, and again to be taken in."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError

from workbench.api.problems import ApiRefused
from workbench.intake import blobs
from workbench.intake.outcomes import MAX_BYTES
from workbench.intake.services import Incoming

MOST_FILES = 50
# All files of one request are taken in by one transaction; more at once would make others wait for it.
MOST_BYTES = 100 * 1024 * 1024


@dataclass(slots=True)
class Upload:
    """The files of one request, still on disk, and the form's other fields."""

    files: list[tuple[str, IO[bytes]]]
    fields: dict[str, str] = field(default_factory=dict)

    def incoming(self) -> Iterator[Incoming]:
        """The files one by one, never all in memory; of one that is too large a byte more than is taken."""
        for name, file in self.files:
            file.seek(0)
            yield Incoming(name, file.read(MAX_BYTES + 1))

    def keep(self) -> str:
        """Make all bytes durable before the transaction that tells of them, so that nobody waits for this disk; the
        digest over names and bytes. Raises OSError when they cannot be stored."""
        whole = hashlib.sha256()
        for incoming in self.incoming():
            size = len(incoming.data)
            digest = blobs.keep(incoming.data) if 0 < size <= MAX_BYTES else hashlib.sha256(incoming.data).hexdigest()
            whole.update(f"{len(incoming.name.encode())} {incoming.name} {digest} ".encode())
        return whole.hexdigest()

    def close(self) -> None:
        """Let go of the temporary files."""
        for _name, file in self.files:
            file.close()


class _Counting:
    """The body as it is read, counted: what breaks off before its stated length must not pass for a whole file."""

    def __init__(self, request: HttpRequest) -> None:
        self._request, self.count = request, 0

    def read(self, size: int = -1) -> bytes:
        found = self._request.read(size) if size >= 0 else self._request.read()
        self.count += len(found)
        return found


def upload_of(request: HttpRequest) -> Upload:
    """The files of a request: the parts of a form, or the body itself with its name in the address.

    Raises ApiRefused for a body without a length, too large, broken off, or without a file.
    """
    stated = str(request.META.get("CONTENT_LENGTH") or "")
    if not stated.isdecimal():
        raise ApiRefused("LENGTH_REQUIRED", 411)
    if int(stated) > MOST_BYTES:
        raise ApiRefused("REQUEST_TOO_LARGE", 413)
    counting = _Counting(request)
    if request.content_type == "multipart/form-data":
        found = _of_form(request, counting)
    else:
        found = Upload([(request.GET.get("name", ""), _of_body(counting))])
    if counting.count < int(stated):
        found.close()
        raise ApiRefused("BODY_UNREADABLE", 400)
    if not found.files or (int(stated) == 0):
        found.close()
        raise ApiRefused("NO_FILE", 400)
    if len(found.files) > MOST_FILES:
        found.close()
        raise ApiRefused("REQUEST_TOO_LARGE", 413)
    return found


def _of_form(request: HttpRequest, counting: Any) -> Upload:
    try:
        fields, files = request.parse_file_upload(request.META, counting)
    except (MultiPartParserError, SuspiciousOperation, ValueError) as error:
        raise ApiRefused("BODY_UNREADABLE", 400) from error
    named = [(file.name or "", file) for _field, each in files.lists() for file in each]
    return Upload(named, {name: str(value) for name, value in fields.items()})  # type: ignore[arg-type]


def _of_body(counting: _Counting) -> IO[bytes]:
    file: IO[bytes] = SpooledTemporaryFile(max_size=MAX_BYTES // 10)  # noqa: SIM115 - closed with the upload
    try:
        while chunk := counting.read(1 << 16):
            file.write(chunk)
    except BaseException:
        file.close()
        raise
    return file


def reading(request: HttpRequest) -> closing[Upload]:
    """The files of a request for the length of a ``with``."""
    return closing(upload_of(request))
