"""Which function does which kind of work. Filled by ``job_handlers`` modules when the apps are loaded."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jobs.lease import Lease

type_of_handler = Callable[["Lease"], None]

QUEUES = ("mail", "read", "match", "exact", "notify")


@dataclass(frozen=True)
class Handler:
    """One kind of work: its function and its limits (seconds)."""

    kind: str
    run: type_of_handler
    queue: str
    max_attempts: int
    lease_seconds: float
    stall_seconds: float
    backoff_base: float
    backoff_cap: float


@dataclass(frozen=True)
class Recurring:
    """A kind of work that becomes due every ``seconds``, counted from the epoch."""

    kind: str
    seconds: int


HANDLERS: dict[str, Handler] = {}
RECURRING: dict[str, Recurring] = {}
WARM_UPS: dict[str, Callable[[], None]] = {}


def handler(
    kind: str,
    *,
    queue: str = "notify",
    max_attempts: int = 10,
    lease_seconds: float = 120,
    stall_seconds: float | None = None,
    backoff_base: float = 2,
    backoff_cap: float = 900,
) -> Callable[[type_of_handler], type_of_handler]:
    """Register the decorated ``function(lease)`` for jobs of ``kind``.

    ``lease_seconds`` is how long the row stays ours without a sign of life; the lease is renewed by a thread as long
    as the handler has called ``lease.progress()`` (or started) within ``stall_seconds`` (default: five leases). After
    ``max_attempts`` starts the job is dead and waits for a person. Raises ValueError for an unknown queue or a kind
    that is already taken by another function.
    """
    if queue not in QUEUES:
        raise ValueError(f"queue {queue!r} of {kind!r} is not one of {QUEUES}")

    def register(function: type_of_handler) -> type_of_handler:
        known = HANDLERS.get(kind)
        if known is not None and known.run is not function:
            raise ValueError(f"two handlers for {kind!r}")
        HANDLERS[kind] = Handler(
            kind=kind,
            run=function,
            queue=queue,
            max_attempts=max_attempts,
            lease_seconds=lease_seconds,
            stall_seconds=stall_seconds if stall_seconds is not None else 5 * lease_seconds,
            backoff_base=backoff_base,
            backoff_cap=backoff_cap,
        )
        return function

    return register


def every(
    seconds: int, *, kind: str, queue: str = "notify", max_attempts: int = 3, lease_seconds: float = 120
) -> Callable[[type_of_handler], type_of_handler]:
    """Register the decorated ``function(lease)`` as work that becomes due every ``seconds``.

    One job is made per due moment over all processes; while one is still live, further moments are merged into it.
    """
    if seconds < 1:
        raise ValueError("a recurring task needs at least one second between two runs")

    def register(function: type_of_handler) -> type_of_handler:
        handler(kind, queue=queue, max_attempts=max_attempts, lease_seconds=lease_seconds)(function)
        RECURRING[kind] = Recurring(kind, seconds)
        return function

    return register


def warm_up(queue: str) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Register the decorated function as what a worker of ``queue`` loads before its first job, so that no job waits
    for it. Only loading: with Celery it runs before the worker divides into processes, which then share it."""

    def register(function: Callable[[], None]) -> Callable[[], None]:
        WARM_UPS[queue] = function
        return function

    return register


def warm(queues: Iterable[str]) -> None:
    """Load what workers of these queues need."""
    for queue in queues:
        if queue in WARM_UPS:
            WARM_UPS[queue]()


def kinds_of(queues: tuple[str, ...]) -> tuple[str, ...]:
    """All registered kinds that belong to ``queues``, sorted."""
    return tuple(sorted(kind for kind, known in HANDLERS.items() if known.queue in queues))
