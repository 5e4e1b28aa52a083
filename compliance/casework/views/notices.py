"""The notices above each page of the desk, the loudest first: the first one shows, the others unfold."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from compliance.casework.choices import ApprovalState
from compliance.casework.hooks import UnsentItem
from compliance.casework.selectors.desk_header import DeskHeader


@dataclass(frozen=True)
class Notice:
    """One sentence and where to act on it.

    is_alarm: it concerns somebody in danger, an alert that failed, or a review past its date.
    link_context: what a screen reader adds to the words of the link.
    """

    text: str
    address: str = ""
    link: str = ""
    link_context: str = ""
    is_alarm: bool = False


@dataclass(frozen=True)
class Notices:
    """The first notice, and those that fold away behind the summary."""

    first: Notice
    others: list[Notice]

    @property
    def has_more_alarms(self) -> bool:
        return any(notice.is_alarm for notice in self.others)

    @property
    def summary(self) -> str:
        """How many notices fold away: 2 more alarms, 1 more notice."""
        alarms = sum(notice.is_alarm for notice in self.others)
        quiet = len(self.others) - alarms
        parts = []
        if alarms:
            parts.append(ngettext("%(n)d more alarm", "%(n)d more alarms", alarms) % {"n": alarms})
        if quiet:
            parts.append(ngettext("%(n)d more notice", "%(n)d more notices", quiet) % {"n": quiet})
        return ", ".join(parts)


def get_notices(frame: DeskHeader) -> Notices | None:
    """Return the notices of a page: danger, then what keeps help from coming, then what is overdue, then the rest."""
    notices = sorted([*_danger(frame), *_failures(frame), *_reviews(frame), *_other(frame)], key=_is_quiet)
    return Notices(notices[0], notices[1:]) if notices else None


def _is_quiet(notice: Notice) -> bool:
    return not notice.is_alarm


def _danger(frame: DeskHeader) -> Iterator[Notice]:
    queue = reverse("desk:queue")
    unassigned, every = f"{queue}?show=unassigned&level=p1", f"{queue}?show=all&level=p1"
    sentences = [
        (frame.unopened, unassigned, ngettext(
            "%(n)d immediate concern has not been opened in time.",
            "%(n)d immediate concerns have not been opened in time.",
            frame.unopened,
        )),
        (frame.cases_in_danger, every, ngettext(
            "%(n)d case has a caller in immediate danger, and no one has acted on it.",
            "%(n)d cases have a caller in immediate danger, and no one has acted on them.",
            frame.cases_in_danger,
        )),
        (frame.urgent_messages, every, ngettext(
            "%(n)d immediate case has a new message that no one has read.",
            "%(n)d immediate cases have a new message that no one has read.",
            frame.urgent_messages,
        )),
        (frame.calls_left, queue, ngettext(
            "%(n)d call form about someone at risk was left open.",
            "%(n)d call forms about someone at risk were left open.",
            frame.calls_left,
        )),
        (frame.adult_alarms, unassigned, ngettext(
            "%(n)d adult in immediate danger is not assigned to anyone.",
            "%(n)d adults in immediate danger are not assigned to anyone.",
            frame.adult_alarms,
        )),
    ]  # fmt: skip
    for number, address, text in sentences:
        if number:
            yield Notice(text % {"n": number}, address, _("Go to the queue"), is_alarm=True)


def _failures(frame: DeskHeader) -> Iterator[Notice]:
    for failure in frame.failures:
        text = _("On-call alert not sent: %(reason)s. Phone the people on call.") % {"reason": failure}
        yield Notice(text, is_alarm=True)
    if frame.worker_is_missing:
        text = _(
            "The background worker is not running, so on-call alerts may be late. Watch the queue, and tell the person "
            "who runs this website."
        )
        yield Notice(text, is_alarm=True)


def _reviews(frame: DeskHeader) -> Iterator[Notice]:
    if frame.to_decide:
        text = ngettext(
            "%(n)d request needs a second person.", "%(n)d requests need a second person.", frame.to_decide
        ) % {"n": frame.to_decide}
        yield Notice(text, reverse("desk:approvals"), _("Decide requests"), is_alarm=frame.is_life_saving)
    if frame.reviews:
        text = ngettext(
            "%(n)d action went ahead without a second person.",
            "%(n)d actions went ahead without a second person.",
            frame.reviews,
        ) % {"n": frame.reviews}
        text = _with_due(text, frame.review_due_at, is_late=frame.is_review_late)
        yield Notice(text, reverse("desk:approvals"), _("Review actions"), is_alarm=frame.is_review_late)
    if frame.calls_to_review:
        text = ngettext(
            "%(n)d call ended without a case, although its form describes someone.",
            "%(n)d calls ended without a case, although their forms describe someone.",
            frame.calls_to_review,
        ) % {"n": frame.calls_to_review}
        text = _with_due(text, frame.calls_due_at, is_late=frame.are_calls_late)
        yield Notice(text, reverse("desk:lead"), _("Review ended calls"), is_alarm=frame.are_calls_late)


def _with_due(text: str, due_at: datetime | None, *, is_late: bool) -> str:
    if due_at is None:
        return text
    due = date_format(timezone.localtime(due_at), "j F, H:i")
    when = _("The review was due by %(due)s.") if is_late else _("Review due by %(due)s.")
    return f"{text} {when % {'due': due}}"


def _other(frame: DeskHeader) -> Iterator[Notice]:
    for row in frame.answered:
        yield _answered(row)
    if frame.key_is_due:
        text = _("Change the team’s key: someone who held it has left the desk, or it is a year old.")
        yield Notice(text, reverse("desk:rotate"), _("Change the key"))


def _answered(item: UnsentItem) -> Notice:
    reference = item.case.reference
    if item.approval.state == ApprovalState.APPROVED:
        text = _("%(reference)s: the second person approved it. It has not been sent yet.")
    else:
        text = _("%(reference)s: the second person refused it. Nothing has been sent.")
    address = reverse(item.page, args=[item.case.pk, item.uuid])
    return Notice(text % {"reference": reference}, address, _("Continue"), link_context=reference)
