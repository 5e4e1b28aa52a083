"""Define what the demo says of a supplier and of a site."""

from dataclasses import dataclass, field

from compliance.suppliers.choices import SupplierStatus


@dataclass(frozen=True)
class Place:
    """Describe a site. providers: references of the labour providers. at: latitude and longitude."""

    ref: str
    name: str
    town: str
    address: str
    function: str
    country: str = ""
    at: tuple[float, float] | None = None
    workers: dict[str, int] = field(default_factory=dict)
    providers: tuple[str, ...] = ()
    controls: tuple[str, ...] = ()
    recruits_from_abroad: bool | None = None


@dataclass(frozen=True)
class Firm:
    """Describe a supplier and what is bought from it. through: reference of whom it sells to. spend: pounds a year."""

    ref: str
    name: str
    country: str
    tier: int
    sector: str
    products: tuple[str, ...]
    places: tuple[Place, ...] = ()
    number: str = ""
    activity: str = ""
    through: str = ""
    spend: int = 0
    contact: str = ""
    email: str = ""
    status: str = SupplierStatus.ACTIVE
    is_labour_provider: bool = False
    licence: str = ""


def worker_counts(total: int, **groups: int) -> dict[str, int]:
    return {"total": total, **groups}
