"""Cases of the desk of tests.factories.sharing that are merged, and a caller without a code in one of them."""

from typing import Any

from compliance.casework import models as m
from compliance.casework.services import merging
from compliance.casework.services.case_keys import seal_columns, seal_with_own_key
from tests.factories.packs import who
from tests.factories.sharing import Desk

CALLER = {"name": "Wilhelmina Brockenhurst", "phone": "07700 900318"}


def fresh(case: m.Case) -> m.Case:
    return m.Case.objects.get(pk=case.pk)


def merge(at: Desk, case: m.Case, into: m.Case) -> m.Case:
    """Return the case that goes on."""
    merging.merge_cases(case=case, into=into, reason="The same car wash.", **who(at))
    return fresh(into)


def called(at: Desk, case: m.Case, **safety: Any) -> m.Reporter:
    """Add a caller without a code, who is confidential."""
    contact = seal_with_own_key(
        m.Contact(case=case, reference=f"C{m.Contact.objects.count():07d}", channel="phone", hour=at.now),
        words={"account": f"My name is {CALLER['name']}. They sleep in the van."},
    )
    contact.save(force_insert=True)
    row = m.Reporter(case=case, contact=contact, identity_mode="confidential", language="cy")
    seal_columns(at.keys.get_key(case), row, safety={"contact_safety": ["no_voicemail"], **safety})
    row.save(force_insert=True)
    seal_with_own_key(m.ReporterIdentity(reporter=row), details=CALLER).save(force_insert=True)
    return row


def chain(at: Desk) -> tuple[m.Case, m.Case, m.Case]:
    """Return three cases, of which the first is merged into the second, and that one into the third, by the test."""
    first, second, third = (at.case(consent=["police"], age_of_person="not_sure") for _number in range(3))
    called(at, first)
    return first, second, third
