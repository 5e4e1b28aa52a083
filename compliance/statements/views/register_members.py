"""Whom a published group statement covers: the list, and a page for each member."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from compliance.statements import documents, register
from compliance.statements.forms.members import in_words
from compliance.statements.models import Covered, MemberApproval, Publication
from compliance.statements.rules.members import key
from compliance.statements.views.register import find_version, noticed
from portal.core.etags import conditional


@require_safe
@noticed
def members(request: HttpRequest, organisation: str, year: int) -> HttpResponse:
    """Four queries, however many members there are."""
    publication = _published(organisation, year)
    listed = list(publication.members.all())
    if not listed:
        raise Http404
    approvals = _approvals(publication)
    told = [_told(one, approvals) for one in listed]
    context = {"publication": publication, "members": told, "approved": sum(bool(one["approval"]) for one in told)}
    return conditional(request, render(request, "register/members.html", context))


@require_safe
@noticed
def member(request: HttpRequest, organisation: str, year: int, member: str) -> HttpResponse:
    """The page of one member: which statement says that it covers it, and what that statement says of it."""
    publication = _published(organisation, year)
    one = publication.members.filter(slug=member).first()
    if one is None:
        raise Http404
    own = register.shown_by_number(one.company_number)
    context = {
        "publication": publication,
        "one": one,
        "own": own,
        "has_agreed": bool(own and own.parent_id == publication.organisation_id),
        **_told(one, _approvals(publication)),
    }
    return conditional(request, render(request, "register/member.html", context))


def _published(organisation: str, year: int) -> Publication:
    """The statement that stands; of a withdrawn one nobody is told whom it covered."""
    publication = find_version(organisation, year)[1]
    if publication.withdrawn_at:
        raise Http404
    return publication


def _approvals(publication: Publication) -> dict[str, MemberApproval]:
    """Those of this very text, by member."""
    return {one.member: one for one in register.member_approvals(publication)}


def _told(one: Covered, approvals: dict[str, MemberApproval]) -> dict[str, Any]:
    said = {"legal_name": one.legal_name, "company_number": one.company_number}
    answers = said | {"scope": one.scope, "covered": one.is_covered, "section": one.section}
    approval = approvals.get(key(said))
    return {
        "covered": one,
        "words": in_words(answers),
        "approval": approval,
        "body": documents.body_in_words({"body": approval.body, "body_name": approval.body_name}) if approval else "",
    }
