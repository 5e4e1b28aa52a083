"""What somebody typed into a form of the desk and has not sent yet."""

from django.conf import settings
from django.db import models

from compliance.casework.models.base import SealedRow, own_key
from compliance.casework.models.case import Case
from portal.vault.fields import SealedField


class FormDraft(SealedRow):
    """One for each person and form, sealed anew at every save to the team's public key, as an open call form is.

    address: the path of the page that shows the form, and after a # which of its forms.
    """

    data_key = own_key()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.CASCADE, related_name="form_drafts")
    address = models.CharField(max_length=250)
    saved_at = models.DateTimeField()
    fields = SealedField(help_text="JSON: pairs of a field's name and what is in it")

    class Meta:
        ordering = ("saved_at",)
        constraints = [models.UniqueConstraint(fields=("user", "address"), name="one_draft_a_form")]

    def __str__(self) -> str:
        return f"{self.user} {self.address}"
