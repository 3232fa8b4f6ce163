"""Faults as switches: what goes wrong, where, and how often."""

import random
import threading
from dataclasses import asdict, dataclass, field
from fnmatch import fnmatchcase
from typing import Any

KINDS = {
    "reset_before": "connection reset, nothing done",
    "reset_after_commit": "request carried out, connection reset instead of an answer",
    "error500_before": "generic 500, nothing done",
    "error500_after": "request carried out, generic 500 answered",
    "status": "the given status, nothing done",
    "slow": "the answer comes after `seconds`",
    "late_commit": "no answer; the request is carried out `seconds` later",
    "garbage": "request carried out, 2xx with bytes that are no JSON",
    "truncated": "request carried out, JSON cut in the middle",
    "empty_201": "request carried out, 201 without body",
    "html": "maintenance page, nothing done",
    "lookup_lag": "reads do not see rows younger than `seconds`",
    "wrong_division": "the answer claims another administration",
}


@dataclass
class Fault:
    """One switch. ``path`` is a pattern over ``service/Resource`` (``oauth2/token`` for the token endpoint); ``method``
    a pattern over the verb. It strikes ``count`` times (None: always) or with ``probability``, drawn from ``seed``.
    ``seconds`` is the delay of slow, late_commit and lookup_lag; ``status`` and ``body`` belong to the status fault."""

    kind: str
    path: str = "*"
    method: str = "*"
    division: int | None = None
    count: int | None = 1
    probability: float | None = None
    seed: int = 0
    seconds: float = 0.0
    status: int = 503
    body: str = ""
    struck: int = 0
    _dice: random.Random = field(default_factory=random.Random, repr=False)

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"unknown fault {self.kind!r}")
        self._dice = random.Random(self.seed)

    def strikes(self, method: str, path: str, division: int | None) -> bool:
        """Decide, and count, whether this call is hit."""
        if self.count is not None and self.probability is None and self.struck >= self.count:
            return False
        if not fnmatchcase(method, self.method.upper()) or not fnmatchcase(path.lower(), self.path.lower()):
            return False
        if self.division is not None and division != self.division:
            return False
        if self.kind == "lookup_lag" and method != "GET":
            return False
        if self.probability is not None and self._dice.random() >= self.probability:
            return False
        self.struck += 1
        return True


class FaultBook:
    """The armed faults, in the order in which they were armed; the first that strikes wins."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._faults: list[Fault] = []

    def arm(self, kind: str, **options: Any) -> Fault:
        """Arm a fault; raises ValueError for an unknown kind and TypeError for an unknown option."""
        if options.get("probability") is not None:
            options.setdefault("count", None)
        fault = Fault(kind, **options)
        with self._lock:
            self._faults.append(fault)
        return fault

    def clear(self) -> None:
        """Disarm all."""
        with self._lock:
            self._faults.clear()

    def pick(self, method: str, path: str, division: int | None) -> Fault | None:
        """The fault that strikes this call, or None."""
        with self._lock:
            return next((fault for fault in self._faults if fault.strikes(method, path, division)), None)

    def listing(self) -> list[dict[str, Any]]:
        """The armed faults with how often each struck."""
        with self._lock:
            return [{k: v for k, v in asdict(fault).items() if not k.startswith("_")} for fault in self._faults]
