"""Audits, findings and actions as rows are compared with them. Pure."""

from dataclasses import dataclass, field

from compliance.audits.choices import FindingStatus
from compliance.audits.rules.findings import MAX_ACTIONS, status_from_actions
from compliance.suppliers.rules.similarity import normalise
from compliance.workbooks.planning import Fields
from compliance.workbooks.planning.suppliers import SupplierRegister


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends the file. names: folded, as a file may call this person. is_verifier: holds the mark (decision 15)."""

    pk: int | None = None
    names: frozenset[str] = frozenset()
    is_verifier: bool = False


@dataclass(slots=True)
class AuditRegister:
    """By folded reference: audits by theirs, findings by (audit, finding), actions by (audit, finding, number).

    is_of_supplier: whether it holds only what a supplier may see by its link, which then says less than a member.
    """

    audits: dict[str, Fields] = field(default_factory=dict)
    findings: dict[tuple[str, str], Fields] = field(default_factory=dict)
    actions: dict[tuple[str, str, int], Fields] = field(default_factory=dict)
    sender: Sender = Sender()
    is_of_supplier: bool = False
    sites_by_name: dict[tuple[str, str], str] = field(default_factory=dict)
    sites_by_sedex: dict[str, str] = field(default_factory=dict)

    def know_sites(self, register: SupplierRegister) -> None:
        """Sites by cleaned name and country, and by Sedex reference; a name that two sites share finds neither."""
        names: dict[tuple[str, str], set[str]] = {}
        for key, site in register.sites.items():
            for country in {site.get("country") or "", ""}:
                names.setdefault((normalise(site.get("name") or ""), country), set()).add(key)
            if site.get("sedex_site_ref"):
                self.sites_by_sedex[site["sedex_site_ref"].casefold()] = key
        self.sites_by_name = {place: keys.pop() for place, keys in names.items() if len(keys) == 1}

    def knows_earlier(self, site: str | None, finding: str, *, than: str) -> bool:
        """Whether another audit of the site has a finding of this reference."""
        others = (key for key, audit in self.audits.items() if key != than and audit.get("site") == site)
        return any((key, finding) in self.findings for key in others)

    def is_verified(self, finding: tuple[str, str]) -> bool:
        """Whether all the actions of a finding are closed and verified, and there is one."""
        own = (self.actions.get((*finding, number)) for number in range(1, MAX_ACTIONS + 1))
        return status_from_actions(str(one.get("status")) for one in own if one) == FindingStatus.VERIFIED_CLOSED

    def site(self, written: str, country: str, register: SupplierRegister, folded: str) -> str | None:
        """The key of the site that a row means: by reference, by Sedex reference, then by name and country (6.2)."""
        if folded in register.sites:
            return folded
        if not self.sites_by_name and register.sites:
            self.know_sites(register)
        return self.sites_by_sedex.get(written.casefold()) or self.sites_by_name.get((normalise(written), country))
