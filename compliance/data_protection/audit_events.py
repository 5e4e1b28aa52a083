"""Actions in words of what the desk owes by law and of its leads: deletion, requests, complaints, leavers."""

from django.utils.translation import gettext_lazy as _

from compliance.referrals.audit_events import FACTS as REFERRAL_FACTS

FACTS = REFERRAL_FACTS

ACTIONS = {
    "casework.retention.run": (_("Scheduled deletion ran"), _("deleted records past their retention period")),
    "casework.retention.confirmed": (_("Large deletion confirmed"), _("confirmed a large deletion")),
    "casework.case.erased": (_("Case deleted"), _("deleted the details of {object}")),
    "casework.contact.erased": (_("Contact deleted"), _("deleted the details of contact {object}")),
    "casework.nrm_pack.erased": (_("NRM pack deleted"), _("deleted the answers in an NRM pack of {object}")),
    "casework.request.erased": (_("Request deleted"), _("deleted request {object}")),
    "casework.complaint.erased": (_("Complaint deleted"), _("deleted complaint {object}")),
    "casework.note.erased": (_("Shift note deleted"), _("deleted a shift handover note")),
    "casework.hold.set": (_("Legal hold placed"), _("placed a legal hold on {object}")),
    "casework.hold.lifted": (_("Legal hold removed"), _("removed the legal hold on {object}")),
    "casework.request.taken": (_("Request recorded"), _("recorded request {object}")),
    "casework.request.held_apart": (_("Request restricted"), _("restricted request {object} to leads")),
    "casework.request.checked": (_("Identity checked"), _("checked who made {object}")),
    "casework.request.searched": (_("Search run for a request"), _("searched for {object}: {hits} of {scanned}")),
    "casework.request.found": (_("Search results saved"), _("saved the results for {object}: {count}")),
    "casework.request.written": (_("Answer written"), _("wrote the answer to {object}")),
    "casework.request.sent_back": (_("Answer returned"), _("returned the answer to {object}")),
    "casework.request.released": (_("Answer approved"), _("approved the answer to {object}")),
    "casework.request.letter_taken": (_("Letter downloaded"), _("downloaded the letter of {object}")),
    "casework.complaint.taken": (_("Complaint recorded"), _("recorded complaint {object}")),
    "casework.complaint.acknowledged": (_("Complaint acknowledged"), _("told the person we received {object}")),
    "casework.complaint.under_review": (_("Complaint review started"), _("started to review {object}")),
    "casework.complaint.answered": (_("Complaint answered"), _("answered {object}")),
    "casework.work.given": (_("Work reassigned"), _("reassigned work of {object} to {owner}")),
    "casework.desk.left": (_("Left the desk"), _("removed {object} from the desk and reassigned {count} items")),
}
