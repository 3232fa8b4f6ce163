"""Questions that are composed once per process and then asked with other values.

Composing a statement costs Django several times what the database needs to answer it. A question is written as an
ordinary queryset in which a ``Slot`` stands for each value; its statement is kept, and the values go through the
fields they are compared with, as always. Answers are what that queryset would give: rows of a model, or tuples.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, models
from django.db.models.expressions import Expression


class Slot(Expression):
    """The place of one value in a question: of argument ``number``, and of it the element ``at`` when it is several.

    ``field`` is what the value is compared with; it prepares it for the database."""

    def __init__(self, field: models.Field[Any, Any], number: int, at: int | None = None) -> None:
        super().__init__(output_field=field)
        self.number, self.at = number, at

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """A mark, with the slot itself in the place of the value."""
        return "%s", [self]

    def value(self, values: Sequence[Any], connection: Any) -> Any:
        """The value that belongs here, as the database takes it."""
        given = values[self.number] if self.at is None else values[self.number][self.at]
        return self.output_field.get_db_prep_value(given, connection, prepared=False)


@dataclass(frozen=True, slots=True)
class _Plan:
    statement: str
    parameters: tuple[Any, ...]
    converters: list[tuple[int, list[Callable[..., Any]], Any]]
    model: type[models.Model] | None  # None: tuples
    names: list[str]


class Prepared:
    """A question with a slot for each argument of ``build``, which makes a queryset of rows or ``values_list`` tuples.

    ``fields`` tell with what each argument is compared, as ``(Model, "attribute")``; in a list of one such pair the
    argument is a sequence, for ``__in``, and a statement is kept for each length. A value that is None finds nothing:
    a question that may lack some has a ``shape``, any hashable, given to ``build`` after the slots, which then leaves
    theirs out. No related rows are fetched along. Raises TypeError when the queryset is of neither kind.
    """

    def __init__(self, build: Callable[..., models.QuerySet[Any, Any]], *fields: Any) -> None:
        self.build = build
        self.fields = fields
        self._plans: dict[tuple[Any, ...], _Plan] = {}

    def ask(self, *values: Any, shape: Hashable = None) -> list[Any]:
        """All rows of the answer, read from the database now."""
        lengths = [len(v or ()) if isinstance(f, list) else 0 for v, f in zip(values, self.fields, strict=True)]
        kind = (connection.vendor, shape, *lengths)
        plan = self._plans.get(kind)
        if plan is None:
            plan = self._plans[kind] = self._composed(shape, lengths)
        parameters = [each.value(values, connection) if isinstance(each, Slot) else each for each in plan.parameters]
        with connection.cursor() as cursor:
            cursor.execute(plan.statement, parameters)
            rows: Any = cursor.fetchall()
        if plan.converters:
            rows = _converted(rows, plan.converters)
        if plan.model is None:
            return [tuple(row) for row in rows] if plan.converters else list(rows)
        return [plan.model.from_db(connection.alias, plan.names, row) for row in rows]

    def _composed(self, shape: Hashable, lengths: list[int]) -> _Plan:
        slots: list[Any] = []
        for number, (field, length) in enumerate(zip(self.fields, lengths, strict=True)):
            several = isinstance(field, list)
            model, name = field[0] if several else field
            of = model._meta.pk if name == "pk" else model._meta.get_field(name)
            of = of.target_field if of.is_relation else of
            slots.append([Slot(of, number, at) for at in range(length)] if several else Slot(of, number))
        rows = self.build(*slots) if shape is None else self.build(*slots, shape)
        compiler = rows.query.get_compiler(connection.alias)
        statement, parameters = compiler.as_sql()
        plain = rows._iterable_class is models.query.ModelIterable
        if not plain and rows._iterable_class is not models.query.ValuesListIterable:
            raise TypeError("a prepared question gives rows or tuples")
        if plain and (compiler.klass_info.get("related_klass_infos") or compiler.annotation_col_map):
            raise TypeError("a prepared question gives rows without what is related")
        select = compiler.select[: compiler.col_count]
        found = compiler.get_converters([each[0] for each in select])
        converters = [(place, steps, expression) for place, (steps, expression) in found.items()]
        names = [each[0].target.attname for each in select] if plain else []
        return _Plan(statement, tuple(parameters), converters, rows.model if plain else None, names)


def _converted(rows: Any, converters: list[tuple[int, list[Callable[..., Any]], Any]]) -> list[list[Any]]:
    """The rows with their values as Python has them."""
    found = [list(row) for row in rows]
    for place, steps, expression in converters:
        for row in found:
            for step in steps:
                row[place] = step(row[place], expression, connection)
    return found
