"""A group's members: each one's own approval of the text, and who is covered in public once it is published."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import cast

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from compliance.organisations.models import Organisation
from compliance.organisations.rules.names import lookalike_key
from compliance.statements.choices import FROZEN, SectionCode, State
from compliance.statements.core import selectors as content
from compliance.statements.core.services import lock_version
from compliance.statements.groups.rules.workbook_rows import member_key
from compliance.statements.models import Covered, MemberApproval, Publication, Section, Version
from compliance.statements.types import Answers, GroupMember
from portal.accounts.models import User
from portal.core import row_security
from portal.core.exceptions import ActionRefused
from portal.history.services import record

# The text that a member approves is frozen, or public already.
APPROVABLE_STATES = FROZEN | {State.PUBLISHED}


def get_members(version: Version) -> list[GroupMember]:
    """Return the members in the order of the statement; empty where it is no group's."""
    return list_members(content.get_content(version)["answers"])


def list_members(answers: Answers) -> list[GroupMember]:
    """Return the members that the answers name; empty where it is no group's."""
    members = answers.get("group_members") if answers.get("is_group") is True else None
    return [cast(GroupMember, member) for member in members or () if isinstance(member, dict)]


@transaction.atomic
def record_approvals(
    *, version: Version, members: Iterable[GroupMember], actor: User, at: datetime,
    body: str, body_name: str, approved_on: date, reference: str,
) -> list[MemberApproval]:  # fmt: skip
    """Record that members' own bodies approved the text as it stands. Recording one anew takes the first one's place.

    Raises ActionRefused.
    """
    current = lock_version(version)
    if current.state not in APPROVABLE_STATES or not current.content_hash:
        raise ActionRefused(
            _("The text is still being written. A member can approve it once it is frozen for approval.")
        )
    approving = {member_key(member): str(member["legal_name"]) for member in members}
    if approving.keys() - {member_key(member) for member in get_members(current)}:
        raise ActionRefused(_("This organisation is no longer on the statement’s list."))
    if approved_on > timezone.localdate(at):
        raise ActionRefused(_("The date cannot be in the future."))
    current.member_approvals.filter(member__in=approving, voided_at=None).update(voided_at=at)
    approvals = MemberApproval.objects.bulk_create(
        MemberApproval(
            version=current, content_hash=current.content_hash, member=member, legal_name=name,
            body=body, body_name=body_name, approved_on=approved_on, reference=reference, by=actor, at=at,
        )
        for member, name in approving.items()
    )  # fmt: skip
    scope = current.statement.organisation.uuid
    for approval in approvals:
        detail = {
            "member": approval.legal_name,
            "approved_on": approved_on.isoformat(),
            "content_hash": approval.content_hash,
        }
        record(actor, "statements.version.member_approved", current, detail, scope=scope, at=at)
    return approvals


def count_unapproved(version: Version, answers: Answers) -> int:
    """Count the members that the answers name and that recorded no approval of this text."""
    named = {member_key(member) for member in list_members(answers)}
    if not named:
        return 0
    return len(named - set(version.member_approvals.filter(voided_at=None).values_list("member", flat=True)))


def get_agreed_members(version: Version) -> list[Organisation]:
    """Return the members of the statement that are here themselves and agreed to stand under the group."""
    named = {member_key(member) for member in get_members(version)}
    organisations = (
        Organisation.objects.filter(parent=version.statement.organisation_id, closed_at=None) if named else ()
    )
    return [organisation for organisation in organisations if _keys(organisation) & named]


def get_awaiting_approval(organisation: Organisation) -> list[Version]:
    """Return the parent's frozen statements that name an organisation and lack its own approval."""
    if not organisation.parent_id:
        return []
    # Rows of the parent's: what it asks of this organisation, and nothing else of them, is returned.
    with row_security.see_all():
        return _get_awaiting_approval(organisation)


def _get_awaiting_approval(organisation: Organisation) -> list[Version]:
    lists = Section.objects.filter(
        version__statement__organisation=organisation.parent_id, version__state__in=FROZEN,
        code=SectionCode.ORGANISATIONS,
    ).select_related("version__statement__organisation")  # fmt: skip
    keys = _keys(organisation)
    naming = [
        section.version for section in lists if keys & {member_key(member) for member in list_members(section.answers)}
    ]
    member_approvals = MemberApproval.objects.filter(version__in=naming, member__in=keys, voided_at=None)
    approved = set(member_approvals.values_list("version", flat=True)) if naming else set()
    return [version for version in naming if version.pk not in approved]


def _keys(organisation: Organisation) -> set[str]:
    """What a list may know it by: a member that stands there without its number is known by its name."""
    name = {"legal_name": organisation.name}
    return {member_key(name), member_key(name | {"company_number": organisation.company_number})}


def publish_members(publication: Publication) -> None:
    """Write down, with the publication, whom it covers; each member has an address of its own below it."""
    slugs: set[str] = set()
    Covered.objects.bulk_create(
        Covered(
            publication=publication,
            place=index,
            slug=_slug(member, index, slugs),
            legal_name=member["legal_name"],
            likeness=lookalike_key(member["legal_name"]),
            company_number=member.get("company_number") or "",
            scope=member.get("scope") or "unknown",
            is_covered=member.get("covered"),
            section=member.get("section") or "",
            website_url=member.get("website_url") or "",
        )
        for index, member in enumerate(list_members(publication.content["answers"]), start=1)
        if member.get("legal_name")
    )


def _slug(member: GroupMember, index: int, taken: set[str]) -> str:
    """Of the name; the place in the list where two names make the same."""
    base = slugify(member["legal_name"])[:70].strip("-") or "member"
    slug = base if base not in taken else f"{base}-{index}"
    taken.add(slug)
    return slug


def get_covering_statements(organisation: Organisation) -> list[Covered]:
    """Return the statements in the register that name an organisation as a member, the latest first.

    By its company number; by name alone only where it stands in that group here: names can be another's.
    """
    named = (
        Covered.objects.listed()
        .select_related("publication")
        .defer("publication__content", "publication__signoff", "publication__searched")
    )
    covered = Covered.objects.none()
    if organisation.company_number:
        covered = named.filter(company_number=organisation.company_number)
    if organisation.parent_id:
        covered = covered | named.filter(
            publication__organisation=organisation.parent_id, company_number="", likeness=organisation.likeness
        )
    return list(covered.exclude(publication__organisation=organisation.pk).order_by("-publication__year", "pk"))


def is_covered(organisation: Organisation, year: int) -> bool:
    """Tell whether its parent's published statement for that year says that it covers it.

    Only the parent that it agreed to stand under: nobody else ends what it is reminded of.

    See docs/requirements/statements.md#covered-by-parent.
    """
    return any(
        covered.is_covered
        and covered.publication.year == year
        and covered.publication.organisation_id == organisation.parent_id
        for covered in get_covering_statements(organisation)
    )
