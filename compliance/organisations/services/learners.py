"""Learners: people who are asked to take courses and have no other role. They come by a list, and go by a button."""

from collections.abc import Iterable
from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import OuterRef, Subquery

from compliance.organisations.models import Learner, Organisation
from compliance.organisations.rules.learner_list import LearnerRow
from portal.accounts.models import User
from portal.history.services import record


@transaction.atomic
def save_learners(
    *, organisation: Organisation, rows: Iterable[LearnerRow], group: str, actor: User, at: datetime
) -> list[Learner]:
    """Save the people of a list; whoever is known already gets the name and group of the list. No mail is sent.

    group: of rows that name none.
    """
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    known = {learner.email: learner for learner in Learner.objects.active().for_organisation(organisation)}
    learners = []
    for row in rows:
        learner = known.get(row.email) or Learner(organisation=organisation, email=row.email, added_at=at)
        learner.name, learner.group = row.name, row.group or learner.group or group
        learner.save()
        learners.append(learner)
    link_accounts()
    facts = {"count": len(learners)}
    record(actor, "organisations.learners.added", organisation, facts, scope=organisation.uuid, at=at)
    return learners


@transaction.atomic
def end_learner(*, learner: Learner, actor: User, at: datetime) -> None:
    """End what is asked of a learner: no more mails; what they completed until now stays. Twice is once."""
    if Learner.objects.filter(pk=learner.pk, ended_at=None).update(ended_at=at):
        organisation = learner.organisation
        record(actor, "organisations.learners.ended", organisation, {}, scope=organisation.uuid, at=at)


def link_accounts() -> int:
    """Give learners the account that has confirmed their address; return how many."""
    account = EmailAddress.objects.filter(email=OuterRef("email"), verified=True, user__is_active=True)
    waiting = Learner.objects.active().filter(user=None, email__in=_confirmed_addresses())
    return waiting.update(user=Subquery(account.values("user")[:1]))


def _confirmed_addresses() -> Subquery:
    return Subquery(EmailAddress.objects.filter(verified=True, user__is_active=True).values("email"))
