"""The concerns of a case, and the references that their reporters know."""

from uuid import UUID

from compliance.casework.models import Case, Contact
from compliance.casework.services import merged_cases
from compliance.concerns.models import Concern


def get_concerns(case: Case) -> list[Concern]:
    """Return what people wrote on the site, or were given a code for, the first first."""
    contacts = merged_cases.rows_of_case(Contact.objects.exclude(concern=None), case)
    concerns = Concern.objects.filter(pk__in=contacts.values("concern"))
    return list(concerns.select_related("data_key").order_by("arrived_hour"))


def get_codes(case: Case) -> list[tuple[UUID, str]]:
    """Return each concern of the case, and the reference of its contact."""
    contacts = merged_cases.rows_of_case(Contact.objects.exclude(concern=None).order_by("hour", "reference"), case)
    return [(concern, reference) for concern, reference in contacts.values_list("concern", "reference") if concern]
