"""What goes into vendor resolution and what comes out."""

from __future__ import annotations

from dataclasses import dataclass, field

from domain.evidence import Reason
from domain.findings import Finding, Severity
from domain.parties import (
    normalise_domain,
    normalise_iban,
    normalise_kbo,
    normalise_name,
    normalise_registration,
    normalise_vat,
    valid_kbo,
)
from matching.vendors.keys import Key


@dataclass(frozen=True, slots=True)
class VendorClues:
    """What a document and its mail say about the sender; as printed, normalised here.

    ``authenticated``: the mail's SPF/DKIM/DMARC held (None: no mail or not checked). ``order_vendor_id``: the
    vendor of the purchase order the document names.
    """

    name: str = ""
    vat_ids: tuple[str, ...] = ()
    registrations: tuple[str, ...] = ()
    ibans: tuple[str, ...] = ()
    from_address: str = ""
    from_domain: str = ""
    authenticated: bool | None = None
    document_domains: tuple[str, ...] = ()  # mail and web addresses printed on the document
    country: str = ""
    address: str = ""
    postcode: str = ""
    city: str = ""
    phone: str = ""
    order_vendor_id: str = ""


@dataclass(frozen=True, slots=True)
class OwnIdentifiers:
    """The administration's (and its group's) own data: never evidence for a vendor."""

    vat_ids: frozenset[str] = frozenset()
    registrations: frozenset[str] = frozenset()
    ibans: frozenset[str] = frozenset()
    domains: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()

    @classmethod
    def of(
        cls,
        *,
        vat_ids: tuple[str, ...] = (),
        registrations: tuple[str, ...] = (),
        ibans: tuple[str, ...] = (),
        domains: tuple[str, ...] = (),
        names: tuple[str, ...] = (),
    ) -> OwnIdentifiers:
        """Normalise as printed values. A Belgian enterprise is known by both of its numbers, whichever is given."""
        vats = {normalise_vat(v) for v in vat_ids}
        numbers = {normalise_registration(v) for v in registrations}
        numbers |= {normalise_kbo(v[2:]) for v in vats if v.startswith("BE")}
        vats |= {f"BE{number}" for number in numbers if len(number) == 10 and valid_kbo(number)}
        return cls(
            frozenset(filter(None, vats)),
            frozenset(filter(None, numbers)),
            frozenset(filter(None, (normalise_iban(v) for v in ibans))),
            frozenset(filter(None, (normalise_domain(v) for v in domains))),
            frozenset(filter(None, (normalise_name(v) for v in names))),
        )


@dataclass(frozen=True, slots=True)
class LearnedMapping:
    """A person's confirmation: this value of this key is that vendor. ``value`` is normalised."""

    key: Key
    value: str
    vendor_id: str
    active: bool = True


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible vendor: ``evidence`` says per key "match", "differs" or "unknown"; ``score`` 0–100 is the
    likeness of the name, for ordering only."""

    vendor_id: str
    name: str
    score: float
    evidence: dict[Key, str] = field(default_factory=dict)
    blocked: bool = False


@dataclass(frozen=True, slots=True)
class VendorResolution:
    """The answer. ``vendor_id`` None: nobody was chosen. ``certain``: an exact key decided and nothing speaks
    against it, so no person needs to look. ``decided_by`` names the key ("" none), ``learned`` that it was a
    remembered confirmation. ``ordering_vendor_id`` is set when the order was placed with another vendor."""

    vendor_id: str | None
    decided_by: Key | None
    certain: bool
    candidates: tuple[Candidate, ...] = ()
    conflicts: tuple[Key, ...] = ()
    findings: tuple[Finding, ...] = ()
    reasons: tuple[Reason, ...] = ()
    learned: bool = False
    ordering_vendor_id: str = ""

    @property
    def holds(self) -> tuple[str, ...]:
        """Codes of the findings that stop the draft, each once."""
        stops = (f.code for f in self.findings if f.severity in (Severity.HOLD, Severity.SECURITY))
        return tuple(dict.fromkeys(stops))
