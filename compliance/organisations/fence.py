"""The organisation fence: the one file where a request about a business meets its rows (style 1.5)."""

from django.db import models
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from compliance.organisations.models import Membership, Organisation


class OrganisationMixin:
    """Find the organisation named in the address among the user's own, or answer 404.

    Sets self.organisation and self.membership. A list or detail view below it sees only that organisation's rows.
    """

    organisation: Organisation
    membership: Membership

    def setup(self, request: HttpRequest, *args, **kwargs) -> None:
        super().setup(request, *args, **kwargs)  # type: ignore[misc]
        self.membership = membership_of(request, kwargs["organisation"])
        self.organisation = self.membership.organisation

    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().for_organisation(self.organisation)  # type: ignore[misc]

    def get_context_data(self, **kwargs):
        return super().get_context_data(organisation=self.organisation, membership=self.membership, **kwargs)  # type: ignore[misc]


def membership_of(request: HttpRequest, slug: str) -> Membership:
    """The visitor's membership in the organisation of that slug. Raises Http404, never 403: we confirm nothing."""
    if not request.user.is_authenticated:
        raise Http404
    return get_object_or_404(
        Membership.objects.active().select_related("organisation", "user"), organisation__slug=slug, user=request.user
    )


def rows(model: type[models.Model], organisation: Organisation) -> models.QuerySet:
    """The organisation's own rows of a model that knows its way to the organisation."""
    return model._default_manager.for_organisation(organisation)  # type: ignore[attr-defined]
