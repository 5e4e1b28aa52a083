"""Actions in words of what the desk owes by law and of its leads: deletion, requests, complaints, leavers."""

from django.utils.translation import gettext_lazy as _

from compliance.referrals.audit_events import FACTS as REFERRAL_FACTS

FACTS = REFERRAL_FACTS

ACTIONS = {
    "casework.retention.run": (_("Deletion ran"), _("deleted what was kept long enough")),
    "casework.retention.confirmed": (_("Large run confirmed"), _("confirmed a large run of the deletion")),
    "casework.case.erased": (_("Case deleted"), _("deleted what was told in {object}")),
    "casework.contact.erased": (_("Contact deleted"), _("deleted what was told in contact {object}")),
    "casework.nrm_pack.erased": (_("NRM pack deleted"), _("deleted the answers of an NRM pack of {object}")),
    "casework.request.erased": (_("Request deleted"), _("deleted request {object}")),
    "casework.complaint.erased": (_("Complaint deleted"), _("deleted complaint {object}")),
    "casework.note.erased": (_("Shift note deleted"), _("deleted a note from one shift to the next")),
    "casework.hold.set": (_("Put on hold"), _("put {object} on a legal hold")),
    "casework.hold.lifted": (_("Hold lifted"), _("lifted the legal hold on {object}")),
    "casework.request.taken": (_("Request taken down"), _("took down request {object}")),
    "casework.request.held_apart": (_("Request held apart"), _("held request {object} apart, for leads only")),
    "casework.request.checked": (_("Identity checked"), _("checked who asks in {object}")),
    "casework.request.searched": (_("Searched for a request"), _("searched for {object}: {hits} of {scanned}")),
    "casework.request.found": (_("Findings noted"), _("noted what was found for {object}: {count}")),
    "casework.request.written": (_("Answer written"), _("wrote the answer to {object}")),
    "casework.request.sent_back": (_("Answer sent back"), _("sent the answer to {object} back")),
    "casework.request.released": (_("Answer released"), _("released the answer to {object}")),
    "casework.request.letter_taken": (_("Letter taken"), _("took the letter of {object}")),
    "casework.complaint.taken": (_("Complaint taken down"), _("took down complaint {object}")),
    "casework.complaint.acknowledged": (_("Complaint acknowledged"), _("told the person that {object} came")),
    "casework.complaint.under_review": (_("Complaint looked into"), _("began to look into {object}")),
    "casework.complaint.answered": (_("Complaint answered"), _("answered {object}")),
    "casework.work.given": (_("Work given on"), _("gave work of {object} to {owner}")),
    "casework.desk.left": (_("Left the desk"), _("took {object} off the desk; {count} things went to others")),
}
