"""What the register of suppliers and the risk of sites offer."""

import pytest

from compliance.statements.choices import EvidenceKind
from compliance.statements.evidence.rules.register_snapshot import (
    RegisterSnapshot,
)
from compliance.statements.evidence.rules.supply_chain import share
from tests.compliance.statements.evidence.register_rows import site, suggest, supplier, write


def test_suppliers_are_told_by_country_and_tier():
    suppliers = [supplier(1), supplier(2, country="ES", tiers=frozenset({2, 0})), supplier(3, tiers=frozenset())]
    found = suggest("structure", RegisterSnapshot(suppliers=suppliers, sites=[site()]))
    assert write(found[EvidenceKind.SUPPLIERS]) == (
        "Our supplier register lists 3 suppliers with 1 site. Countries: United Kingdom and Spain."
    )
    assert write(found[EvidenceKind.TIERS]) == (
        "Suppliers in our register by tier: 1 in tier 1, 1 in tier 2 and 0 below. "
        "We do not know the tier of 1 supplier."
    )


def test_small_groups_of_workers_are_left_out():
    sites = [site(n, workers={"total": 50, "agency": 20, "seasonal": 3}) for n in (1, 2, 3)]
    words = write(suggest("structure", RegisterSnapshot(suppliers=[supplier()], sites=sites))[EvidenceKind.WORKERS])
    assert "150 people work. Of these, 60 are agency workers." in words
    assert "season" not in words
    assert EvidenceKind.WORKERS not in suggest("structure", RegisterSnapshot(suppliers=[supplier()], sites=sites[:2]))


def test_a_sector_with_one_or_two_sites_at_high_risk_is_not_named():
    sites = [site(n, band="high", sector="construction") for n in (1, 2, 3)]
    sites += [site(n, band="very_high", sector="cleaning_security") for n in (4, 5)]
    one = suggest("risk", RegisterSnapshot(sites=sites))[EvidenceKind.HIGH_RISK]
    assert one.numbers == {"sectors": ["construction"]}
    assert {row.id for row in one.rows} == {"s1", "s2", "s3"}


@pytest.mark.parametrize(
    ("part", "whole", "percent"), [(0, 0, "0"), (0, 9, "0"), (1, 900, "1"), (899, 900, "99"), (9, 9, "100")]
)
def test_a_share_is_never_all_for_less_than_all(part, whole, percent):
    assert share(part, whole) == percent
