"""Colleagues read: send the draft to them, ask, reply, resolve, and freeze the text for those who approve and sign."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.statements import mails
from compliance.statements.choices import EDITABLE, FROZEN, OPEN, SectionCode, State
from compliance.statements.models import Comment, Reply, Version
from compliance.statements.rules.check import blocking_before_approval
from compliance.statements.rules.content import content_hash
from compliance.statements.services import checking, content, digest, members
from compliance.statements.services.steps import Refusal, locked, move
from portal.accounts.models import User
from portal.history.services import record

FIRST = frozenset({"law_financial_year", "law_steps_or_none"})


class NotReady(Refusal):
    """Checks stand in the way; results says which."""

    def __init__(self, sentence: str, results: list) -> None:
        super().__init__(sentence)
        self.results = results


@transaction.atomic
def send_for_review(*, version: Version, actor, at: datetime) -> Version:
    """Ask colleagues to read. Raises NotReady, Refusal."""
    current = locked(version)
    if current.state == State.INTERNAL_REVIEW:
        return current
    if current.state not in EDITABLE:
        raise Refusal(_("This version has already been sent on."))
    if current.comments.filter(resolved_at=None, replies=None).exists():
        raise Refusal(_("Answer every comment first, then send the statement for review."))
    results = checking.check(current, today=timezone.localdate(at))
    if blocking := [result for result in results if result.criterion in FIRST and result.stops_publication]:
        reasons = " ".join(result.reason for result in blocking)
        raise NotReady(_("It cannot go to review yet. %(reasons)s") % {"reasons": reasons}, blocking)
    checking.keep_run(current, results, actor=actor)
    move(current, State.INTERNAL_REVIEW)
    _record(current, actor, "sent_for_review", at)
    mails.ask_for_review(current, actor)
    return current


@transaction.atomic
def comment(
    *, version: Version, actor, at: datetime, text: str, section: str = "", mentioned: Iterable[User] = ()
) -> Comment:
    """A question on the text, open until it is resolved. Those who are named in it, and the writers, hear of it."""
    current = _open_for_comments(version)
    written = _written(current, actor, text, section, mentioned)
    digest.tell_of_comment(written, at)
    _record(current, actor, "commented", at, section=section)
    return written


def _written(version: Version, actor, text: str, section: str, mentioned: Iterable[User]) -> Comment:
    written = Comment.objects.create(version=version, section=section, text=text, author=actor)
    written.mentioned.set(mentioned)
    return written


@transaction.atomic
def reply(*, comment: Comment, actor, at: datetime, text: str, mentioned: Iterable[User] = ()) -> Reply:
    """Say something to a comment. It stays open until somebody resolves it. Raises Refusal."""
    asked = _open_thread(comment)
    if asked.resolved_at:
        raise Refusal(_("This comment is resolved. Reopen it to say more."))
    said = Reply.objects.create(comment=asked, text=text, author=actor, written_at=at)
    said.mentioned.set(mentioned)
    digest.tell_of_reply(said, at)
    _record(asked.version, actor, "comment_answered", at, section=asked.section)
    return said


@transaction.atomic
def resolve(*, comment: Comment, actor, at: datetime) -> Comment:
    """Nothing is open in it any more. Pressed twice, it is resolved once. Raises Refusal."""
    asked = _open_thread(comment)
    if not asked.resolved_at:
        asked.resolved_by, asked.resolved_at = actor, at
        asked.save(update_fields=["resolved_by", "resolved_at"])
        _record(asked.version, actor, "comment_resolved", at, section=asked.section)
    return asked


@transaction.atomic
def reopen(*, comment: Comment, actor, at: datetime) -> Comment:
    """It was not resolved after all. Raises Refusal."""
    asked = _open_thread(comment)
    if asked.resolved_at:
        asked.resolved_by = asked.resolved_at = None
        asked.save(update_fields=["resolved_by", "resolved_at"])
        _record(asked.version, actor, "comment_reopened", at, section=asked.section)
    return asked


@transaction.atomic
def reword(*, comment: Comment, actor, at: datetime, text: str) -> Comment:
    """Change the last word of a thread: by whoever wrote it, within ten minutes. Raises Refusal."""
    asked = _open_thread(comment)
    if not asked.is_rewordable(by=actor, at=at):
        raise Refusal(_("Whoever wrote the last word can change it for 10 minutes, until the comment is resolved."))
    written = asked.last_word
    written.text = text
    written.save(update_fields=["text"])
    _record(asked.version, actor, "comment_changed", at, section=asked.section)
    return asked


@transaction.atomic
def request_changes(
    *, version: Version, actor, at: datetime, text: str, section: str = "", mentioned: Iterable[User] = ()
) -> Version:
    """Send it back with at least one comment."""
    current = locked(version)
    if current.state == State.CHANGES_REQUESTED:
        return current
    if current.state != State.INTERNAL_REVIEW:
        raise Refusal(_("This version is not in review."))
    digest.tell_of_comment(_written(current, actor, text, section, mentioned), at, writers=False)
    move(current, State.CHANGES_REQUESTED)
    _record(current, actor, "changes_requested", at, section=section)
    mails.tell_of_changes(current, actor, text)
    return current


@transaction.atomic
def mark_ready(*, version: Version, actor, at: datetime) -> Version:
    """Freeze the text: from here approval and signature are bound to its hash. Raises NotReady, Refusal."""
    current = locked(version)
    if current.state == State.READY_FOR_APPROVAL:
        return current
    if current.state != State.INTERNAL_REVIEW:
        raise Refusal(_("This version is not in review."))
    if open_comments(current).exists():
        raise Refusal(_("Some comments are not resolved. The person who asked, or an approver, resolves them."))
    results = checking.check(current, today=timezone.localdate(at))
    if blocking := blocking_before_approval(results):
        raise NotReady(_("The text cannot be frozen yet: the Act’s own demands are not all met."), blocking)
    sections = content.sections_of(current)
    # Where the statement stands on the web is asked until the day of publication.
    if open_ones := [one for one in content.unanswered(current, sections) if one.section != SectionCode.WEB]:
        raise NotReady(content.ask_for(open_ones, sections), [])
    current.content_hash = content_hash(content.content_of(current, sections))
    checking.keep_run(current, results, actor=actor)
    move(current, State.READY_FOR_APPROVAL)
    _record(current, actor, "ready", at, content_hash=current.content_hash)
    mails.ask_for_signoff(current, actor)
    mails.ask_members(current, members.agreed(current))
    return current


@transaction.atomic
def record_board_pack(*, version: Version, actor, at: datetime) -> None:
    """Who took the text out of the portal for a board, and when."""
    _record(version, actor, "board_pack_made", at, content_hash=version.content_hash)


def _open_for_comments(version: Version) -> Version:
    """The version, locked. Raises Refusal once its text is frozen or public."""
    current = locked(version)
    if current.state not in OPEN - FROZEN:
        raise Refusal(_("Comments are closed: the text is frozen for approval, or no longer a draft."))
    return current


def open_comments(version: Version):
    return version.comments.filter(resolved_at=None)


def _open_thread(comment: Comment) -> Comment:
    """The comment, locked. Raises Refusal once the text is frozen or public."""
    _open_for_comments(comment.version)
    return Comment.objects.select_for_update().get(pk=comment.pk)


def _record(version: Version, actor, verb: str, at: datetime, **data: str) -> None:
    record(actor, f"statements.version.{verb}", version, data, scope=version.statement.organisation.uuid, at=at)
