"""A year of booked purchases as a real bookkeeper leaves them.

What is to be learned from it: the account follows the text of the line; since the summer some vendors are booked
elsewhere (note "switch"); now and then a clerk errs; cost centres follow the line, some vendors have one of their own.
Signs of the ledger: cost and VAT debit positive, creditor negative; a credit note the other way round.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from exact.sandbox.seed.administrations import INSTALLATION, Administration
from exact.sandbox.seed.charts import BE_FROM_NL
from exact.sandbox.seed.identity import dice
from exact.sandbox.seed.sectors import SECTORS, SectorLine, centre_for
from exact.sandbox.seed.taxes import charged, code_for, rate_on
from exact.sandbox.seed.vendors import Vendor

CENT = Decimal("0.01")
_MONTHS = [
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
]
_PLATES = ("V-482-KD", "VZB-31-T", "8-VKL-07", "V-119-RX", "GHT-52-P", "3-VBN-88")
# Since the summer these accounts take what the first one took, for vendors with the note "switch".
SWITCHED = {
    "4405": "4500",
    "4500": "4505",
    "4430": "4431",
    "7000": "4210",
    "4300": "4310",
    "4400": "4435",
    "4120": "4130",
    "4620": "4600",
    "4060": "4080",
    "4200": "4210",
    "4310": "4320",
    "4410": "4431",
    "4630": "4330",
    "4220": "4200",
    "4050": "7050",
}
_SLIPS = {
    "4400": "4435",
    "4431": "4430",
    "4210": "4200",
    "4065": "4210",
    "7000": "7020",
    "4620": "4600",
    "4505": "4500",
}


@dataclass(frozen=True, slots=True)
class BookedLine:
    """One line of a booked invoice; ``charge`` is what the vendor charges ("high", "reverse", …)."""

    text: str
    account: str  # in the administration's own chart
    charge: str
    vat_code: str
    cost_centre: str
    net: Decimal  # in the entry's currency
    vat: Decimal  # what the vendor's invoice carries or the buyer assesses


@dataclass(frozen=True, slots=True)
class Booked:
    """One booked invoice or credit note. Amounts in its own currency; ``reference`` is the vendor's number."""

    division: int
    entry_number: int
    vendor: Vendor
    day: date
    due: date
    reference: str
    lines: tuple[BookedLine, ...]
    legislation: str

    @property
    def net(self) -> Decimal:
        return sum((line.net for line in self.lines), Decimal(0))

    @property
    def vat(self) -> Decimal:
        """VAT on the invoice itself; self-assessed VAT is not on it."""
        return sum((line.vat for line in self.lines if not charged(self.legislation, line.vat_code)), Decimal(0))

    @property
    def gross(self) -> Decimal:
        return self.net + self.vat


def _reference(vendor: Vendor, number: int, day: date) -> str:
    style = sum(map(ord, vendor.key)) % 6
    return (
        f"{day.year}{number:04d}",
        f"F{day:%y}-{number:05d}",
        f"{vendor.key[:2].upper()}{day:%y%m}{number:03d}",
        f"{day.year}-{number:04d}",
        f"VF{10_000 + number * 7}",
        f"{700_000 + number * 13}",
    )[style]


def switched(vendor: Vendor, day: date, today: date) -> bool:
    """Whether a vendor's lines go to another account (``SWITCHED``) on a day: since last 1 July, for some."""
    summer = date(today.year if today.month >= 7 else today.year - 1, 7, 1)
    return "switch" in vendor.notes and day >= summer


def usual_centre(division: int, vendor: Vendor, kind: SectorLine) -> str:
    """The cost centre a line is booked on; some vendors work for the service department only."""
    return centre_for(division, "SER" if sum(map(ord, vendor.key)) % 11 == 0 else kind.cost_centre)


def _line(
    admin: Administration, vendor: Vendor, kind: SectorLine, day: date, today: date, source: Random
) -> BookedLine:
    month = _MONTHS[day.month - 1]
    text = kind.text.replace("{m}", f"{month} {day.year}").replace(
        "{n}", str(day.isocalendar().week if "week" in kind.text else 2600 + source.randrange(60))
    )
    text = text.replace("{k}", source.choice(_PLATES))
    account = kind.account
    if switched(vendor, day, today):
        account = SWITCHED.get(account, account)
    elif source.random() < 0.03:
        account = _SLIPS.get(account, account)
    charge = kind.charge
    if vendor.charge(admin.legislation) in ("eu_goods", "eu_services") and charge in ("high", "low"):
        charge = vendor.charge(admin.legislation)
    code = code_for(admin.legislation, charge)
    centre = usual_centre(admin.code, vendor, kind)
    if source.random() < 0.06 and account[:2] not in ("40", "42", "70", "45"):
        centre = ""
    step = Decimal(source.randrange(0, 1001)) / 1000
    net = (kind.low + (kind.high - kind.low) * step * step).quantize(CENT, ROUND_HALF_UP)
    vat = (net * rate_on(admin.legislation, code, day)).quantize(CENT, ROUND_HALF_UP)
    own = account if admin.legislation == "NL" else BE_FROM_NL[account]
    return BookedLine(text, own, charge, code, centre, net, vat)


def booked(seed: int, admin: Administration, today: date, everyone: dict[str, Vendor]) -> list[Booked]:
    """A year of booked purchases of one administration, by date; the last ten days are not booked yet."""
    found: list[tuple[date, Vendor, int, tuple[BookedLine, ...]]] = []
    first = today - timedelta(days=365)
    scale = Decimal("1.32") if admin.code == INSTALLATION else Decimal("0.9")
    for vendor in everyone.values():
        if admin.code not in vendor.codes or ("blocked" in vendor.notes and vendor.key != "outlet"):
            continue
        source = dice(seed, "booked", admin.code, vendor.key)
        sector = SECTORS[vendor.sector]
        count = max(2, int(sector.per_year * scale * Decimal(source.randrange(60, 140)) / 100))
        days = sorted(
            first + timedelta(days=(355 * n) // count + source.randrange(0, max(1, 355 // count))) for n in range(count)
        )
        for number, day in enumerate(days, start=source.randrange(11, 480)):
            size = min(source.randrange(1, sector.most_lines + 1), len(sector.lines) + 2)
            kinds = [
                sector.lines[0] if n == 0 and source.random() < 0.5 else source.choice(sector.lines)
                for n in range(size)
            ]
            lines = [_line(admin, vendor, kind, day, today, source) for kind in kinds]
            if source.random() < 0.025:
                lines = [
                    BookedLine(
                        f"Credit {line.text.lower()}",
                        line.account,
                        line.charge,
                        line.vat_code,
                        line.cost_centre,
                        -line.net,
                        -line.vat,
                    )
                    for line in lines[:1]
                ]
            found.append((day, vendor, number, tuple(lines)))
    found.sort(key=lambda row: (row[0], row[1].key, row[2]))
    result: list[Booked] = []
    following: dict[int, int] = {}
    for day, vendor, number, own in found:
        following[day.year] = following.get(day.year, 0) + 1
        entry = day.year % 100 * 1_000_000 + 600_000 + following[day.year]
        result.append(
            Booked(
                admin.code,
                entry,
                vendor,
                day,
                day + timedelta(days=vendor.term_days),
                _reference(vendor, number, day),
                own,
                admin.legislation,
            )
        )
    return result
