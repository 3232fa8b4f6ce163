"""Who can log in to the demonstration."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.db import transaction

from exact.models import Administration
from workbench.models import Membership, Role

# Fixed and shown on the screen: it guards invented books on this machine, and the demo refuses to load elsewhere.
PASSWORD = "korenwolf-2026"  # noqa: S105


@dataclass(frozen=True, slots=True)
class Person:
    """A demonstration user. ``limit``: highest gross amount this approver may approve; None without limit."""

    username: str
    first_name: str
    last_name: str
    roles: tuple[Role, ...]
    limit: Decimal | None = None

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}"


PEOPLE = (
    Person("mk", "Marieke", "Klaver", (Role.CLERK,)),
    Person("hb", "Hamid", "Bouzid", (Role.APPROVER,), Decimal("25000.00")),
    Person("sv", "Sanne", "Veldhuis", (Role.APPROVER,)),
    Person("rt", "Rik", "Terpstra", (Role.VENDOR_EDITOR,)),
    Person("jd", "Joke", "Dijkman", (Role.VIEWER,)),
    Person("admin", "Ada", "Beheer", (Role.ADMIN,)),
)


def make_people() -> dict[str, User]:
    """Make the users that are not there yet; an existing one keeps the password somebody gave them."""
    users: dict[str, User] = {}
    for person in PEOPLE:
        user, created = get_user_model().objects.get_or_create(
            username=person.username,
            defaults={
                "first_name": person.first_name,
                "last_name": person.last_name,
                "email": f"{person.username}@korenwolf-techniek.example",
                "is_superuser": Role.ADMIN in person.roles,
                "is_staff": Role.ADMIN in person.roles,
            },
        )
        if created:
            user.set_password(PASSWORD)
            user.save(update_fields=["password"])
        users[person.username] = user
    return users


@transaction.atomic
def give_roles(users: dict[str, User], administrations: Iterable[Administration]) -> None:
    """Give everybody their role in each administration, unless they have it already."""
    for administration in administrations:
        for person in PEOPLE:
            for role in person.roles:
                Membership.objects.get_or_create(
                    user=users[person.username],
                    administration=administration,
                    role=role,
                    defaults={"approval_limit": person.limit},
                )
