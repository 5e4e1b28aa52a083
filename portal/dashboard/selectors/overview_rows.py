"""The rows behind the overview of one organisation: four queries, each put together once."""

from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from compliance.audits.models import Action, Finding
from compliance.organisations.choices import Role
from compliance.organisations.models import ControlProof, JoinRequest, Membership, Organisation, ScopeAnswer
from compliance.statements.choices import OPEN, State
from compliance.statements.models import CopyRequest, Version
from compliance.suppliers.choices import Band
from compliance.suppliers.models import RiskScore
from compliance.workbooks.choices import State as UploadState
from compliance.workbooks.models import Import
from portal.core.prepared import prepared
from portal.history.models import Entry

MAX_PLACES, MAX_LINES = 3, 5
HIGH_BANDS = (Band.HIGH, Band.VERY_HIGH)
UNDECIDED_UPLOADS = (UploadState.PREVIEW, UploadState.MAPPING_NEEDED)


@prepared
def fetch_versions(organisation: int, user: int) -> QuerySet[Version, dict[str, Any]]:  # Any: values of columns
    """Return the open and the public versions with who wrote them: the user (is_mine), others, a free approver."""
    editors = Version.editors.through.objects.filter(version=OuterRef("pk"))
    writes = Version.editors.through.objects.filter(version=OuterRef(OuterRef("pk")), user=OuterRef("user"))
    approvers = Membership.objects.active().filter(
        organisation=OuterRef("statement__organisation"), role=Role.APPROVER, user__is_active=True
    )
    return (
        Version.objects.for_organisation(organisation)
        .filter(state__in=sorted({*OPEN, State.PUBLISHED}))
        .annotate(
            is_mine=Exists(editors.filter(user=user)),
            is_others=Exists(editors.exclude(user=user)),
            has_free_approver=Exists(approvers.filter(~Exists(writes))),
        )
        .order_by("-statement__year", "-number")
        .values(
            *("state", "is_mine", "is_others", "has_free_approver", "statement__year"),
            *("publication__first_published_on", "publication__organisation_slug", "publication__is_late"),
        )
    )


def _count(rows: QuerySet[Any]) -> Coalesce:
    own = rows.filter(organisation=OuterRef("pk")).order_by().values("organisation")
    return Coalesce(Subquery(own.annotate(count=Count("pk")).values("count")), 0)


def _first(rows: QuerySet[Any], column: str) -> Subquery:
    return Subquery(rows.filter(organisation=OuterRef("pk")).order_by(column).values(column)[:1])


def _newest_outcome(**where: Any) -> Coalesce:  # Any: values of columns
    answers = ScopeAnswer.objects.filter(organisation=OuterRef("pk"), **where).order_by("-answered_at", "-pk")
    return Coalesce(Subquery(answers.values("outcome")[:1]), Value(""))


@prepared
def fetch_counts(organisation: int, today: Any, user: int, due_on: Any) -> QuerySet[Organisation, Any]:  # Any: days
    """Return one row for Counts: what is open in each register of the organisation, counted by its indexes.

    due_on: of the statement that is due next, for what the questionnaire said of it.
    """
    actions, copies = Action.objects.filter(is_outstanding=True), CopyRequest.objects.filter(sent_on=None)
    uploads = Import.objects.filter(state__in=UNDECIDED_UPLOADS, uploaded_by=user)
    proofs = ControlProof.objects.undecided().filter(organisation=OuterRef("pk"), needs_staff=True)
    scores = RiskScore.objects.filter(organisation=OuterRef("pk"), is_current=True)
    return Organisation.objects.filter(pk=organisation).values_list(
        Exists(scores),
        _count(RiskScore.objects.filter(is_current=True, band__in=HIGH_BANDS)),
        _count(Finding.objects.filter(is_unplanned=True)),
        _count(actions),
        _count(actions.filter(sort_due_on__lt=today)),
        _first(actions.filter(due_on__isnull=False), "due_on"),
        _count(Action.objects.filter(is_unverified=True)),
        _count(JoinRequest.objects.open()),
        _count(uploads),
        _count(copies),
        _first(copies, "received_on"),
        Exists(proofs),
        _newest_outcome(),
        _newest_outcome(due_on=due_on),
        _newest_outcome(due_on=None),
    )


@prepared
def fetch_risky_places(organisation: int) -> QuerySet[RiskScore]:
    """Return the first scores of the risk list that are high or very high."""
    rows = RiskScore.objects.filter(organisation=organisation, is_current=True, band__in=HIGH_BANDS)
    places = rows.order_by("-has_alert", "-urgency", "pk").select_related("site", "supplier")
    return places.only("band", "supplier__name", "supplier__uuid", "site__name", "site__uuid")[:MAX_PLACES]


@prepared
def fetch_activity(scope: Any) -> QuerySet[Entry]:  # Any: the organisation's public id, or its parameter
    """Return the organisation's newest lines of history, none about a concern.

    See docs/requirements/helpline.md#wall.
    """
    entries = Entry.objects.for_scope(scope).exclude(action__contains="concern")
    return entries.order_by("-scope_seq")[:MAX_LINES]
