"""Queries of the page after signing in: as many for many organisations as for one."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Case, Count, IntegerField, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce

from compliance.audits.selectors.unread_alerts import WaitingAlerts, get_waiting_alerts
from compliance.organisations.choices import Role
from compliance.organisations.models import (
    Invitation,
    JoinRequest,
    Learner,
    Membership,
    Organisation,
    ScopeAnswer,
)
from compliance.organisations.permissions import can_check_organisations
from compliance.statements.choices import OPEN, State
from compliance.statements.models import Version
from compliance.suppliers.permissions import can_edit_risk_tables
from compliance.suppliers.selectors.weights import count_old_tables
from learning.directory.permissions import can_keep_directory
from learning.directory.selectors.staff import count_pending
from learning.resources.permissions import can_read_feedback
from portal.accounts.models import User
from portal.accounts.permissions import can_manage_people, can_see_people
from portal.accounts.roles import StaffRole
from portal.core import row_security
from portal.dashboard.rules import StatementStatus, get_statement_status
from portal.jobs import put_aside
from portal.vault.models import RecoveryKey
from portal.vault.services import recovery


@dataclass(frozen=True)
class Row:
    membership: Membership
    standing: StatementStatus
    alerts: WaitingAlerts


@dataclass(frozen=True)
class StaffLinks:
    """The pages of our staff that the person may use; is_staff when any role is held."""

    is_staff: bool
    people: bool
    accounts: bool
    organisations: bool
    risk: bool
    old_tables: int
    feedback: bool
    directory: bool
    directory_waiting: int
    cms: bool
    desk: bool
    referrals: bool
    log: bool
    overview: bool
    reads_figures_only: bool
    recovery_key: RecoveryKey | None
    jobs: bool = False
    jobs_put_aside: int = 0


def get_memberships(user: User) -> list[Membership]:
    """Return all memberships of the person, of closed organisations too."""
    return list(
        Membership.objects.including_closed()
        .filter(user=user)
        .annotate(asking=_asking())
        .select_related("organisation", "user")
        .order_by("organisation__name")
    )


def get_organisation_rows(mine: Iterable[Membership], *, today: date) -> list[Row]:
    """Return a row for each organisation of the memberships, with its statement and what waits."""
    memberships = [one for one in mine if not one.organisation.is_closed]
    row_security.allow(membership.organisation_id for membership in memberships)
    waiting = get_waiting_alerts(memberships)
    versions = defaultdict(list)
    keys = [membership.organisation_id for membership in memberships]
    answers = defaultdict(list)
    scope_answers = ScopeAnswer.objects.filter(organisation__in=keys)
    for organisation, due, outcome in scope_answers.values_list("organisation", "due_on", "outcome"):
        answers[organisation].append((due, outcome))
    shown = Version.objects.filter(
        statement__organisation__in=keys,
        state__in=[*OPEN, State.PUBLISHED],
    )
    for organisation, year, state in shown.values_list("statement__organisation", "statement__year", "state"):
        versions[organisation].append((year, state))
    return [
        Row(
            one,
            get_statement_status(one.organisation.year_end_on, versions[pk], today=today, kept=answers[pk]),
            waiting[pk],
        )
        for one in memberships
        for pk in (one.organisation_id,)
    ]


def get_closed_organisations(memberships: Iterable[Membership]) -> list[Organisation]:
    """Return those that the person administered and can take back, or whose archive they can still have."""
    return [
        membership.organisation
        for membership in memberships
        if membership.organisation.is_closed and membership.role == Role.ADMINISTRATOR
    ]


def _asking() -> Coalesce:
    """Return a subquery of how many join requests wait for the reader's answer, told to administrators alone."""
    waiting = JoinRequest.objects.open().filter(organisation=OuterRef("organisation")).order_by().values("organisation")
    counted = Subquery(waiting.annotate(count=Count("pk")).values("count"))
    return Coalesce(Case(When(role=Role.ADMINISTRATOR, then=counted), output_field=IntegerField()), 0)


def get_invitations(user: User, *, now: datetime) -> list[Invitation]:
    """Return the invitations that still hold. A request to join is not shown: it would tell who is on the portal."""
    return list(
        Invitation.objects.pending()
        .filter(email=user.email.lower(), expires_at__gt=now, organisation__closed_at=None)
        .select_related("organisation")
    )


def get_staff_links(user: User, *, today: date) -> StaffLinks:
    """Return which pages of our staff the user may open."""
    roles = set(user.groups.values_list("name", flat=True)) & set(StaffRole.values)
    if user.is_superuser:
        roles.add(StaffRole.SITE_ADMINISTRATOR)
    publishing = {StaffRole.CONTENT_EDITOR, StaffRole.SITE_ADMINISTRATOR}
    reads_figures = {StaffRole.HELPLINE_MANAGER, StaffRole.STATISTICIAN}
    at_the_desk = {StaffRole.HANDLER, StaffRole.TRIAGE_LEAD}
    runs_the_site = StaffRole.SITE_ADMINISTRATOR in roles
    if runs_the_site:
        # Jobs of every business that were put aside.
        row_security.allow_all()
    keeps_risk = bool(roles) and can_edit_risk_tables(user)
    keeps_directory = bool(roles) and can_keep_directory(user)
    return StaffLinks(
        is_staff=bool(roles),
        people=bool(roles) and can_see_people(user),
        accounts=bool(roles) and can_manage_people(user),
        organisations=bool(roles) and can_check_organisations(user),
        risk=keeps_risk,
        old_tables=count_old_tables(today=today) if keeps_risk else 0,
        feedback=bool(roles) and can_read_feedback(user),
        directory=keeps_directory,
        directory_waiting=count_pending(today=today) if keeps_directory else 0,
        cms=bool(roles & publishing),
        desk=bool(roles & at_the_desk),
        referrals=StaffRole.PARTNER in roles,
        log=bool(roles & (publishing | at_the_desk)),
        overview=bool(roles & reads_figures),
        reads_figures_only=bool(roles) and roles <= reads_figures,
        recovery_key=recovery.get_recovery_key() if runs_the_site else None,
        jobs=runs_the_site,
        jobs_put_aside=put_aside.count_alarming() if runs_the_site else 0,
    )


def is_learner_only(user: User, memberships: Iterable[Membership], staff: StaffLinks, *, now: datetime) -> bool:
    """Return whether the person takes courses for an organisation and has nothing else here."""
    if any(True for _membership in memberships) or staff.is_staff:
        return False
    learners = Learner.objects.active().filter(Q(user=user) | Q(email=user.email))
    return learners.exists() and not get_invitations(user, now=now)
