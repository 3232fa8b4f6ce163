"""Every worked VAT scenario comes out as written."""

from __future__ import annotations

from typing import Any

import pytest

from matching.vat.case import run_case
from tests.matching.vat.scenarios import SCENARIOS
from tests.matching.vat.scenarios_belgium import BELGIUM
from tests.matching.vat.scenarios_contradictions import CONTRADICTIONS
from tests.matching.vat.scenarios_parties import PARTIES
from tests.matching.vat.scenarios_rates import RATES
from tests.matching.vat.scenarios_travel import TRAVEL

ALL = [*SCENARIOS, *PARTIES, *TRAVEL, *RATES, *CONTRADICTIONS, *BELGIUM]


@pytest.mark.parametrize(("case", "expect"), [row[2:] for row in ALL], ids=[f"{r[0]} {r[1]}" for r in ALL])
def test_scenario(case: dict[str, Any], expect: dict[str, Any]) -> None:
    result = run_case(case)
    for key, wanted in expect.items():
        if key == "findings":
            assert set(wanted) <= {finding["code"] for finding in result["findings"]}
        else:
            assert result[key] == wanted, (key, result["findings"], result["lines"])
    assert all(line["reasons"] for line in result["lines"]), "every choice says why"
