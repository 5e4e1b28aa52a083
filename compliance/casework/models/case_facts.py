"""What a case is about: places, the supply chain, signs."""

from django.db import models

from compliance.casework.models.base import CaseRow, code, codes, somebody
from compliance.casework.models.case import Contact
from portal.vault.fields import SealedField


class CaseLocation(CaseRow):
    """A place. Below the region everything is sealed (docs/requirements/helpline.md#places)."""

    role = models.CharField(max_length=20)
    in_uk = models.BooleanField(null=True)
    nation = code(20)
    region = code(30)
    country = code(help_text="where it is not in the United Kingdom")
    venue_type = code()
    precision = code(20)
    confidence = code(10)
    version = models.PositiveIntegerField(default=1)
    place = SealedField(
        help_text="JSON: premises, lines, town, postcode, council (GSS), force, force_reason, country, "
        "directions, vehicle, url"
    )

    def __str__(self) -> str:
        return f"{self.case} place {self.pk}"


class CaseSupplyChainLink(CaseRow):
    """A business in the case, as it was told to us: text, never a link to an organisation or supplier."""

    tier = code(40)
    business_contact_type = code()
    knowledge_source = code(30)
    sectors = codes()
    details = SealedField(help_text="JSON: business, site, product, reporting business, labour provider, what was done")

    def __str__(self) -> str:
        return f"{self.case} supply chain {self.pk}"


class Indicator(CaseRow):
    """A sign, coded by the handler from what was said."""

    vocabulary = models.CharField(max_length=30, help_text="the list: ilo_indicator, general_indicator, …")
    code = models.CharField(max_length=60)
    contact = models.ForeignKey(Contact, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    evidence = SealedField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("case", "vocabulary", "code"), name="one_sign_a_case")]

    def __str__(self) -> str:
        return f"{self.case} {self.code}"


class Attachment(CaseRow):
    """A file that the desk added; files of a concern stay with the concern."""

    kind = code(30)
    size = models.PositiveBigIntegerField()
    stored_as = models.CharField(max_length=100, help_text="name in the private storage, of sealed chunks")
    added_by = somebody()
    added_at = models.DateTimeField()
    about = SealedField(help_text="JSON: name, what it is, made on, content type, sha256")

    def __str__(self) -> str:
        return f"{self.case} file {self.pk}"
