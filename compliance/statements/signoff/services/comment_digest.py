"""The mail of the morning about comments: one a person a day at most, and only where there is something.

It names the statement, the area and why, never what was written: mail is read in many places.
"""

from collections import defaultdict
from datetime import datetime, time
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.organisations.models import Membership
from compliance.statements.choices import NoticeKind
from compliance.statements.models import Comment, Digest, Notice, Reply, Section, Version
from portal.accounts.models import User
from portal.core.mail import send

# By the clocks people see; what is written later waits for the next morning.
MORNING = time(7)
MAX_PER_SWEEP = 200


def notify_about_comment(comment: Comment, at: datetime, *, writers: bool = True) -> None:
    """Notify those who are named, and those who write the text unless a mail of its own tells them."""
    named = set(comment.mentioned.all())
    editors = set(comment.version.editors.all()) - named if writers else set()
    _add_notices(comment, named, NoticeKind.MENTIONED, at)
    _add_notices(comment, editors, NoticeKind.ASKED, at)


def notify_about_reply(reply: Reply, at: datetime) -> None:
    """Notify those who are named, who asked, and who else wrote in the thread; each for one reason."""
    comment = reply.comment
    named = set(reply.mentioned.all())
    author_set = {comment.author} - named
    others = {reply.author for reply in comment.replies.select_related("author")} - named - author_set
    for people, kind in (
        (named, NoticeKind.MENTIONED),
        (author_set, NoticeKind.ANSWERED),
        (others, NoticeKind.REPLIED),
    ):
        _add_notices(comment, people - {None}, kind, at, writer=reply.author)


def _add_notices(comment: Comment, people: set, kind: NoticeKind, at: datetime, writer: User | None = None) -> None:
    writer = writer or comment.author
    Notice.objects.bulk_create(
        Notice(version=comment.version, person=person, kind=kind, section=comment.section, at=at)
        for person in sorted(people - {writer}, key=lambda member: member.pk)
    )


def sweep(now: datetime) -> int:
    """Send what the morning is due. How many mails."""
    morning = datetime.combine(timezone.localdate(now), MORNING, tzinfo=timezone.get_current_timezone())
    if now < morning:
        return 0
    waiting = Notice.objects.filter(at__lt=morning).exclude(
        person__in=Digest.objects.filter(day=morning.date()).values("person")
    )
    people = list(waiting.order_by("person").values_list("person", flat=True).distinct()[:MAX_PER_SWEEP])
    return sum(send_digest(person, morning) for person in people)


def send_digest(person_id: int, morning: datetime) -> bool:
    """Send one mail with all that one person is owed. Tell whether it was sent: another worker may have been first."""
    try:
        with transaction.atomic():
            # Two workers meet at this row: the second finds it taken.
            Digest.objects.create(person_id=person_id, day=morning.date())
            notices = Notice.objects.filter(person=person_id, at__lt=morning)
            owed = list(notices.select_related("version__statement__organisation"))
            person = User.objects.get(pk=person_id)
            statements = _compose_lines(person, owed)
            Notice.objects.filter(pk__in=[notice.pk for notice in owed]).delete()
            if statements:
                send(to=person.email, template="statements/digest", context={"statements": statements})
            return bool(statements)
    except IntegrityError:
        return False


def _compose_lines(person: User, notices: list[Notice]) -> list[dict[str, Any]]:
    """By statement: where to look, and each area with its reason once. Nothing of businesses that they have left."""
    organisations = set(Membership.objects.active().filter(user=person).values_list("organisation", flat=True))
    lines: defaultdict[Version, list[str]] = defaultdict(list)
    titles = _titles(notices)
    for notice in notices:
        if notice.version.statement.organisation_id in organisations:
            where = titles.get((notice.version_id, notice.section)) or _("The whole statement")
            line = _("%(area)s: %(why)s") % {"area": where, "why": NoticeKind(notice.kind).label}
            if line not in lines[notice.version]:
                lines[notice.version].append(line)
    return [
        {
            "organisation": version.statement.organisation.name,
            "year": version.statement.year,
            "lines": texts,
            "address": settings.SITE_URL + _address(version),
        }
        for version, texts in lines.items()
    ]


def _titles(notices: list[Notice]) -> dict[tuple[int, str], str]:
    """By version and code of the section."""
    sections = Section.objects.filter(version__in={notice.version_id for notice in notices}).defer("answers")
    return {(section.version_id, section.code): section.title for section in sections}


def _address(version: Version) -> str:
    statement = version.statement
    return reverse("statements:review", kwargs={"organisation": statement.organisation.slug, "year": statement.year})
