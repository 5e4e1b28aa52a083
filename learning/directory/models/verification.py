"""Models that keep entries true: numbers that two people agree to, partners who are asked, organisations that apply."""

from django.db import models
from django.db.models import F, Q

from learning.directory.choices import Act, Origin, Outcome, Word
from learning.directory.models.service import Service, somebody
from learning.directory.models.service_details import Number, Phone
from portal.core.models import PublicIdModel


class PhoneChange(PublicIdModel, Number):
    """A change of a number that two people look at: a wrong one sends somebody in danger to strangers.

    See docs/requirements/directory.md#phone-numbers.
    """

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="phone_changes")
    phone = models.ForeignKey(Phone, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    act = models.CharField(max_length=8, choices=Act)
    before = models.CharField(max_length=40, blank=True, help_text="the number until then")
    source = models.CharField(max_length=500, help_text="where it was read or who said it")
    asked_by = somebody()
    asked_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.WAITING)
    decided_by = somebody()
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("asked_at", "pk")
        constraints = [
            models.CheckConstraint(condition=~Q(decided_by=F("asked_by")), name="another_decides_on_a_number"),
            models.UniqueConstraint(
                fields=("phone",), condition=Q(outcome=Outcome.WAITING), name="one_waiting_change_a_number"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service}: {self.get_act_display()}"


class EntryChange(PublicIdModel):
    """A change of a published entry that waits: one that our staff made for a second person, one that the organisation
    made for two of ours.

    before, after: the changed facts alone, by the names of learning.directory.services.facts.

    See docs/requirements/directory.md#contact-details.
    """

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="entry_changes")
    origin = models.CharField(max_length=12, choices=Origin)
    before = models.JSONField()
    after = models.JSONField()
    asked_by = somebody()
    asked_at = models.DateTimeField()
    first_by = somebody()
    first_at = models.DateTimeField(null=True, blank=True, help_text="the first of two who read what came by a link")
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.WAITING)
    decided_by = somebody()
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering = ("asked_at", "pk")
        constraints = [
            models.CheckConstraint(condition=~Q(decided_by=F("asked_by")), name="another_decides_on_a_change"),
            models.CheckConstraint(condition=~Q(decided_by=F("first_by")), name="a_second_decides_on_a_change"),
            models.UniqueConstraint(
                fields=("service",), condition=Q(outcome=Outcome.WAITING), name="one_waiting_change_an_entry"
            ),
        ]

    def __str__(self) -> str:
        return str(self.service)


class Confirmation(PublicIdModel):
    """A link by which a partner confirms its own entry. Only the hash of the token is kept; one works at a time."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="confirmations")
    token_hash = models.CharField(max_length=64, unique=True)
    sent_to = models.EmailField()
    sent_at = models.DateTimeField()
    is_reminder = models.BooleanField(default=False)
    ended_at = models.DateTimeField(null=True, blank=True, help_text="another was sent, or our staff confirmed")
    answered_at = models.DateTimeField(null=True, blank=True)
    word = models.CharField(max_length=8, choices=Word, blank=True)
    note = models.CharField(max_length=2000, blank=True, help_text="what is different")
    has_policies = models.BooleanField(null=True, blank=True, help_text="insurance and policies, as it says itself")
    handled_at = models.DateTimeField(null=True, blank=True, help_text="our staff saw to what is different")

    class Meta:
        ordering = ("-sent_at",)

    def __str__(self) -> str:
        return f"{self.service} {self.sent_at:%Y-%m-%d}"


class Application(PublicIdModel):
    """What an organisation says of a service that it wants to have listed. answers: as the form has them."""

    token = models.UUIDField(unique=True, help_text="of the form: sent twice it is one")
    organisation = models.CharField(max_length=200)
    answers = models.JSONField()
    sent_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.WAITING)
    decided_by = somebody()
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=1000, blank=True)
    service = models.ForeignKey(Service, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ("sent_at", "pk")

    def __str__(self) -> str:
        return self.organisation
