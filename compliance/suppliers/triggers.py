"""What rows of the register repeat of others, so that the lists of suppliers and of risk sort by an index."""

from compliance.suppliers.choices import UNKNOWN_TIER_RANK, Tier
from portal.core.triggers import DerivedColumns, Source

SCORES = DerivedColumns(
    table="suppliers_riskscore",
    name="place",
    values={
        "organisation_id": "(SELECT organisation_id FROM suppliers_supplier WHERE id = {row}.supplier_id)",
        # A site whose country is not known is taken to be where its supplier is.
        "country": (
            "COALESCE((SELECT NULLIF(country, '') FROM suppliers_site WHERE id = {row}.site_id),"
            " (SELECT country FROM suppliers_supplier WHERE id = {row}.supplier_id))"
        ),
        "has_alert": "COALESCE((SELECT has_alert_a FROM suppliers_sitefacts WHERE site_id = {row}.site_id), FALSE)",
    },
    keys=("supplier_id", "site_id"),
    sources=(
        Source("suppliers_supplier", ("country", "organisation_id"), "{row}.supplier_id = {source}.id", is_parent=True),
        Source("suppliers_site", ("country",), "{row}.site_id = {source}.id", is_parent=True),
        Source(
            "suppliers_sitefacts",
            ("has_alert_a",),
            "{row}.site_id = {source}.site_id",
            lock="suppliers_site WHERE id = {source}.site_id",
        ),
    ),
)
# Of a supplier: what the register sorts and filters by.
_RELATIONS = "FROM suppliers_supplyrelation AS relation WHERE relation.supplier_id = {row}.id"
TIERS = DerivedColumns(
    table="suppliers_supplier",
    name="tier",
    values={
        "tier_rank": (
            f"COALESCE((SELECT MIN(relation.tier) {_RELATIONS} AND relation.tier <> {Tier.UNKNOWN:d}"
            f" AND (relation.ended_on IS NULL OR relation.ended_on > {{row}}.tier_day)), {UNKNOWN_TIER_RANK:d})"
        ),
        "annual_spend_pence": (
            f"(SELECT SUM(relation.annual_spend_pence) {_RELATIONS} AND relation.buys_from_id IS NULL"
            f" AND (relation.ended_on IS NULL OR relation.ended_on > {{row}}.tier_day))"
        ),
        "tier_until": f"(SELECT MIN(relation.ended_on) {_RELATIONS} AND relation.ended_on > {{row}}.tier_day)",
    },
    keys=("tier_day",),
    sources=(
        Source(
            "suppliers_supplyrelation",
            ("supplier_id", "tier", "ended_on", "annual_spend_pence", "buys_from_id"),
            "{row}.id = {source}.supplier_id",
        ),
    ),
)
_CURRENT_SCORES = "FROM suppliers_riskscore AS score WHERE score.supplier_id = {row}.id AND score.is_current"
HIGHEST_SCORES = DerivedColumns(
    table="suppliers_supplier",
    name="risk",
    values={
        "residual": f"(SELECT MAX(score.residual) {_CURRENT_SCORES})",
        "band": (
            f"COALESCE((SELECT score.band {_CURRENT_SCORES}"
            " ORDER BY COALESCE(score.residual, -1) DESC, score.id LIMIT 1), '')"
        ),
    },
    keys=("id",),
    sources=(
        Source(
            "suppliers_riskscore", ("supplier_id", "is_current", "residual", "band"), "{row}.id = {source}.supplier_id"
        ),
    ),
)
_FACTS = (
    "FROM suppliers_sitefacts AS facts JOIN suppliers_site AS place ON place.id = facts.site_id"
    " WHERE place.supplier_id = {row}.id"
)
AUDITS = DerivedColumns(
    table="suppliers_supplier",
    name="audits",
    values={
        "last_audit_on": f"(SELECT MAX(facts.last_audit_on) {_FACTS})",
        "open_actions": f"COALESCE((SELECT SUM(facts.open_actions) {_FACTS}), 0)",
    },
    keys=("id",),
    sources=(
        Source(
            "suppliers_sitefacts",
            ("last_audit_on", "open_actions"),
            "{row}.id = (SELECT supplier_id FROM suppliers_site WHERE id = {source}.site_id)",
            lock="suppliers_site WHERE id = {source}.site_id",
        ),
        Source("suppliers_site", ("supplier_id",), "{row}.id = {source}.supplier_id"),
    ),
)
TRIGGERS = (SCORES, TIERS, HIGHEST_SCORES, AUDITS)
