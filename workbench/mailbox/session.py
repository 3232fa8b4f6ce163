"""What we ask of a mailbox's server: which mails are new, their bytes, and to mark or move what was taken.

Nothing here deletes a mail, and reading one changes nothing (``BODY.PEEK``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TypeVar

from imapclient import SEEN, IMAPClient
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError

from workbench.mailbox.entering import BROKEN, close, enter, told
from workbench.mailbox.trouble import MailboxTrouble, said
from workbench.models import Mailbox

# A connection that lasts longer is cut, whatever the server is doing; sooner when a person waits for it.
SESSION_SECONDS, LOOK_SECONDS = 600.0, 40.0
# Numbers asked for at once; a server's answer about more could be a longer line than imaplib reads.
WINDOW, WIDEST = 1_000, 64_000
MOVED_AT_ONCE = 200
HEAD_BYTES = 64 * 1024
FOLDERS_TOLD = 12
# Microsoft takes the token, and says at the first command after it that it opens no such mailbox.
NOT_ADMITTED = "authenticated but not connected"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder as it was opened. ``uidnext`` is above every number in it; None when the server does not say."""

    uidvalidity: int
    uidnext: int | None


@contextmanager
def logged_in(mailbox: Mailbox, *, seconds: float = SESSION_SECONDS) -> Iterator[Session]:
    """A connection to the mailbox's server, logged in; cut after ``seconds``. Raises MailboxTrouble with the cause."""
    client = enter(mailbox, seconds=seconds)
    try:
        yield Session(client, mailbox)
        with suppress(*BROKEN):
            client.logout()
    finally:
        close(client)


class Session:
    """One logged-in connection. Every method raises MailboxTrouble when the connection breaks."""

    def __init__(self, client: IMAPClient, mailbox: Mailbox) -> None:
        self._client, self._mailbox = client, mailbox

    def open(self, *, to_change: bool = False) -> Folder:
        """Open the mailbox's folder, for reading only unless ``to_change``. Raises MAILBOX_FOLDER."""
        name = self._mailbox.folder
        answer = self._named("MAILBOX_FOLDER", name, lambda: self._client.select_folder(name, readonly=not to_change))
        validity, uidnext = answer.get(b"UIDVALIDITY", 0), answer.get(b"UIDNEXT") or None
        for number in (validity, uidnext or 0):
            # 32 bits (RFC 3501, 9); what a server makes up beyond that would not fit the cursor either.
            if not isinstance(number, int) or not 0 <= number <= 2**32:
                raise MailboxTrouble("MAILBOX_CUT", host=self._mailbox.host, said=said(number))
        return Folder(validity, uidnext)

    def check_done_folder(self) -> None:
        """Can picked-up mails be moved? Raises MAILBOX_DONE_FOLDER or MAILBOX_NO_MOVE."""
        name = self._mailbox.done_folder
        if not name:
            return
        if not self._ask(lambda: self._client.has_capability("MOVE")):
            raise MailboxTrouble("MAILBOX_NO_MOVE", host=self._mailbox.host)
        self._named("MAILBOX_DONE_FOLDER", name, lambda: self._client.folder_status(name, ["UIDVALIDITY"]))

    def last_uid(self, folder: Folder) -> int:
        """The highest number given out so far."""
        if folder.uidnext is not None:
            return folder.uidnext - 1
        return max(self._ask(lambda: self._client.search(["UID", "*"])), default=0)

    def uids_between(self, uid: int, last: int, since: date | None) -> Iterator[tuple[int, list[int]]]:
        """The numbers above ``uid`` up to ``last``, ascending, a bounded list at a time with the number it reaches to;
        only of mails that arrived on ``since`` or later.

        A list may be empty: servers that number by the clock have a thousand million without a mail."""
        width = WINDOW
        while uid < last:
            end = min(uid + width, last)
            criteria = ["UID", f"{uid + 1}:{end}", *(["SINCE", since] if since else [])]
            answer = self._ask(partial(self._client.search, criteria))
            found = sorted(each for each in answer if uid < each <= end)
            yield end, found
            width = WINDOW if found else min(2 * width, WIDEST)
            uid = end

    def sizes(self, uids: Sequence[int]) -> dict[int, int]:
        """Bytes of each mail that is still there."""
        answer = self._ask(lambda: self._client.fetch(uids, ["RFC822.SIZE"]))
        return {uid: int(row[b"RFC822.SIZE"]) for uid, row in answer.items() if b"RFC822.SIZE" in row}

    def fetch(self, uids: Sequence[int]) -> dict[int, bytes]:
        """The bytes of mails as they were delivered; those that are gone are left out. Raises MAILBOX_WITHHELD when
        the server has one and does not give it."""
        return self._given(uids, "BODY.PEEK[]", b"BODY[]")

    def head(self, uid: int) -> bytes | None:
        """The beginning of a mail: its head, as far as 64 kB; None when it is gone. Raises MAILBOX_WITHHELD."""
        return self._given([uid], f"BODY.PEEK[HEADER]<0.{HEAD_BYTES}>", b"BODY[HEADER]").get(uid)

    def settle(self, uids: Sequence[int]) -> None:
        """Mark mails as seen, and move them when the mailbox has a folder for that; those that are gone do no harm."""
        target = self._mailbox.done_folder
        for start in range(0, len(uids), MOVED_AT_ONCE):
            some = list(uids[start : start + MOVED_AT_ONCE])
            self._ask(partial(self._client.add_flags, some, [SEEN], silent=True))
            if target:
                self._named("MAILBOX_DONE_FOLDER", target, partial(self._client.move, some, target))

    def _ask(self, ask: Callable[[], T]) -> T:
        with told(self._mailbox.host):
            return ask()

    def _given(self, uids: Sequence[int], what: str, key: bytes) -> dict[int, bytes]:
        def ask() -> Mapping[int, Mapping[bytes, object]]:
            try:
                return self._client.fetch(uids, [what])
            except IMAPClientAbortError:
                raise
            except IMAPClientError as error:
                raise MailboxTrouble("MAILBOX_WITHHELD", host=self._mailbox.host, said=said(error)) from error

        answer = self._ask(ask)
        # A part is answered with its range behind the key.
        found = {uid: next((row[each] for each in row if each.startswith(key)), None) for uid, row in answer.items()}
        return {uid: data for uid, data in found.items() if isinstance(data, bytes)}

    def _named(self, code: str, name: str, ask: Callable[[], T]) -> T:
        """The answer about a folder; when the server says no, a trouble that names the folders there are."""

        def asked() -> T:
            try:
                return ask()
            except IMAPClientAbortError:
                raise
            except IMAPClientError as error:
                if NOT_ADMITTED in str(error).lower():
                    box = self._mailbox
                    raise MailboxTrouble("MAILBOX_NOT_ADMITTED", user=box.username, host=box.host) from error
                names = [said(row[2]) for row in self._client.list_folders()][:FOLDERS_TOLD]
                raise MailboxTrouble(code, folder=name, said=said(error), folders=", ".join(names)) from error

        return self._ask(asked)
