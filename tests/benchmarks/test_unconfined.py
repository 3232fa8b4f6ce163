"""What the benchmark leaves out is left out nowhere else."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ("domain", "jobs", "ocr", "matching", "exact", "workbench", "insights", "script")


def test_nothing_of_the_product_leads_to_children_without_confinement() -> None:
    files = [path for folder in PRODUCT for path in (ROOT / folder).rglob("*") if path.is_file()]
    sources = [path for path in files if path.suffix in ("", ".py", ".sh", ".toml") and "__pycache__" not in path.parts]
    assert len(sources) > 300
    naming = [path for path in sources if re.search(rb"benchmarks[./](unconfined|safety)", path.read_bytes())]
    assert naming == []
