"""The users of the demonstration as a table for the terminal."""

from __future__ import annotations

from rich.table import Table

from workbench.demo.people import PASSWORD, PEOPLE


def user_table() -> Table:
    """User name, password, name and role of everybody who can log in."""
    table = Table(box=None, pad_edge=False)
    for head in ("user", "password", "name", "role"):
        table.add_column(head)
    for person in PEOPLE:
        role = ", ".join(role.value.replace("_", " ") for role in person.roles)
        if person.limit is not None:
            role += f" up to {person.limit:,.0f}"
        table.add_row(person.username, PASSWORD, person.name, role)
    return table
