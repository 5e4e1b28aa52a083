"""The organisation fence: the one module where a request of a business reaches its rows.

See docs/requirements/security.md#organisation-fence.
"""

from uuid import UUID

from django.db import models
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from compliance.organisations.models import Membership, Organisation
from compliance.organisations.permissions import can_check_organisations
from portal.core import row_security
from portal.core.prepared import prepared


class OrganisationMixin:
    """Finds the organisation named in the address among the user's own, or answers 404.

    Sets self.organisation and self.membership. A list or detail view below it sees only that organisation's rows.
    """

    organisation: Organisation
    membership: Membership

    def setup(self, request: HttpRequest, *args, **kwargs) -> None:
        super().setup(request, *args, **kwargs)  # type: ignore[misc]
        self.membership = get_membership(request, kwargs["organisation"])
        self.organisation = self.membership.organisation

    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().for_organisation(self.organisation)  # type: ignore[misc]

    def get_context_data(self, **kwargs):
        context = {"organisation": self.organisation, "membership": self.membership}
        return super().get_context_data(**(kwargs | context))  # type: ignore[misc]


def find_membership(request: HttpRequest, slug: str) -> Membership | None:
    """Return the visitor's membership in the organisation of that slug, or None. It is looked up once a request."""
    if not request.user.is_authenticated:
        return None
    known: dict[str, Membership | None] = vars(request).setdefault("memberships_by_slug", {})
    if slug not in known:
        known[slug] = next(iter(fetch_membership(slug, request.user.pk)), None)
        if membership := known[slug]:
            row_security.allow([membership.organisation_id])
    return known[slug]


@prepared
def fetch_membership(slug: str, user: int) -> QuerySet[Membership]:
    """Return the user's active membership in the organisation of that slug, in a list of one at most."""
    memberships = Membership.objects.active().filter(organisation__slug=slug, user=user)
    return memberships.select_related("organisation", "user").order_by()


def get_membership(request: HttpRequest, slug: str) -> Membership:
    """Return the visitor's membership in the organisation of that slug. Raises Http404, never 403: nothing leaks."""
    membership = find_membership(request, slug)
    if membership is None:
        raise Http404
    return membership


def get_membership_even_if_closed(request: HttpRequest, slug: str) -> Membership:
    """Return the same, also where the organisation was closed and can be reopened: for the one page that says so."""
    if membership := find_membership(request, slug):
        return membership
    if not request.user.is_authenticated:
        raise Http404
    memberships = Membership.objects.including_closed().select_related("organisation", "user")
    return get_object_or_404(memberships, organisation__slug=slug, user=request.user)


def get_memberships(user) -> QuerySet[Membership]:
    """Return the user's active memberships, each with its organisation, by the organisation's name."""
    if not user.is_authenticated:
        return Membership.objects.none()
    return Membership.objects.active().filter(user=user).select_related("organisation").order_by("organisation__name")


def get_rows(model: type[models.Model], organisation: Organisation) -> models.QuerySet:
    """Return the organisation's own rows of a model that knows its lookup of the organisation."""
    return model._default_manager.for_organisation(organisation)  # type: ignore[attr-defined]


def get_row(model: type[models.Model], organisation: Organisation, uuid: UUID, **conditions):
    """Return one of the organisation's own rows, by its public id. Raises Http404."""
    return get_object_or_404(get_rows(model, organisation), uuid=uuid, **conditions)


def get_row_for_staff(model: type[models.Model], user, uuid: UUID):
    """Return a row of any organisation, for our own staff. Raises Http404."""
    if not can_check_organisations(user):
        raise Http404
    row_security.allow_all()
    return get_object_or_404(model._default_manager.all(), uuid=uuid)


def get_rows_for_staff(model: type[models.Model], user) -> models.QuerySet:
    """Return rows of all organisations for our own staff, and none for anybody else."""
    manager = model._default_manager
    if not can_check_organisations(user):
        return manager.none()
    row_security.allow_all()
    return manager.all()


def organisations_with_number(company_number: str) -> QuerySet[Organisation]:
    """Return organisations that gave this company number, confirmed or not; none for an empty one."""
    organisations = Organisation.objects.open().filter(company_number=company_number)
    return organisations if company_number else organisations.none()
