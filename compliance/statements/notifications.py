"""Mails to whoever must act next. Each leads to a page; none signs anybody in."""

from collections.abc import Iterable, Sequence

from django.conf import settings
from django.urls import reverse

from compliance.organisations.choices import WRITER_ROLES, Role
from compliance.organisations.models import Membership, Organisation
from compliance.statements.models import CopyRequest, Publication, Version
from portal.core.mail import send


def request_review(version: Version, actor) -> None:
    """Ask everybody who may review it: all who can write or approve, but for the person who asks."""
    _send(version, actor, "review_asked", "statements:review", WRITER_ROLES | {Role.APPROVER})


def notify_changes_requested(version: Version, actor, text: str) -> None:
    _send(version, actor, "changes_requested", "statements:review", WRITER_ROLES, text=text)


def request_signoff(version: Version, actor) -> None:
    """Ask the approvers. Which of the two they are asked for is on the page."""
    _send(version, actor, "signoff_asked", "statements:approve", {Role.APPROVER})


def request_member_approvals(version: Version, members: Iterable[Organisation]) -> None:
    """Ask those who approve for organisations of the group that are here too, for their own bodies' approval."""
    statement = version.statement
    for organisation in members:
        path = reverse("statements:list", kwargs={"organisation": organisation.slug})
        facts = {
            "organisation": organisation.name,
            "group": statement.organisation.name,
            "year": statement.year,
            "address": f"{settings.SITE_URL}{path}",
        }
        deciding = Membership.objects.for_organisation(organisation).active()
        for membership in deciding.filter(role__in=[Role.APPROVER, Role.ADMINISTRATOR]).select_related("user"):
            send(to=membership.user.email, template="statements/member_asked", context=facts)


def request_signature(version: Version, actor) -> None:
    _send(version, None, "signature_asked", "statements:sign", {Role.APPROVER})


def request_publication(version: Version, actor) -> None:
    _send(version, actor, "signed", "statements:publish", {Role.ADMINISTRATOR})


def notify_declined(version: Version, actor, reason: str) -> None:
    _send(version, actor, "declined", "statements:review", WRITER_ROLES, text=reason)


def notify_withdrawn(version: Version, reason: str) -> None:
    """Notify administrators that our staff withdrew it."""
    _send(version, None, "withdrawn", "statements:published", {Role.ADMINISTRATOR}, reason=reason)


def tell_of_addresses(organisation: Organisation, findings: Sequence[tuple[int, str]]) -> None:
    """Notify those who write of what the yearly look at the own website found. findings: year and sentence."""
    pages = {
        year: reverse("statements:published", kwargs={"organisation": organisation.slug, "year": year})
        for year, _finding in findings
    }
    facts: dict[str, object] = {
        "organisation": organisation.name,
        "findings": findings,
        "addresses": [f"{settings.SITE_URL}{path}" for path in pages.values()],
    }
    members = Membership.objects.for_organisation(organisation).active().filter(role__in=list(WRITER_ROLES))
    for member in members.select_related("user"):
        send(to=member.user.email, template="statements/address", context=facts)


def send_copy(request: CopyRequest, publication: Publication) -> None:
    """Send the copy that somebody asked for in writing (s.54(8)): the statement's page and its PDF, both public."""
    slug, year = publication.organisation_slug, publication.year
    facts = {
        "organisation": publication.organisation_name,
        "year": year,
        "received_on": request.received_on,
        "address": settings.SITE_URL + reverse("register:statement", args=(slug, year)),
        "pdf": settings.SITE_URL + reverse("register:pdf", args=(slug, year)),
    }
    send(to=request.email, template="statements/copy", context=facts, reply_to=publication.request_email)


def remind_about_copy(request: CopyRequest) -> None:
    """Remind those who write of a copy that has to go out within 30 days (s.54(8))."""
    organisation = request.organisation
    facts = {
        "organisation": organisation.name,
        "received_on": request.received_on,
        "due_on": request.due_on,
        "address": settings.SITE_URL + reverse("statements:copies", kwargs={"organisation": organisation.slug}),
    }
    members = Membership.objects.for_organisation(organisation).active().filter(role__in=list(WRITER_ROLES))
    for member in members.select_related("user"):
        send(to=member.user.email, template="statements/copy_due", context=facts)


def _send(version: Version, actor, template: str, address: str, roles: Iterable[str], **context: str) -> None:
    organisation = version.statement.organisation
    path = reverse(address, kwargs={"organisation": organisation.slug, "year": version.statement.year})
    facts = {
        "organisation": organisation.name,
        "year": version.statement.year,
        "number": version.number,
        "actor": str(actor) if actor else "",
        "address": f"{settings.SITE_URL}{path}",
        **context,
    }
    members = Membership.objects.for_organisation(organisation).active().filter(role__in=list(roles))
    for member in members.select_related("user"):
        if actor is None or member.user_id != actor.pk:
            send(to=member.user.email, template=f"statements/{template}", context=facts)
