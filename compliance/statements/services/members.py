"""A group's members: each one's own approval of the text, and who is covered in public once it is published."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from compliance.organisations.models import Organisation
from compliance.organisations.rules.names import likeness
from compliance.statements.choices import FROZEN, SectionCode, State
from compliance.statements.models import Covered, MemberApproval, Publication, Section, Version
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
    *, version: Version, members: Iterable[Mapping[str, Any]], actor: Any, at: datetime,
    body: str, body_name: str, approved_on: date, reference: str,
) -> list[MemberApproval]:  # fmt: skip
    """Record that members' own bodies approved the text as it stands. Recording one anew takes the first one's place.

    Raises Refusal.
    """
    current = locked(version)
    if current.state not in BOUND or not current.content_hash:
        raise Refusal(_("The text is still being written. A member approves it once it is frozen for approval."))
    approving = {key(one): str(one["legal_name"]) for one in members}
    if approving.keys() - {key(one) for one in members_of(current)}:
        raise Refusal(_("This organisation is not on the list of the statement any more."))
    if approved_on > timezone.localdate(at):
        raise Refusal(_("The date cannot be in the future."))
    current.member_approvals.filter(member__in=approving, voided_at=None).update(voided_at=at)
    given = MemberApproval.objects.bulk_create(
        MemberApproval(
            version=current, content_hash=current.content_hash, member=member, legal_name=name,
            body=body, body_name=body_name, approved_on=approved_on, reference=reference, by=actor, at=at,
        )
        for member, name in approving.items()
    )  # fmt: skip
    scope = current.statement.organisation.uuid
    for one in given:
        detail = {"member": one.legal_name, "approved_on": approved_on.isoformat(), "content_hash": one.content_hash}
        record(actor, "statements.version.member_approved", current, detail, scope=scope, at=at)
    return given


def without_approval(version: Version, answers: Mapping[str, Any]) -> int:
    """How many of the members that the answers name have recorded no approval of this text."""
    named = {key(one) for one in listed(answers)}
    if not named:
        return 0
    return len(named - set(version.member_approvals.filter(voided_at=None).values_list("member", flat=True)))


def agreed(version: Version) -> list[Organisation]:
    """The members of the statement that are here themselves and agreed to stand under the group."""
    named = {key(one) for one in members_of(version)}
    here = Organisation.objects.filter(parent=version.statement.organisation_id, closed_at=None) if named else ()
    return [one for one in here if _keys(one) & named]


def waiting(organisation: Organisation) -> list[Version]:
    """The frozen statements of its parent that name an organisation and have no approval of its own yet."""
    if not organisation.parent_id:
        return []
    lists = Section.objects.filter(
        version__statement__organisation=organisation.parent_id, version__state__in=FROZEN,
        code=SectionCode.ORGANISATIONS,
    ).select_related("version__statement__organisation")  # fmt: skip
    own = _keys(organisation)
    naming = [one.version for one in lists if own & {key(member) for member in listed(one.answers)}]
    given = MemberApproval.objects.filter(version__in=naming, member__in=own, voided_at=None)
    approved = set(given.values_list("version", flat=True)) if naming else set()
    return [version for version in naming if version.pk not in approved]


def _keys(organisation: Organisation) -> set[str]:
    """What a list may know it by: a member that stands there without its number is known by its name."""
    name = {"legal_name": organisation.name}
    return {key(name), key(name | {"company_number": organisation.company_number})}


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
