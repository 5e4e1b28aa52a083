"""A group's members: each one's own approval of the text, and who is covered in public once it is published."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from compliance.organisations.models import Organisation
from compliance.organisations.rules.names import likeness
from compliance.statements.choices import FROZEN, State
from compliance.statements.models import Covered, MemberApproval, Publication, Version
from compliance.statements.rules.members import key
from compliance.statements.services import content
from compliance.statements.services.steps import Refusal, locked
from portal.history.services import record

# The text that a member approves is frozen, or public already.
BOUND = FROZEN | {State.PUBLISHED}


def members_of(version: Version) -> list[dict[str, Any]]:
    """In the order of the statement; empty where it is no group's."""
    return listed(content.content_of(version)["answers"])


def listed(answers: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The members that the answers name; empty where it is no group's."""
    found = answers.get("group_members") if answers.get("is_group") is True else None
    return [one for one in found or () if isinstance(one, dict)]


@transaction.atomic
def approve(
    *, version: Version, member: Mapping[str, Any], actor: Any, at: datetime,
    body: str, body_name: str, approved_on: date, reference: str,
) -> MemberApproval:  # fmt: skip
    """Record that a member's own body approved the text as it stands. Recording it anew takes the first one's place.

    Raises Refusal.
    """
    current = locked(version)
    if current.state not in BOUND or not current.content_hash:
        raise Refusal(_("The text is still being written. A member approves it once it is frozen for approval."))
    if key(member) not in {key(one) for one in members_of(current)}:
        raise Refusal(_("This organisation is not on the list of the statement any more."))
    if approved_on > timezone.localdate(at):
        raise Refusal(_("The date cannot be in the future."))
    current.member_approvals.filter(member=key(member), voided_at=None).update(voided_at=at)
    given = MemberApproval.objects.create(
        version=current, content_hash=current.content_hash, member=key(member), legal_name=member["legal_name"],
        body=body, body_name=body_name, approved_on=approved_on, reference=reference, by=actor, at=at,
    )  # fmt: skip
    detail = {"member": given.legal_name, "approved_on": approved_on.isoformat(), "content_hash": given.content_hash}
    scope = current.statement.organisation.uuid
    record(actor, "statements.version.member_approved", current, detail, scope=scope, at=at)
    return given


def publish(publication: Publication) -> None:
    """Write down, with the publication, whom it covers; each member has an address of its own below it."""
    slugs: set[str] = set()
    Covered.objects.bulk_create(
        Covered(
            publication=publication,
            place=place,
            slug=_slug(member, place, slugs),
            legal_name=member["legal_name"],
            likeness=likeness(member["legal_name"]),
            company_number=member.get("company_number") or "",
            scope=member.get("scope") or "unknown",
            is_covered=member.get("covered"),
            section=member.get("section") or "",
            website_url=member.get("website_url") or "",
        )
        for place, member in enumerate(listed(publication.content["answers"]), start=1)
        if member.get("legal_name")
    )


def _slug(member: Mapping[str, Any], place: int, taken: set[str]) -> str:
    """Of the name; the place in the list where two names make the same."""
    base = slugify(member["legal_name"])[:70].strip("-") or "member"
    slug = base if base not in taken else f"{base}-{place}"
    taken.add(slug)
    return slug


def covering(organisation: Organisation) -> list[Covered]:
    """The statements in the register that name an organisation as a member of their group, the latest first.

    By its company number; by name alone only where it stands in that group here: names can be another's.
    """
    named = (
        Covered.objects.listed()
        .select_related("publication")
        .defer("publication__content", "publication__signoff", "publication__searched")
    )
    found = Covered.objects.none()
    if organisation.company_number:
        found = named.filter(company_number=organisation.company_number)
    if organisation.parent_id:
        found = found | named.filter(
            publication__organisation=organisation.parent_id, company_number="", likeness=organisation.likeness
        )
    return list(found.exclude(publication__organisation=organisation.pk).order_by("-publication__year", "pk"))


def is_covered(organisation: Organisation, year: int) -> bool:
    """Whether its parent's published statement for that year says that it covers it (domain guide 5.3).

    Only the parent that it agreed to stand under: nobody else ends what it is reminded of.
    """
    return any(
        one.is_covered and one.publication.year == year and one.publication.organisation_id == organisation.parent_id
        for one in covering(organisation)
    )
