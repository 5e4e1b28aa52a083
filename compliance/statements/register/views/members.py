"""Whom a published group statement covers: the list, and a page for each member."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from compliance.statements.groups.forms import member_labels
from compliance.statements.groups.rules.workbook_rows import member_key
from compliance.statements.models import Covered, MemberApproval, Publication
from compliance.statements.presenters import signoff
from compliance.statements.register import selectors as register
from compliance.statements.register.views.register import find_version, with_hidden_notice
from portal.core.etags import conditional_response
from portal.core.types import Context


@require_safe
@with_hidden_notice
def members(request: HttpRequest, organisation: str, year: int) -> HttpResponse:
    """List the members in four queries, however many there are."""
    publication = _published(organisation, year)
    listed = list(publication.members.all())
    if not listed:
        raise Http404
    approvals = _approvals(publication)
    members_shown = [_member_row(covered, approvals) for covered in listed]
    context = {
        "publication": publication,
        "members": members_shown,
        "approved": sum(bool(member_shown["approval"]) for member_shown in members_shown),
    }
    return conditional_response(request, render(request, "register/members.html", context))


@require_safe
@with_hidden_notice
def member(request: HttpRequest, organisation: str, year: int, member: str) -> HttpResponse:
    """Show one member: which statement says that it covers it, and what that statement says of it."""
    publication = _published(organisation, year)
    covered = publication.members.filter(slug=member).first()
    if covered is None:
        raise Http404
    organisation_behind = register.get_public_organisation_by_number(covered.company_number)
    context = {
        "publication": publication,
        "one": covered,
        "own": organisation_behind,
        "has_agreed": bool(organisation_behind and organisation_behind.parent_id == publication.organisation_id),
        **_member_row(covered, _approvals(publication)),
    }
    return conditional_response(request, render(request, "register/member.html", context))


def _published(organisation: str, year: int) -> Publication:
    """The statement that stands; of a withdrawn one nobody is told whom it covered."""
    publication = find_version(organisation, year)[1]
    if publication.withdrawn_at:
        raise Http404
    return publication


def _approvals(publication: Publication) -> dict[str, MemberApproval]:
    """Those of this very text, by member."""
    return {member_approval.member: member_approval for member_approval in register.get_member_approvals(publication)}


def _member_row(covered: Covered, approvals: dict[str, MemberApproval]) -> Context:
    facts = {"legal_name": covered.legal_name, "company_number": covered.company_number}
    answers = facts | {"scope": covered.scope, "covered": covered.is_covered, "section": covered.section}
    approval = approvals.get(member_key(facts))
    return {
        "covered": covered,
        "words": member_labels(answers),
        "approval": approval,
        "body": signoff.describe_body({"body": approval.body, "body_name": approval.body_name}) if approval else "",
    }
