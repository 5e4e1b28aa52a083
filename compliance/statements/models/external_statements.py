"""Statements of earlier years that were published elsewhere: what their organisation says of them, and its own copy."""

from datetime import date

from django.conf import settings
from django.db import models

from compliance.organisations.models import Organisation
from compliance.organisations.querysets import OwnedQuerySet
from compliance.organisations.rules.publication_deadline import get_due_date
from compliance.statements import vocabulary
from compliance.statements.types import KnownContent
from portal.core.models import PublicIdModel
from portal.files.models import StoredFile


class EarlierYear(PublicIdModel):
    """Shown in public as published elsewhere. Who approved and signed it is told as the organisation tells it."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="earlier_years")
    year = models.PositiveSmallIntegerField(help_text="statement year: the year of the expected date")
    period_start = models.DateField()
    period_end = models.DateField()
    published_on = models.DateField(null=True, blank=True)
    url = models.URLField(max_length=1024, blank=True)
    file = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    body = models.CharField(max_length=40, blank=True, help_text="approving_body of the vocabulary")
    approved_on = models.DateField(null=True, blank=True)
    signatory = models.CharField(max_length=101, blank=True)
    job_title = models.CharField(max_length=50, blank=True)
    signed_on = models.DateField(null=True, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    added_at = models.DateTimeField()

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ("-year",)
        constraints = [models.UniqueConstraint(fields=("organisation", "year"), name="one_earlier_year")]

    def __str__(self) -> str:
        return f"{self.organisation} {self.year}, published elsewhere"

    @property
    def due_on(self) -> date:
        return get_due_date(self.period_end)

    @property
    def is_late(self) -> bool:
        """Tell whether it was first published after the expected day, where that day is known."""
        return self.published_on is not None and self.published_on > self.due_on

    @property
    def body_in_words(self) -> str:
        return vocabulary.enumeration("approving_body").label_of(self.body)


class EarlierText(PublicIdModel):
    """One a year. It is the organisation's own copy: never shown in public, never as if published here."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="earlier_texts")
    year = models.PositiveSmallIntegerField(help_text="statement year: the year of the expected date")
    period_start = models.DateField()
    period_end = models.DateField()
    statement_url = models.URLField(max_length=1024, blank=True, help_text="where it stands")
    texts = models.JSONField(help_text="clean HTML by section: intro and the six areas; those without text left out")
    goals = models.JSONField(
        default=list, blank=True, help_text="what it said would be done: a list of plain sentences"
    )
    facts = models.JSONField(
        default=dict, blank=True, help_text="proposals for this year's fields, as text_checker/rules/facts.py has them"
    )
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    taken_at = models.DateTimeField()

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ("-year",)
        constraints = [models.UniqueConstraint(fields=("organisation", "year"), name="one_earlier_text_a_year")]

    def __str__(self) -> str:
        return f"Statement for {self.year}, published elsewhere"

    @property
    def content(self) -> KnownContent:
        """Return what is known of it, in the shape of a published content."""
        period = {"period_start": self.period_start.isoformat(), "period_end": self.period_end.isoformat()}
        narratives = {f"narrative_{code}": text for code, text in self.texts.items()}
        return {
            "organisation": {
                "name": self.organisation.name,
                "company_number": self.organisation.company_number,
                "legal_form": self.organisation.legal_form,
            },
            "answers": period | narratives | {"goals": [{"text": text} for text in self.goals]},
        }
