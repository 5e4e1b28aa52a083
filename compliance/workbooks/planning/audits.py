"""Hold audits, findings and actions as rows are compared with them. Pure."""

from dataclasses import dataclass, field

from compliance.audits.choices import FindingStatus
from compliance.audits.rules.findings import MAX_ACTIONS, status_from_actions
from compliance.suppliers.rules.similarity import normalise
from compliance.workbooks.planning import Fields
from compliance.workbooks.planning.suppliers import SupplierRegister


@dataclass(frozen=True, slots=True)
class Sender:
    """Say who sends the file.

    names: folded, as a file may call this person. is_verifier: holds the mark.

    See docs/requirements/suppliers.md#verifier.
    """

    pk: int | None = None
    names: frozenset[str] = frozenset()
    is_verifier: bool = False


@dataclass(slots=True)
class AuditRegister:
    """Hold, by folded reference, audits, findings by (audit, finding), and actions by (audit, finding, number).

    is_of_supplier: whether it holds only what a supplier may see by its link, which then says less than a member.
    """

    audits: dict[str, Fields] = field(default_factory=dict)
    findings: dict[tuple[str, str], Fields] = field(default_factory=dict)
    actions: dict[tuple[str, str, int], Fields] = field(default_factory=dict)
    sender: Sender = Sender()
    is_of_supplier: bool = False
    sites_by_name: dict[tuple[str, str], str] = field(default_factory=dict)
    sites_by_sedex: dict[str, str] = field(default_factory=dict)

    def index_sites(self, register: SupplierRegister) -> None:
        """Index sites by normalised name and country, and by Sedex reference; a shared name finds no site."""
        names: dict[tuple[str, str], set[str]] = {}
        for key, site in register.sites.items():
            for country in {site.get("country") or "", ""}:
                names.setdefault((normalise(site.get("name") or ""), country), set()).add(key)
            if site.get("sedex_site_ref"):
                self.sites_by_sedex[site["sedex_site_ref"].casefold()] = key
        self.sites_by_name = {
            name_and_country: keys.pop() for name_and_country, keys in names.items() if len(keys) == 1
        }

    def has_earlier_finding(self, site: str | None, finding: str, *, than: str) -> bool:
        """Return whether another audit of the site has a finding of this reference."""
        others = (key for key, audit in self.audits.items() if key != than and audit.get("site") == site)
        return any((key, finding) in self.findings for key in others)

    def is_verified(self, finding: tuple[str, str]) -> bool:
        """Return whether all the actions of a finding are closed and verified, and there is one."""
        actions = (self.actions.get((*finding, number)) for number in range(1, MAX_ACTIONS + 1))
        return (
            status_from_actions(str(action.get("status")) for action in actions if action)
            == FindingStatus.VERIFIED_CLOSED
        )

    def find_site(self, written: str, country: str, register: SupplierRegister, folded: str) -> str | None:
        """Return the key of the site that a row means: by reference, Sedex reference, then name and country.

        See docs/requirements/suppliers.md#finding-rows.
        """
        if folded in register.sites:
            return folded
        if not self.sites_by_name and register.sites:
            self.index_sites(register)
        return self.sites_by_sedex.get(written.casefold()) or self.sites_by_name.get((normalise(written), country))
