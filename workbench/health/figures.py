"""The instance in figures, for whoever watches it: counted when asked, in the text format of Prometheus."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db.models import Count, Max, Min, Q

from exact.models import Connection, ErrorWindow, Posting, PostingState, RateWindow, ReconciliationFinding
from jobs import rows
from jobs.clock import database_now
from jobs.models import Job, JobState
from workbench.health.readiness import look
from workbench.models import Document
from workbench.models.audit import AuditHead
from workbench.models.document import DocumentState


@dataclass(frozen=True, slots=True)
class Figure:
    """One measure: its name, what it says, and a value for each set of labels."""

    name: str
    says: str
    values: Sequence[tuple[dict[str, str], int | float]]


def figures() -> Iterator[Figure]:
    """All of them. Raises a database error when nothing can be asked."""
    now = database_now()
    yield Figure("ready", "1 where that part can work.", [({"part": each.name}, int(each.ok)) for each in look()])
    yield from _work()
    yield from _postings(now)
    yield from _exact(now)
    waiting = Document.objects.filter(state__in=[DocumentState.WAITING, DocumentState.READING]).count()
    yield Figure("documents_waiting", "Documents that are not read yet.", [({}, waiting)])
    head = AuditHead.objects.filter(pk=1).first()
    yield Figure("audit_events", "Events in the audit log.", [({}, head.seq if head else 0)])
    disk = shutil.disk_usage(settings.BLOB_ROOT)
    yield Figure("disk_free_ratio", "Free part of the disk with the originals.", [({}, disk.free / disk.total)])


def _work() -> Iterator[Figure]:
    live = Job.objects.exclude(state=JobState.DONE).order_by().values_list("kind", "state").annotate(Count("id"))
    counted = [({"kind": kind, "state": state}, count) for kind, state, count in live]
    yield Figure("jobs", "Durable work by kind and state; dead work waits for a person.", counted)
    oldest = [({"kind": kind}, seconds) for kind, seconds in sorted(rows.oldest_ready_seconds().items())]
    yield Figure("job_oldest_ready_seconds", "How long the oldest due work of a kind has waited.", oldest)


def _postings(now: datetime) -> Iterator[Figure]:
    ended = Q(state__in=[PostingState.POSTED, PostingState.VOID])
    states = Posting.objects.exclude(ended).order_by().values_list("state").annotate(Count("id"))
    yield Figure("postings", "Postings that are not at their end.", [({"state": s}, n) for s, n in states])
    since = Posting.objects.filter(state=PostingState.UNKNOWN).aggregate(Min("unknown_since"))["unknown_since__min"]
    yield Figure("posting_unknown_seconds", "Since when the oldest outcome is not known.", [({}, _age(since, now))])
    open_findings = ReconciliationFinding.objects.filter(resolved_at__isnull=True).order_by()
    counted = [({"kind": k}, n) for k, n in open_findings.values_list("kind").annotate(Count("id"))]
    yield Figure("findings_open", "Differences with Exact that nobody settled.", counted)
    done = Job.objects.filter(kind="exact_reconcile", state=JobState.DONE).aggregate(Max("finished"))["finished__max"]
    yield Figure("reconciled_seconds", "Since the last comparison with Exact.", [({}, _age(done, now))])


def _exact(now: datetime) -> Iterator[Figure]:
    links: list[tuple[dict[str, str], int | float]] = []
    calls: list[tuple[dict[str, str], int | float]] = []
    for link in Connection.objects.order_by("pk"):
        links.append(({"connection": str(link.pk), "state": link.state}, 1))
        today = link.token_calls if link.token_calls_day == now.astimezone(UTC).date() else 0
        calls.append(({"connection": str(link.pk)}, today))
    yield Figure("connections", "1 for the state a connection is in.", links)
    yield Figure("token_calls_today", "Calls for tokens since midnight UTC; 190 are made at most.", calls)
    windows = RateWindow.objects.filter(day=now.astimezone(UTC).date()).order_by("division")
    left = [({"division": str(w.division)}, max(0.0, 1 - w.day_used / w.day_limit)) for w in windows if w.day_limit]
    yield Figure("calls_left_ratio", "Part of the day's calls that is left, of administrations that made any.", left)
    recent = ErrorWindow.objects.filter(errors__gt=0).order_by("division", "endpoint")
    errors = [({"division": str(e.division), "endpoint": e.endpoint}, e.errors) for e in recent]
    yield Figure("errors", "Counted errors in an endpoint's hour; at 5 we pause, over 10 Exact blocks.", errors)


def _age(moment: datetime | None, now: datetime) -> float:
    return max(0.0, (now - moment).total_seconds()) if moment else 0.0


def as_text(found: Iterable[Figure]) -> str:
    """The figures in Prometheus's text format."""
    lines = []
    for figure in found:
        lines += [f"# HELP inboek_{figure.name} {figure.says}", f"# TYPE inboek_{figure.name} gauge"]
        lines += [f"inboek_{figure.name}{_labels(labels)} {value:.10g}" for labels, value in figure.values]
    return "\n".join(lines) + "\n"


def _labels(labels: dict[str, Any]) -> str:
    if not labels:
        return ""
    told = ",".join(f'{name}="{_escaped(str(value))}"' for name, value in labels.items())
    return "{" + told + "}"


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
