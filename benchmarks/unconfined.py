"""A fork server whose children give nothing up: what confinement costs can only be told beside it.

``python -m benchmarks.unconfined FD``, started by ``benchmarks.safety_cost`` alone. No setting of the product leads
here, and it is given our own samples only.
"""

from __future__ import annotations

import os

from ocr.children import confine, server


def _no_limit(limits: dict[str, float]) -> None:
    pass


def _own_folder(directory: str, slot: int, network: str) -> None:
    os.chdir(directory)
    os.environ["TMPDIR"] = directory


def main() -> None:
    """Entry point: the product's server without what ``confine`` does."""
    confine.leave_network = lambda: "kept"
    confine.next_child_in_own_pid_namespace = lambda: False
    confine.confine = _own_folder
    confine.limit = _no_limit
    server.main()


if __name__ == "__main__":
    main()
