"""What a case has on record about sharing, to check what a message to a reporter claims against it."""

from compliance.casework.choices import Direction
from compliance.casework.models import Case, Contact
from compliance.casework.rules.message_claims import DisclosureLog, SharedItem
from compliance.casework.services import merged_cases
from compliance.concerns.rules.tellers import TellerRole
from compliance.referrals.choices import UNANSWERED_STATUSES
from compliance.referrals.models import Disclosure, Referral
from compliance.referrals.rules.disclosure import ORIGINAL, PERSON


def get_disclosure_log(case: Case) -> DisclosureLog:
    """Return what the case, with all that was merged into it, has on record about sharing."""
    contacts = merged_cases.rows_of_case(Contact.objects.filter(direction=Direction.IN), case)
    told_by = {contact.teller_role for contact in contacts.select_related("repeats")}
    # Of whom nobody knows who they are, what names a person may name them.
    is_own_story = bool(told_by - {TellerRole.OTHER})
    rows = merged_cases.rows_of_case(Disclosure.objects.all(), case)
    columns = ("recipient_type", "basis", "override_ground", "shows_reporter", "fields_sent")
    shared = tuple(
        SharedItem(
            recipient=recipient,
            is_agreed=basis == "consent",
            ground=ground,
            may_name_teller=shows or _may_name(recipient, fields, is_own_story=is_own_story),
        )
        for recipient, basis, ground, shows, fields in rows.values_list(*columns)
    )
    referrals = merged_cases.rows_of_case(Referral.objects.all(), case)
    return DisclosureLog(
        shared=shared,
        has_answer=referrals.exclude(outcome="").exists(),
        is_waiting=referrals.filter(status__in=UNANSWERED_STATUSES).exists(),
    )


def _may_name(recipient: str, fields: list[str], *, is_own_story: bool) -> bool:
    """A file as it came may say who made it; whoever tells of themselves is named where the person is."""
    kinds = {name.partition(":")[0] for name in fields}
    return ORIGINAL in kinds or (is_own_story and (PERSON in kinds or recipient == "first_responder"))
