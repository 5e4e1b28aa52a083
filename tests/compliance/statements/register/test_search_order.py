"""The register as the database searches, filters, orders, counts and cuts it, against plain Python."""

import random
from collections import defaultdict
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compliance.organisations.rules.names import split_words
from compliance.statements.models import Edition, Facet, Listing, Publication
from compliance.statements.register import search
from compliance.statements.rules.name_query import parse_name_query
from tests.factories import statements as sf

pytestmark = pytest.mark.django_db
AT = datetime(2026, 6, 1, 9, tzinfo=UTC)
# Few, so that many rows are equal in all but their key; some are parts of others, or shorter than a trigram.
NAMES = ("Alder Fish", "Alder Works", "Fisher", "BP", "J & J", "Subproject", "Zälder")
QUESTIONS = (
    "",
    "fish",
    "alder fish",
    "bp",
    "j",
    "alder works",
    "04699647",
    "4699647",
    "zzz",
    "&",
    '"',
    "100%",
    "fish_",
)
BANDS, SECTORS = ("36m_60m", "over_500m"), ("construction", "healthcare_pharma")
UNHURRIED = {"deadline": None, "suppress_health_check": list(HealthCheck)}
PARAMS = st.builds(
    search.Params,
    q=st.sampled_from(QUESTIONS),
    year=st.sampled_from(["", "", "2025"]),
    turnover_band=st.sampled_from(["", "", "", BANDS[0]]),
    sector=st.sampled_from(["", "", "", SECTORS[0]]),
    group=st.sampled_from(["", "", "yes", "no"]),
    source=st.sampled_from(["", "", search.HERE, search.ELSEWHERE]),
    sort=st.sampled_from(list(search.SORTS)),
)


def make_world(seed: int) -> dict[int, set[str]]:
    """Make a few statements here and elsewhere; return the sectors of those here by key."""
    chance = random.Random(seed)
    edition = Edition.objects.create(dated=AT.date(), sha256="a" * 64, file_name="f.csv", begun_at=AT)
    sectors: dict[int, set[str]] = defaultdict(set)
    for number in range(chance.randrange(12)):
        name, company = chance.choice(NAMES), chance.choice(["", "04699647", "SC469964"])
        common = {
            "organisation_name": name, "company_number": company, "year": chance.choice([2025, 2026]),
            "turnover_band": chance.choice(BANDS), "is_group": chance.random() < 0.5,
            "searched": f" {' '.join(split_words(f'{name} {company}'))} ",
        }  # fmt: skip
        moment = AT + timedelta(days=chance.randrange(2))
        codes = [code for code in SECTORS if chance.random() < 0.5]
        if chance.random() < 0.6:
            made = sf.PublicationFactory(published_at=moment, **common)
            if chance.random() < 0.15:
                Publication.objects.filter(pk=made.pk).update(withdrawn_at=AT)
            Facet.objects.bulk_create(Facet(publication=made, kind="sector", code=code) for code in codes)
            sectors[made.pk] = set(codes)
        else:
            facets = "".join(f" sector:{code} " for code in codes)
            gone_at = AT if chance.random() < 0.15 else None
            Listing.objects.create(
                identity=str(number), fingerprint="", edition=edition, updated_at=moment, facets=facets,
                gone_at=gone_at, **common,
            )  # fmt: skip
    return sectors


def fits(row: Publication | Listing, params: search.Params, sectors: set[str]) -> bool:
    query = parse_name_query(params.q)
    has_words = all(part in row.searched for part in query.parts)
    is_number = bool(query.number) and f" {query.number.lower()} " in row.searched
    return (
        (has_words or is_number)
        and (not params.year or row.year == int(params.year))
        and (not params.turnover_band or row.turnover_band == params.turnover_band)
        and (not params.sector or params.sector in sectors)
        and (not params.group or row.is_group == (params.group == "yes"))
    )


def sort_key(row: Publication | Listing, sort: str) -> tuple:
    moment = row.updated_at if isinstance(row, Listing) else row.published_at
    return {
        "name": (row.organisation_name, -row.year, row.pk),
        "newest": (-moment.timestamp(), row.pk),
        "year": (-row.year, row.organisation_name, row.pk),
    }[sort]


def check(seed: int, params: search.Params, size: int) -> None:
    with transaction.atomic():
        sectors = make_world(seed)
        here = [row for row in Publication.objects.all() if row.withdrawn_at is None]
        known = {(row.company_number, row.year) for row in here}
        listed = [
            row
            for row in Listing.objects.all()
            if row.gone_at is None and (not row.company_number or (row.company_number, row.year) not in known)
        ]
        expected: list[Publication | Listing] = []
        if params.source != search.ELSEWHERE:
            expected += [row for row in here if fits(row, params, sectors[row.pk])]
        if params.source != search.HERE:
            codes = {row.pk: set(row.facets.replace("sector:", "").split()) for row in listed}
            expected += [row for row in listed if fits(row, params, codes[row.pk])]
        expected.sort(key=lambda row: sort_key(row, params.sort))
        for page in range(1, -(-len(expected) // size) + 1):
            found = search.find_all(params, page=page, size=size)
            # A statement here and one elsewhere may have the same key, and then come in either order.
            wanted = [sort_key(row, params.sort) for row in expected[(page - 1) * size : page * size]]
            assert [sort_key(row, params.sort) for row in found.rows] == wanted
        found = search.find_all(params, size=max(1, len(expected)))
        assert {(row.is_elsewhere, row.pk) for row in found.rows} == {(row.is_elsewhere, row.pk) for row in expected}
        assert (found.paginator.count, found.paginator.is_more) == (len(expected), False)
        transaction.set_rollback(True)


@settings(max_examples=40, **UNHURRIED)
@given(seed=st.integers(0, 2**32), params=PARAMS, size=st.integers(1, 4))
def test_results_are_those_of_plain_python(db, seed, params, size):
    check(seed, params, size)


@pytest.mark.soak
@settings(max_examples=1000, **UNHURRIED)
@given(seed=st.integers(0, 2**32), params=PARAMS, size=st.integers(1, 4))
def test_results_are_those_of_plain_python_in_1000_worlds(db, seed, params, size):
    check(seed, params, size)


@settings(max_examples=40, **UNHURRIED)
@given(seed=st.integers(0, 2**32), params=PARAMS, size=st.integers(1, 4))
def test_so_are_those_that_are_read_in_their_order(db, seed, params, size):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search, "MAX_SORTED", 0)
        check(seed, params, size)
