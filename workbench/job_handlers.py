"""Which function does which kind of work of the workbench."""

from __future__ import annotations

import uuid

from exact.prepared import Prepared
from jobs import api as jobs
from workbench.models import Document, Draft


@jobs.handler("unpack", queue="mail", max_attempts=3, lease_seconds=120)
def unpack(lease: jobs.Lease) -> None:
    """Open a mail or ZIP: subject ``message:<id>`` or ``entry:<id>``."""
    from workbench.intake.unpack import unpack_entry, unpack_message

    kind, _colon, key = lease.subject.partition(":")
    (unpack_message if kind == "message" else unpack_entry)(uuid.UUID(key))


# Mailboxes wait for servers elsewhere: not on the queue that opens what has come in already.
@jobs.every(60, kind="mailbox_tick", queue="notify")
def mailbox_tick(lease: jobs.Lease) -> None:
    """Every minute: have the mailboxes picked up that are due."""
    from workbench.mailbox.pickup import ask_for_all_due

    ask_for_all_due()


@jobs.handler("mailbox_fetch", queue="notify", max_attempts=3, lease_seconds=120)
def mailbox_fetch(lease: jobs.Lease) -> None:
    """Take the new mails of a mailbox in: subject is ``mailbox:<id>``."""
    from workbench.mailbox.pickup import pick_up

    pick_up(uuid.UUID(lease.subject.partition(":")[2]), lease)


@jobs.handler("mailbox_done", queue="notify", max_attempts=10, lease_seconds=120)
def mailbox_done(lease: jobs.Lease) -> None:
    """Mark or move what was taken from a mailbox: subject is ``mailbox:<id>``."""
    from workbench.mailbox.settling import settle

    settle(uuid.UUID(lease.subject.partition(":")[2]), lease)


@jobs.handler("mail_send", queue="notify", max_attempts=20, lease_seconds=120)
def mail_send(lease: jobs.Lease) -> None:
    """Try to send a mail of ours: subject is ``outgoing:<id>``."""
    from workbench.outgoing.sending import send

    send(uuid.UUID(lease.subject.partition(":")[2]))


@jobs.handler("mail_answer", queue="notify", max_attempts=3, lease_seconds=120)
def mail_answer(lease: jobs.Lease) -> None:
    """Tell a mail's sender what became of it, once that is known: subject is ``message:<id>``."""
    from workbench.outgoing.answers import write

    write(uuid.UUID(lease.subject.partition(":")[2]))


@jobs.every(60, kind="mail_digest", queue="notify")
def mail_digest(lease: jobs.Lease) -> None:
    """Every minute: mail what waits behind the bell to those for whom it is time."""
    from workbench.outgoing.digest import send_due

    send_due()


@jobs.every(60, kind="mail_alarms", queue="notify")
def mail_alarms(lease: jobs.Lease) -> None:
    """Every minute: mail admins what is wrong, and what no longer is."""
    from workbench.outgoing.troubles import look

    look()


# Like mailboxes: the disks of other machines may keep it waiting.
@jobs.every(30, kind="folder_tick", queue="notify")
def folder_tick(lease: jobs.Lease) -> None:
    """Every half minute: take in what lies in the administrations' folders."""
    from django.conf import settings

    if settings.INBOEK_FOLDERS:
        from workbench.folder.pickup import look

        look()


@jobs.warm_up("read")
def load_reader() -> None:
    """The reader and what judges its readings."""
    import ocr.local.api  # noqa: F401
    import workbench.pipeline.derive
    import workbench.pipeline.reading  # noqa: F401


@jobs.warm_up("match")
def load_judges() -> None:
    """What judges a draft."""
    import workbench.pipeline.derive  # noqa: F401


_DOCUMENT = Prepared(lambda pk: Document.objects.filter(pk=pk).order_by(), (Document, "pk"))


@jobs.handler("read", queue="read", max_attempts=3, lease_seconds=300)
def read(lease: jobs.Lease) -> None:
    """Read a document: subject is its id."""
    from workbench.pipeline.reading import read_document

    for document in _DOCUMENT.ask(lease.subject):
        # What killed its process before may have been the judging: then that is tried apart.
        read_document(document, storing=lease.finishing, judging=lease.attempt == 1)


@jobs.handler("learn", queue="match", max_attempts=3, lease_seconds=120)
def learn(lease: jobs.Lease) -> None:
    """Teach what a confirmed draft shows about its vendor's layout, or take it back: subject is the draft's id."""
    from workbench.learning.services import learn_by_id

    learn_by_id(uuid.UUID(lease.subject))


@jobs.handler("suggest", queue="read", max_attempts=2, lease_seconds=120)
def suggest(lease: jobs.Lease) -> None:
    """Ask a model for the accounts of lines that nothing else knows: subject is the draft's id."""
    from workbench.suggesting.accounts import suggest_by_id

    suggest_by_id(uuid.UUID(lease.subject))


@jobs.handler("derive", queue="match", max_attempts=3, lease_seconds=120)
def derive(lease: jobs.Lease) -> None:
    """Judge a draft anew: subject is its id."""
    from workbench.pipeline.derive import derive as judge

    with lease.finishing():
        rows = Draft.objects.select_for_update(of=("self",)).select_related("administration")
        draft = rows.filter(pk=uuid.UUID(lease.subject)).first()
        if draft is not None:
            judge(draft)


@jobs.every(300, kind="orphans", queue="match")
def orphans(lease: jobs.Lease) -> None:
    """What waits without any job gets one, and drafts hear of outcomes they missed."""
    from workbench.health.given_up import repair_orphans
    from workbench.posting.services import catch_up

    repair_orphans()
    catch_up()


@jobs.every(600, kind="holds_end", queue="match")
def holds_end(lease: jobs.Lease) -> None:
    """Holds whose day has come end."""
    from workbench.drafts.holding import end_due

    end_due()


@jobs.every(3600, kind="approvals_look", queue="match")
def approvals_look(lease: jobs.Lease) -> None:
    """Who is waited for too long is reminded; deputies hear when their days begin."""
    from workbench.approval.reminding import look

    look()


@jobs.every(3600, kind="log_rotation", queue="notify")
def log_rotation(lease: jobs.Lease) -> None:
    """Logs that have grown large are numbered away, the oldest dropped."""
    from django.conf import settings

    from workbench.log_files import rotate

    rotate(settings.LOG_ROOT)


@jobs.handler("evidence", queue="notify", max_attempts=3, lease_seconds=300)
def evidence(lease: jobs.Lease) -> None:
    """Make an evidence pack of many documents: subject is ``pack:<id>``."""
    from workbench.packs.collected import make

    make(uuid.UUID(lease.subject.partition(":")[2]), lease.progress)


@jobs.handler("evidence_end", queue="notify", max_attempts=3, lease_seconds=60)
def evidence_end(lease: jobs.Lease) -> None:
    """Delete an evidence pack whose time is over: subject is ``pack:<id>``."""
    from workbench.packs.collected import end

    end(uuid.UUID(lease.subject.partition(":")[2]))
