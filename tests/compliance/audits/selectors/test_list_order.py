"""The lists of audits, findings and actions are in the order of their rules, ties included, and read by an index."""

import contextlib
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compliance.audits.choices import NOTE_GRADES, OPEN_STATUSES, AuditStatus, FindingStatus, Freshness, Grade
from compliance.audits.models import Action, Audit, CarPlan, Finding
from compliance.audits.rules import dates
from compliance.audits.rules import findings as rules
from compliance.audits.selectors import querysets
from compliance.organisations.choices import Role
from compliance.suppliers.models import Site
from compliance.workbooks.models import Import
from tests.factories.accounts import sign_in
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.factories.suppliers import SiteFactory, SupplierFactory
from tests.support.query_plans import assert_read_in_order

pytestmark = pytest.mark.django_db
DAYS = st.sampled_from([date(2025, 3, 1), date(2026, 3, 1), date(2026, 9, 1)])
DUE = st.none() | DAYS
AUDITS = st.lists(
    st.tuples(
        DAYS,
        st.sampled_from(AuditStatus.values),
        st.sampled_from(["Alder", "Beech"]),
        st.lists(
            st.tuples(
                st.sampled_from(Grade.values),
                st.sampled_from([FindingStatus.OPEN, FindingStatus.WITHDRAWN, FindingStatus.DISPUTED]),
                DUE,
                st.integers(0, 1),
                st.lists(st.tuples(DUE, st.sampled_from([FindingStatus.OPEN, FindingStatus.WITHDRAWN])), max_size=2),
            ),
            max_size=3,
        ),
    ),
    max_size=4,
)


def _make_audits(organisation, audits):
    supplier = SupplierFactory(organisation=organisation)
    for number, (ended_on, status, site_name, findings) in enumerate(audits):
        audit = Audit.objects.create(
            organisation=organisation, site=SiteFactory(supplier=supplier, name=site_name), audit_ref=f"A{number}",
            key=f"a{number}", scheme="smeta_4_pillar", ended_on=ended_on, status=status,
        )  # fmt: skip
        for index, (grade, finding_status, due_on, position, actions) in enumerate(findings):
            finding = Finding.objects.create(
                audit=audit, finding_ref=f"F{index}", key=f"f{index}", position=position, issue_code="FL01",
                grade=grade, description="Words", status=finding_status, due_on=due_on,
            )  # fmt: skip
            for action_number, (action_due, action_status) in enumerate(actions, 1):
                Action.objects.create(finding=finding, number=action_number, due_on=action_due, status=action_status)


def _last_without_date(day):
    return day is None, day or date.min


UNHURRIED = {"deadline": None, "suppress_health_check": list(HealthCheck)}


@settings(max_examples=30, **UNHURRIED)
@given(audits=AUDITS)
def test_lists_are_in_the_order_of_their_rules(db, audits):
    in_a_world_of_its_own(check_order, audits)


@pytest.mark.soak
@settings(max_examples=1000, **UNHURRIED)
@given(audits=AUDITS)
def test_lists_are_in_the_order_of_their_rules_in_1000_worlds(db, audits):
    in_a_world_of_its_own(check_order, audits)


def in_a_world_of_its_own(check, world):
    """Check, and leave nothing of the world behind."""
    with transaction.atomic():
        check(world)
        transaction.set_rollback(True)


def check_order(audits):
    organisation, neighbour = OrganisationFactory(), OrganisationFactory()
    _make_audits(neighbour, [(date(2026, 3, 1), AuditStatus.COMPLETE, "Other", [])])
    _make_audits(organisation, audits)
    rows = sorted(Audit.objects.filter(organisation=organisation), key=lambda row: (row.ended_on, row.pk), reverse=True)
    shown = list(
        querysets.with_audit_columns(Audit.objects.for_organisation(organisation)).order_by("-ended_on", "-pk")
    )
    assert shown == rows
    for audit in shown:
        findings = list(audit.findings.all())
        breaches = [one for one in findings if one.status in OPEN_STATUSES and one.grade not in NOTE_GRADES]
        grave = [one for one in breaches if one.grade in (Grade.BUSINESS_CRITICAL, Grade.CRITICAL)]
        counts = (audit.findings_in_all, audit.open_findings, audit.grave_findings)
        assert counts == (len(findings), len(breaches), len(grave))
    assert querysets.get_audit_years(organisation) == sorted({row.ended_on.year for row in rows}, reverse=True)

    counted = Action.objects.filter(finding__audit__organisation=organisation, status__in=OPEN_STATUSES)
    actions = sorted(
        counted.filter(finding__audit__status=AuditStatus.COMPLETE).select_related("finding__audit__site"),
        key=lambda row: (_last_without_date(row.due_on), row.finding.audit.site.name, row.number, row.pk),
    )
    owed = querysets.get_open_actions(organisation)
    assert list(owed) == actions
    assert list(owed[1:3]) == actions[1:3]

    unplanned = sorted(
        (
            finding
            for finding in Finding.objects.filter(audit__organisation=organisation, audit__status=AuditStatus.COMPLETE)
            if finding.status in OPEN_STATUSES and finding.grade not in NOTE_GRADES and not finding.actions.exists()
        ),
        key=lambda row: (_last_without_date(row.due_on), row.pk),
    )
    without = querysets.get_findings_without_action(organisation)
    assert list(without) == unplanned
    assert list(without[:2]) == unplanned[:2]


# --- Findings and their chart -----------------------------------------------------------------------------------------

TODAY = date(2026, 9, 15)
MONTH_ENDS = dates.list_month_ends(TODAY, 12)
CLOSED = st.none() | st.sampled_from(
    [date(2024, 12, 31), date(2025, 9, 30), date(2026, 3, 1), date(2026, 8, 31), TODAY]
)
FINDINGS = st.lists(
    st.tuples(
        st.integers(0, 3),
        st.sampled_from([FindingStatus.OPEN, FindingStatus.CLOSED_UNVERIFIED, FindingStatus.CARRIED_OVER,
                         FindingStatus.WITHDRAWN]),
        st.sampled_from([Grade.CRITICAL, Grade.MINOR, Grade.OBSERVATION]),
        CLOSED,
        st.none() | st.integers(0, 6),
        st.integers(0, 1),
    ),
    max_size=7,
)  # fmt: skip
CHANGES = st.lists(
    st.tuples(
        st.sampled_from(
            ["status", "audit_status", "audit_day", "carried", "delete", "move", "save", "site", "by_hand"]
        ),
        st.integers(0, 6),
    ),
    max_size=6,
)


def _make_findings(organisation, findings):
    supplier = SupplierFactory(organisation=organisation)
    days = [date(2024, 1, 31), date(2025, 9, 30), date(2026, 3, 1), date(2026, 3, 1)]
    audits = [
        Audit.objects.create(
            organisation=organisation, site=SiteFactory(supplier=supplier), audit_ref=f"A{number}", key=f"a{number}",
            scheme="smeta_4_pillar", ended_on=day, status=AuditStatus.COMPLETE,
        )
        for number, day in enumerate(days)
    ]  # fmt: skip
    rows = []
    for number, (audit, status, grade, closed_on, carried_from, position) in enumerate(findings):
        rows.append(
            Finding.objects.create(
                audit=audits[audit], finding_ref=f"F{number}", key=f"f{number}", position=position, issue_code="FL01",
                grade=grade, description="Words", status=status, closed_on=closed_on,
                carried_from=rows[carried_from] if carried_from is not None and carried_from < number else None,
            )
        )  # fmt: skip
        if number % 2:
            Action.objects.create(finding=rows[-1], number=1)
    return audits, rows


def _change(what, audits, rows, index):
    if index >= len(rows):
        return
    finding, audit = Finding.objects.filter(pk=rows[index].pk), Audit.objects.filter(pk=audits[index % 4].pk)
    if what == "status":
        finding.update(status=FindingStatus.CLOSED_UNVERIFIED, closed_on=date(2026, 8, 31))
    elif what == "audit_status":
        audit.update(status=AuditStatus.DRAFT)
    elif what == "audit_day":
        audit.update(ended_on=date(2025, 12, 31))
    elif what == "carried":
        Finding.objects.filter(pk=rows[-1].pk).exclude(pk=rows[index].pk).update(carried_from=rows[index])
    elif what == "delete":
        Action.objects.filter(finding__in=finding).delete()
        finding.delete()
    elif what == "move":
        finding.update(audit=audits[3])
        Action.objects.filter(finding__in=finding).update(finding=rows[0])
    elif what == "save":
        # A full save writes what the object was read with.
        stale = finding.first()
        audit.update(status=AuditStatus.SUPERSEDED)
        if stale:
            stale.save()
    elif what == "site":
        Site.objects.filter(pk=audits[index % 4].site_id).update(name="Renamed")
    elif what == "by_hand":
        finding.update(opened_month="1999-01", is_unplanned=True, organisation=None)


def _get_span(finding):
    """Return first and last open day of a breach that counts, or None."""
    if finding.audit.status != AuditStatus.COMPLETE or finding.grade in NOTE_GRADES or finding.status == "withdrawn":
        return None
    first = finding.audit.ended_on
    if finding.status in OPEN_STATUSES:
        return first, date.max
    later = Finding.objects.filter(carried_from=finding, audit__status=AuditStatus.COMPLETE)
    carried_on = min((row.audit.ended_on for row in later.select_related("audit")), default=None)
    return first, finding.closed_on or carried_on or first


def check_findings(world):
    findings, changes = world
    organisation = OrganisationFactory()
    _make_findings(OrganisationFactory(), [(0, FindingStatus.OPEN, Grade.CRITICAL, None, None, 0)])
    audits, rows = _make_findings(organisation, findings)
    for what, index in changes:
        with contextlib.suppress(IntegrityError), transaction.atomic():
            _change(what, audits, rows, index)
    rows = list(Finding.objects.filter(audit__organisation=organisation).select_related("audit"))
    in_order = sorted(rows, key=lambda row: (-row.audit.ended_on.toordinal(), -row.audit_id, row.position, row.pk))
    shown = querysets.order_findings(Finding.objects.for_organisation(organisation))
    assert list(shown) == in_order
    for filters, fits in ({}, lambda row: True), ({"grade": "minor"}, lambda row: row.grade == "minor"):
        opened, closed = querysets.count_by_month(shown.filter(**filters))
        counts = rules.count_open_by_grade(opened, closed, MONTH_ENDS)
        for grade in (Grade.CRITICAL, Grade.MINOR, Grade.OBSERVATION):
            spans = [span for row in rows if row.grade == grade and fits(row) and (span := _get_span(row))]
            assert counts.get(grade, [0] * 13) == [
                sum(first <= day < last for first, last in spans) for day in MONTH_ENDS
            ]
    for action in Action.objects.filter(finding__audit__organisation=organisation).select_related("finding__audit"):
        audit = action.finding.audit
        kept = action.organisation_id, action.site_name, action.is_outstanding
        counts_now = action.status in OPEN_STATUSES and audit.status == AuditStatus.COMPLETE
        assert kept == (organisation.pk, audit.site.name, counts_now)


@settings(max_examples=30, **UNHURRIED)
@given(world=st.tuples(FINDINGS, CHANGES))
def test_findings_and_their_chart_are_those_of_the_rule(db, world):
    in_a_world_of_its_own(check_findings, world)


@pytest.mark.soak
@settings(max_examples=1000, **UNHURRIED)
@given(world=st.tuples(FINDINGS, CHANGES))
def test_findings_and_their_chart_are_those_of_the_rule_in_1000_worlds(db, world):
    in_a_world_of_its_own(check_findings, world)


@settings(max_examples=40, **UNHURRIED)
@given(
    today=st.dates(date(2026, 1, 1), date(2026, 12, 31)) | st.sampled_from([date(2026, 2, 28), date(2028, 2, 29)]),
    audits=st.lists(
        st.tuples(
            st.sampled_from(["smeta_4_pillar", "wrap", "amfori_bsci", "rba_vap", "other", "no_such_scheme"]),
            st.sampled_from(["", "Gold", " platinum ", "silver", "A", "e", "unheard of"]),
            st.integers(0, 900),
            st.none() | st.integers(-40, 40),
        ),
        max_size=8,
    ),
)
def test_audits_are_as_fresh_as_the_rule_says(db, today, audits):
    in_a_world_of_its_own(check_freshness, (today, audits))


def check_freshness(world):
    today, audits = world
    organisation = OrganisationFactory()
    site = SiteFactory(supplier=SupplierFactory(organisation=organisation))
    for number, (scheme, result, age, expires_in) in enumerate(audits):
        Audit.objects.create(
            organisation=organisation, site=site, audit_ref=f"A{number}", key=f"a{number}", scheme=scheme,
            overall_result=result, ended_on=today - timedelta(days=age),
            expires_on=None if expires_in is None else today + timedelta(days=expires_in),
        )  # fmt: skip
    rows = Audit.objects.for_organisation(organisation)
    for freshness in Freshness:
        expected = {row.pk for row in rows if row.freshness_on(today) == freshness}
        assert {row.pk for row in querysets.filter_by_freshness(rows, freshness, today)} == expected


# --- By indexes -------------------------------------------------------------------------------------------------------


def test_lists_are_read_by_an_index_in_their_order():
    organisation = OrganisationFactory()
    findings = querysets.order_findings(Finding.objects.for_organisation(organisation))
    unplanned = querysets.get_findings_without_action(organisation)
    plans = CarPlan.objects.for_organisation(organisation).order_by("review_on", "pk")
    assert_read_in_order(findings.values("pk")[:50], "audits_findings_newest")
    assert_read_in_order(querysets.get_open_actions(organisation).values("pk")[:50], "audits_actions_by_due_date")
    assert_read_in_order(unplanned.values("pk")[:20], "audits_unplanned")
    assert_read_in_order(plans.values("pk")[:20], "audits_plans_by_review")


@pytest.mark.parametrize(("month", "index"), [("opened_month", "audits_opened"), ("closed_month", "audits_closed")])
def test_the_chart_is_counted_in_an_index_alone(month, index):
    rows = Finding.objects.for_organisation(OrganisationFactory()).exclude(**{month: ""})
    plan = rows.order_by().values_list("grade", month).annotate(number=Count("pk")).explain()
    if connection.vendor == "sqlite":
        assert f"USING COVERING INDEX {index}" in plan, plan
    else:
        # Of an empty table any index costs the same, so that a sequence must be forbidden to see whether one serves.
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
        plan = rows.order_by().values_list("grade", month).annotate(number=Count("pk")).explain()
        assert "Seq Scan" not in plan, plan


@pytest.mark.parametrize(
    ("name", "queries"), [("audits:findings", 7), ("actions:list", 8), ("audits:list", 7), ("workbooks:list", 7)]
)
def test_lists_take_the_same_queries_however_long_they_are(client, django_assert_num_queries, name, queries):
    membership = MembershipFactory(role=Role.EDITOR)
    sign_in(client, membership.user)
    address = reverse(name, args=[membership.organisation.slug])
    finding = (Grade.CRITICAL, FindingStatus.OPEN, date(2026, 3, 1), 0, [(date(2026, 3, 1), FindingStatus.OPEN)])
    _make_audits(membership.organisation, [(date(2026, 3, 1), AuditStatus.COMPLETE, "Alder", [finding])] * 60)
    for number in range(30):
        Import.objects.create(
            organisation=membership.organisation, token=uuid4(), name=f"{number}.xlsx", sha256="0" * 64,
            uploaded_by=membership.user, received_at=timezone.now(),
        )  # fmt: skip
    client.get(address)
    with django_assert_num_queries(queries):
        assert client.get(address).status_code == 200


def test_audits_are_read_by_an_index_in_their_order():
    audits = Audit.objects.for_organisation(OrganisationFactory()).order_by("-ended_on", "-pk")
    assert_read_in_order(audits.values("pk")[:50], "audits_newest_first")
