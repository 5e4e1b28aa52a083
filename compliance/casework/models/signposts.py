"""Help that was named to a reporter."""

from django.db import models

from compliance.casework.models.base import CaseRow, code, somebody
from portal.vault.fields import SealedField


class Signpost(CaseRow):
    """A guidance page or a service of the directory that the reporter was told of, kept by its address.

    code: of service_type, what the service is for; a coded fact, which stays when the address is emptied.
    """

    kind = models.CharField(max_length=10, help_text="guidance or service")
    code = code()
    by = somebody()
    at = models.DateTimeField()
    address = SealedField(blank=True, help_text="JSON: address, title")

    class Meta:
        ordering = ("-at",)

    def __str__(self) -> str:
        return f"{self.case} {self.kind}"
