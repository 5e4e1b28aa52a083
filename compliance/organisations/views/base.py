"""The helpers that an organisation's pages share."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, QueryDict
from django.utils.datastructures import MultiValueDict

from compliance.organisations.models import Membership
from compliance.organisations.permissions import can_change_settings
from compliance.organisations.tenancy import get_membership
from portal.accounts.models import User
from portal.core.types import Context


def get_administrator(request: HttpRequest, slug: str) -> Membership:
    """Return the visitor's membership for pages of administrators. Raises PermissionDenied for another member."""
    membership = get_membership(request, slug)
    if not can_change_settings(membership, membership.organisation):
        raise PermissionDenied
    return membership


def page_context(membership: Membership, **context: Any) -> Context:
    """Return the context that an organisation's layout needs, and the page's own."""
    return {"organisation": membership.organisation, "membership": membership, **context}


def get_post_data(request: HttpRequest) -> QueryDict | None:
    """Return the data of a POST, of an empty form too; None when the page is only opened."""
    return request.POST if request.method == "POST" else None


def get_post_data_and_files(request: HttpRequest) -> tuple[QueryDict, MultiValueDict] | tuple[None, None]:
    """Return the data and files of a POST; None and None when the page is only opened."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def get_user(request: HttpRequest) -> User:
    """Return the signed-in user. Raises Http404 for anybody else."""
    if not isinstance(request.user, User):
        raise Http404
    return request.user
