"""The same done to many: to each as to one, said of each what came of it, and taken back by one click."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from exact.models import Administration, CostCentre
from tests.workbench.support.desk import books, made, person
from workbench.bulk import services
from workbench.bulk.actions import ACTIONS, Told, refusal
from workbench.models import AuditEvent, Batch, Draft, Role

EMPTY, ALL = Told(code="PROD"), Told(code="PROD", only_empty=False)


@pytest.mark.parametrize(
    ("action", "state", "told", "codes", "code"),
    [
        ("cost_centre", "review", EMPTY, {"PROD"}, ""),
        ("cost_centre", "review", EMPTY, {"OTHER"}, "CODE_NOT_IN_BOOKS"),
        ("cost_centre", "approved", EMPTY, {"PROD"}, "DRAFT_APPROVED"),
        ("hold", "review", Told(reason="x"), set(), ""),
        ("reject", "posted", Told(reason="x"), set(), "DRAFT_POSTED"),
        ("give", "posting", Told(), set(), "DRAFT_POSTING"),
    ],
)
def test_what_is_left_out(action: str, state: str, told: Told, codes: set[str], code: str) -> None:
    assert refusal(ACTIONS[action], state, told=told, codes=codes) == code


@pytest.mark.django_db
class TestRuns:
    def three(self, home: Administration) -> list[Draft]:
        return [made(home, f"M-{number}", f"{number}00.00") for number in (1, 2, 3)]

    def codes(self) -> list[str]:
        return [line.cost_centre for draft in Draft.objects.order_by("invoice_number") for line in draft.lines.all()]

    def run(self, action: str, told: Told, drafts: list[Draft], by: Any, **more: Any) -> Batch:
        return services.start([d.pk for d in drafts], ACTIONS[action], told, token="t", by=by, **more)

    def test_a_code_goes_on_lines_without_one_or_on_all_and_comes_off_again(self) -> None:
        home = books()
        CostCentre.objects.create(administration=home, exact_id="c2", code="KANT", description="Kantoor")
        by, drafts = person("bulk", home, Role.CLERK), self.three(home)
        drafts[0].lines.update(cost_centre="KANT", by_person=["cost_centre"])
        batch = self.run("cost_centre", EMPTY, drafts, by)
        assert [(i.state, i.code) for i in batch.items.all()] == [
            ("left_out", "NOTHING_TO_CHANGE"),
            ("done", ""),
            ("done", ""),
        ]
        assert self.codes() == ["KANT", "PROD", "PROD"]
        assert AuditEvent.objects.filter(action="lines.coded").count() == 2
        unknown = services.start([drafts[0].pk], ACTIONS["cost_unit"], Told(code="ZZ"), token="u", by=by)
        assert [(i.code, i.params) for i in unknown.items.all()] == [("CODE_NOT_IN_BOOKS", {"typed": "ZZ"})]
        looks = person("looks", home, Role.VIEWER)
        refused = services.start([drafts[0].pk], ACTIONS["hold"], Told(reason="x"), token="v", by=looks)
        assert [i.code for i in refused.items.all()] == ["RIGHT_MISSING"]
        # Sent twice it is the same run.
        assert self.run("cost_centre", EMPTY, drafts, by) == batch
        assert AuditEvent.objects.filter(action="lines.coded").count() == 2
        assert services.undo(batch, by=by) == 2
        assert self.codes() == ["KANT", "", ""]
        services.start([d.pk for d in drafts], ACTIONS["cost_centre"], ALL, token="all", by=by)
        assert self.codes() == ["PROD"] * 3

    @pytest.mark.parametrize(
        ("action", "told"), [("hold", Told(reason="eerst bellen")), ("reject", Told(reason="dubbel")), ("give", Told())]
    )
    def test_what_was_changed_since_is_left_out_and_what_was_done_is_taken_back(self, action: str, told: Told) -> None:
        home = books()
        by, drafts = person("bulk", home, Role.CLERK), self.three(home)
        told = Told(to=by.pk) if action == "give" else told

        def stand() -> list[tuple[str, int, int | None]]:
            rows = Draft.objects.order_by("invoice_number")
            return [(d.state, d.holds.filter(code="MANUAL", released_at=None).count(), d.owner_id) for d in rows]

        before = stand()
        seen = {d.pk: Draft.objects.get(pk=d.pk).version - (d == drafts[1]) for d in drafts}
        batch = self.run(action, told, drafts, by, seen=seen)
        assert [(i.state, i.code) for i in batch.items.all()] == [
            ("done", ""),
            ("left_out", "CHANGED_MEANWHILE"),
            ("done", ""),
        ]
        after = stand()
        assert after[1] == before[1] and after[0] != before[0] and after[2] != before[2]
        assert services.undo(batch, by=by) == 2 and services.undo(batch, by=by) == 0
        assert stand() == before

    def test_each_document_costs_the_same_statements(self) -> None:
        home = books()
        by = person("bulk", home, Role.CLERK)
        drafts = [made(home, f"S-{number}") for number in range(6)]
        services.start([drafts[0].pk], ACTIONS["cost_centre"], EMPTY, token="warm", by=by)
        counted = []
        for token, some in (("one", drafts[1:2]), ("four", drafts[2:6])):
            with CaptureQueriesContext(connection) as captured:
                services.start([d.pk for d in some], ACTIONS["cost_centre"], EMPTY, token=token, by=by)
            counted.append(len(captured))
        each = (counted[1] - counted[0]) / 3
        assert each <= 110 and counted[0] - each < 30

    def test_the_screen_asks_does_it_and_says_what_came_of_each(self, client: Client) -> None:
        home = books()
        by, drafts = person("bulk", home, Role.CLERK), self.three(home)
        stranger = made(books(900002, "twee", "Twee BV"), "X-1")
        client.force_login(by)
        ticked = [str(d.pk) for d in (*drafts, stranger)]
        asked = client.post("/queue/bulk/", {"draft": ticked, "action": "reject"})
        assert [d.pk for d in asked.context["drafts"]] == [d.pk for d in drafts]
        form = {"draft": ticked, "action": "reject", "token": "abc", "reason": ""}
        assert client.post("/queue/bulk/start/", form).status_code == 422
        went = client.post("/queue/bulk/start/", form | {"reason": "dubbel"})
        assert client.get(went["Location"]).context["counted"] == {"done": 3}
        assert Draft.objects.filter(state="rejected").count() == 3
        client.post(f"{went['Location']}undo/")
        assert client.get(went["Location"]).context["counted"] == {"undone": 3}
        assert client.post("/queue/bulk/", {"draft": ticked, "action": "nonsense"}).status_code == 400
        client.force_login(person("looks", home, Role.VIEWER))
        assert client.post("/queue/bulk/", {"draft": ticked, "action": "reject"}).context["drafts"] == []
        assert client.get(went["Location"]).status_code == 404
