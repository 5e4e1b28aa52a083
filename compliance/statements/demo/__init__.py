"""Statements of the demo's organisations, in every state that somebody may want to try. All of it is invented.

Each goes through the services that people use, at days counted back from the day of seeding.
"""

import heapq
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from compliance.organisations import demo_training
from compliance.organisations.choices import Role
from compliance.organisations.demo import FIRMS
from compliance.organisations.models import Membership, Organisation
from compliance.organisations.rules.publication_deadline import get_statement_year, shift_year_end
from compliance.statements.choices import Licence, SectionCode, State, Way
from compliance.statements.core import services as core_services
from compliance.statements.demo import evidence, group, registry
from compliance.statements.demo.texts import BUSINESSES, answers_of
from compliance.statements.editor.services import draft
from compliance.statements.models import Statement, Version
from compliance.statements.publication.services import publish as services_publish
from compliance.statements.rules import legal_forms
from compliance.statements.signoff.services import review, signoff
from compliance.statements.types import SectionAnswers
from learning.training import demo as courses
from portal.accounts.models import User
from portal.core.models import Outbox

# Days after the year end.
WRITTEN, APPROVED, SIGNED, PUBLISHED = 60, 90, 95, 100


def seed(*, today: date) -> None:
    """Add what is missing; a second run changes nothing."""
    stories = []
    for slug, plan in PLANS.items():
        organisation = Organisation.objects.filter(slug=slug).first()
        if organisation and not Statement.objects.filter(organisation=organisation).exists():
            stories.append(Writer(organisation, today).story(plan))
    courses.seed(today=today)
    if first := Organisation.objects.filter(slug=FIRMS[0].slug).first():
        stories.append(demo_training.run_training_steps(first, today=today))
    _seed_in_order(stories)
    registry.seed(today=today)
    # Nobody gets a mail today about what was done months ago.
    Outbox.objects.filter(template__startswith="statements/", state=Outbox.State.WAITING).delete()


def _seed_in_order(stories: Iterable[Iterator[datetime]]) -> None:
    """Each step of each story when its time has come, so that the log's lines stand in the order of their times."""
    waiting = [(at, number, story) for number, story in enumerate(stories) if (at := next(story, None))]
    heapq.heapify(waiting)
    while waiting:
        _at, number, story = heapq.heappop(waiting)
        if following := next(story, None):
            heapq.heappush(waiting, (following, number, story))


class Writer:
    """The people of one organisation, doing what they would do. Its stories yield the time of a step, then take it."""

    def __init__(self, organisation: Organisation, today: date) -> None:
        self.organisation, self.today = organisation, today
        members = Membership.objects.for_organisation(organisation).active().select_related("user")
        self.people: dict[str, User] = {member.role: member.user for member in members}

    def story(self, plan: dict[int, dict[str, Any]]) -> Iterator[datetime]:
        """plan: years back from the latest year end -> how far that statement has come."""
        for back in sorted(plan, reverse=True):
            yield from self.statement(back, **plan[back])

    def elsewhere(self, begun: datetime, ends: date) -> None:
        """Add the year before the first that is here: it is on the organisation's own website."""
        before = shift_year_end(ends, -12)
        group.add_a_year_elsewhere(self.organisation, self.person(Role.ADMINISTRATOR), begun, ends=before)

    def person(self, role: Role) -> User:
        return self.people.get(role) or self.people[Role.ADMINISTRATOR]

    def statement(
        self, back: int, *, state: State, kind: str = "steps_taken", is_short: bool = False, is_group: bool = False
    ) -> Iterator[datetime]:
        latest = self.organisation.year_end_on or self.today
        ends = shift_year_end(latest, -12 * back)
        begun = self.moment(ends, WRITTEN)
        yield begun
        version = draft.start(
            organisation=self.organisation,
            actor=self.person(Role.EDITOR),
            at=begun,
            period_start=shift_year_end(ends, -12) + timedelta(days=1),
            period_end=ends,
            kind=kind,
            is_short=is_short,
            copy_from=self.last_published(ends) if state == State.DRAFTING else None,
        )
        if is_group and state == State.PUBLISHED:
            self.elsewhere(begun, shift_year_end(ends, -12))
            group.add_figures(version, self.person(Role.EDITOR), begun)
        if state == State.DRAFTING:
            self.fill(version, begun, only=(SectionCode.PERIOD, SectionCode.ORGANISATIONS, SectionCode.SIGNOFF))
            yield from evidence.story(self.organisation, version, self.person(Role.EDITOR), today=self.today)
            if is_group:
                yield self.moment(self.today, 0)
                self.discuss(version)
            return
        self.fill(version, begun, is_group=is_group)
        yield from self.bring_to(version, state, ends, is_group=is_group)

    def discuss(self, version: Version) -> None:
        editor, approver = self.person(Role.EDITOR), self.person(Role.APPROVER)
        group.discuss(version, editor=editor, approver=approver, at=self.moment(self.today, 0))

    def last_published(self, ends: date) -> Version | None:
        published = Version.objects.for_organisation(self.organisation).filter(
            state=State.PUBLISHED, statement__year__lt=get_statement_year(ends)
        )
        return published.order_by("-statement__year").first()

    def fill(
        self,
        version: Version,
        at: datetime,
        only: tuple[SectionCode, ...] = tuple(SectionCode),
        *,
        is_group: bool = False,
    ) -> None:
        texts = answers_of(self.organisation.slug, self.organisation.legal_form, version.statement.year)
        texts[SectionCode.SIGNOFF] |= self.planned_signoff()
        if is_group:
            group.tell(texts)
        for section in version.sections.filter(code__in=only):
            core_services.save_section(
                section=section,
                actor=self.person(Role.EDITOR),
                at=at,
                revision=section.revision,
                answers=texts.get(section.code, {}) | {k: v for k, v in section.answers.items() if k != "copied_from"},
                is_complete=True,
            )

    def planned_signoff(self) -> SectionAnswers:
        """Return who is to approve and sign, as the draft foresees it."""
        form, approver = self.organisation.legal_form, self.person(Role.APPROVER)
        role = legal_forms.signatory_roles(form)[0][0]
        return {
            "approving_body": legal_forms.approving_bodies(form)[0][0],
            "signatory_first_name": approver.first_name,
            "signatory_last_name": approver.last_name,
            "signatory_job_title": JOB_TITLES[role],
            "signatory_role": role,
        } | ({"signatory_on_approving_board": True} if legal_forms.needs_approval(form) else {})

    def bring_to(self, version: Version, state: State, ends: date, *, is_group: bool) -> Iterator[datetime]:
        approver, editor = self.person(Role.APPROVER), self.person(Role.EDITOR)
        written, approved = self.moment(ends, WRITTEN), self.moment(ends, APPROVED)
        review.send_for_review(version=version, actor=editor, at=written)
        if state == State.INTERNAL_REVIEW:
            question = "How many sites did we not reach?"
            review.comment(version=version, actor=approver, at=written, section=SectionCode.RISK, text=question)
            return
        frozen = review.mark_ready(version=version, actor=approver, at=written)
        if state == State.READY_FOR_APPROVAL:
            return
        yield approved
        if legal_forms.needs_approval(self.organisation.legal_form):
            self.approve(frozen, approver, approved)
        if is_group:
            group.approve_as_members(frozen, approver, approved)
        if state == State.APPROVED:
            return
        yield self.moment(ends, SIGNED)
        self.sign(frozen, approver, self.moment(ends, SIGNED))
        if state == State.PUBLISHED:
            at = self.moment(ends, PUBLISHED)
            yield at
            services_publish.publish(
                version=frozen, actor=self.person(Role.ADMINISTRATOR), at=at, licence=Licence.CC_BY
            )

    def approve(self, version: Version, approver: User, at: datetime) -> None:
        bodies = legal_forms.approving_bodies(self.organisation.legal_form)
        signoff.approve(
            version=version,
            actor=approver,
            at=at,
            details=signoff.SignoffDetails(
                Way.RECORDED, timezone.localdate(at), version.content_hash, reference="Minute 12"
            ),
            body=bodies[0][0],
            body_name="",
        )

    def sign(self, version: Version, approver: User, at: datetime) -> None:
        role = legal_forms.signatory_roles(self.organisation.legal_form)[0][0]
        signoff.sign(
            version=version,
            actor=approver,
            at=at,
            details=signoff.SignoffDetails(Way.ON_SCREEN, timezone.localdate(at), version.content_hash),
            signatory=signoff.Signatory(approver.first_name, approver.last_name, JOB_TITLES[role], role),
        )

    def moment(self, ends: date, days: int) -> datetime:
        """Return the moment so many days after the year end, and never after the day of seeding."""
        return datetime.combine(min(ends + timedelta(days=days), self.today), time(9), tzinfo=UTC)


FOODS, THREAD, HOMES, HAULAGE = BUSINESSES
JOB_TITLES = {
    "director": "Managing director",
    "designated_member": "Senior member",
    "general_partner": "Owner",
    "partner": "Partner",
}
PLANS: dict[str, dict[int, dict[str, Any]]] = {
    FOODS: {
        2: {"state": State.PUBLISHED},
        1: {"state": State.PUBLISHED, "is_group": True},
        0: {"state": State.DRAFTING, "is_group": True},
    },
    THREAD: {1: {"state": State.PUBLISHED}, 0: {"state": State.INTERNAL_REVIEW}},
    HOMES: {1: {"state": State.PUBLISHED, "is_short": True}, 0: {"state": State.APPROVED, "is_short": True}},
    HAULAGE: {
        1: {"state": State.PUBLISHED, "kind": "no_steps", "is_short": True},
        0: {"state": State.READY_FOR_APPROVAL, "is_short": True},
    },
}
