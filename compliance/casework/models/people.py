"""Who is affected, who told us, who may be responsible. Names stand apart, each under a key of its own."""

from django.db import models

from compliance.casework.choices import IdentityMode
from compliance.casework.models.base import CaseRow, SealedRow, code, codes, own_key
from compliance.casework.models.case import Contact
from compliance.concerns.models import Concern
from compliance.concerns.rules.tellers import TellerRole, derive_teller
from portal.vault.fields import SealedField


class PersonGroup(CaseRow):
    """People who may be victims, as a contact describes them: not confirmed people, and never added up twice."""

    count_mode = code(10)
    count_min = models.PositiveIntegerField(null=True, blank=True)
    count_max = models.PositiveIntegerField(null=True, blank=True)
    gender = code(20)
    age_bands = codes()
    nationalities = codes()
    languages = codes()
    still_in_situation = code(10)
    last_contact = code(30)
    exploitation_types = codes()
    exploitation_subtypes = codes()
    version = models.PositiveIntegerField(default=1)
    description = SealedField(blank=True)

    def __str__(self) -> str:
        return f"{self.case} people {self.pk}"


class PersonIdentity(SealedRow):
    """Who one person of a group is. Opening it asks for a reason and is a line of history."""

    data_key = own_key()
    group = models.ForeignKey(PersonGroup, on_delete=models.CASCADE, related_name="identities")
    details = SealedField(help_text="JSON: names, born, phone, address, and how to reach them safely")

    class Meta:
        verbose_name_plural = "person identities"

    def __str__(self) -> str:
        return f"{self.group} identity {self.pk}"


class ReporterQuerySet(models.QuerySet["Reporter"]):
    def left_details(self) -> "ReporterQuerySet":
        """Return those who may have said who they are; of whom nobody asked, those who left a name all the same."""
        return self.exclude(identity_mode=IdentityMode.ANONYMOUS).exclude(
            identity_mode=IdentityMode.NOT_ASKED, identity__isnull=True
        )

    def taken_back(self) -> "ReporterQuerySet":
        """Who has deleted their contact details by their code, while we still hold what they said on the phone."""
        return self.left_details().filter(concern__identity_mode=IdentityMode.ANONYMOUS)


class Reporter(CaseRow):
    """Who told us: how to reach them safely, which is read with the case.

    concern: whose code, or whose contact's reference, they gave on the phone; with the code they may take all back.
    """

    concern = models.ForeignKey(Concern, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    contact = models.ForeignKey(Contact, null=True, blank=True, on_delete=models.SET_NULL, related_name="reporters")
    type = code()
    proximity = code(20)
    identity_mode = models.CharField(max_length=12, choices=IdentityMode)
    language = code(10)
    contact_deleted_at = models.DateTimeField(null=True, blank=True, help_text="by themselves; the hour, rounded down")
    version = models.PositiveIntegerField(default=1)
    safety = SealedField(blank=True, help_text="JSON: methods, rules of contact_safety, windows, code word, needs")

    objects = ReporterQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.case} reporter {self.pk}"

    @property
    def teller_role(self) -> TellerRole:
        """Return who told us; where the contact is gone, by what is left of it here."""
        if self.contact is not None:
            return self.contact.teller_role
        return derive_teller({"reporter_type": self.type, "reporter_proximity": self.proximity})

    @property
    def has_deleted(self) -> bool:
        """They took back who they are, whether or not the sweep has come by."""
        has_name = self.identity_mode == IdentityMode.NOT_ASKED and hasattr(self, "identity")
        is_known = has_name or self.identity_mode in {IdentityMode.NAMED_SHARE, IdentityMode.CONFIDENTIAL}
        is_withdrawn = self.concern is not None and self.concern.identity_mode == IdentityMode.ANONYMOUS
        return self.contact_deleted_at is not None or (is_known and is_withdrawn)


class ReporterIdentity(SealedRow):
    """Who the reporter is and where they are reached. Opening it asks for a reason and is a line of history."""

    data_key = own_key()
    reporter = models.OneToOneField(Reporter, on_delete=models.CASCADE, related_name="identity")
    details = SealedField(help_text="JSON: name, phone, email, address")

    class Meta:
        verbose_name_plural = "reporter identities"

    def __str__(self) -> str:
        return f"{self.reporter} identity"


class Exploiter(CaseRow):
    """Somebody who may be responsible; may be named (docs/requirements/helpline.md#suspects-may-be-named)."""

    count_mode = code(10)
    count = models.PositiveSmallIntegerField(null=True, blank=True)
    nationalities = codes()
    languages = codes()
    description = SealedField(blank=True, help_text="JSON: description, name, business, vehicle, phone, web address")

    def __str__(self) -> str:
        return f"{self.case} exploiter {self.pk}"
