"""The event labels of audits; portal.history.event_labels reads them. All members read them: no detail of an alert."""

from django.utils.translation import gettext_lazy as _

from compliance.audits.choices import FindingStatus

ACTIONS = {
    "audits.audit.added": (_("Audit added"), _("added the audit {object}")),
    "audits.audit.changed": (_("Audit changed"), _("changed the audit {object}")),
    "audits.audit.workers_counted": (_("Workers counted"), _("recorded the workers counted in the audit {object}")),
    "audits.audit.draft": (_("Audit returned to draft"), _("returned the audit {object} to draft")),
    "audits.audit.complete": (_("Audit complete"), _("marked the audit {object} as complete")),
    "audits.audit.superseded": (_("Audit superseded"), _("marked the audit {object} as superseded")),
    "audits.audit.file_added": (_("File added"), _("added a file to the audit {object}")),
    "audits.audit.requested": (_("Audit requested"), _("asked {object} for an audit")),
    "audits.audit.files_expired": (
        _("Files deleted when no longer needed"),
        _("deleted the files of the audit {object}"),
    ),
    "audits.audit.file_removed": (_("File removed"), _("removed a file from the audit {object}")),
    "audits.supply_chain.downloaded": (
        _("Supply-chain dashboard downloaded"),
        _("downloaded the supply-chain dashboard as {format}"),
    ),
    "audits.questionnaire.requested": (_("Questionnaire sent"), _("sent a questionnaire to {object}")),
    "audits.questionnaire.withdrawn": (_("Questionnaire withdrawn"), _("withdrew the questionnaire to {object}")),
    "audits.questionnaire.answered": (_("Questionnaire answered"), _("answered the questionnaire about {object}")),
    "audits.finding.added": (_("Finding added"), _("added the finding {object}")),
    "audits.finding.changed": (_("Finding changed"), _("changed the finding {object}")),
    "audits.finding.issue_named": (_("Kind of finding named"), _("said what kind of finding {object} is")),
    "audits.finding.disputed": (_("Finding disputed"), _("recorded that the site disputes the finding {object}")),
    "audits.finding.withdrawn": (_("Finding withdrawn"), _("withdrew the finding {object}")),
    "audits.finding.carried_over": (_("Finding carried over"), _("carried the finding {object} over")),
    "audits.finding.reopened": (_("Finding reopened"), _("reopened the finding {object}")),
    "audits.finding.open": (_("Finding open"), _("set the finding {object} back to open")),
    "audits.action.added": (_("Action added"), _("added {object}")),
    "audits.action.changed": (_("Action changed"), _("changed {object}")),
    "audits.action.moved": (_("Action updated"), _("set {object} to “{status}”")),
    "audits.action.evidence_added": (_("Evidence added"), _("added evidence to {object}")),
    "audits.action.evidence_removed": (_("Evidence removed"), _("removed evidence from {object}")),
    "audits.action.closed": (_("Action closed"), _("closed {object}, not yet verified")),
    "audits.action.verified": (_("Action verified"), _("verified {object}")),
    "audits.action.reopened": (_("Action reopened"), _("reopened {object}")),
    "audits.plan.changed": (_("Collaborative plan changed"), _("changed the collaborative plan for {object}")),
    "audits.plan.reviewed": (_("Collaborative plan reviewed"), _("reviewed the collaborative plan for {object}")),
    "audits.alert.raised": (_("Alert raised"), _("raised an alert")),
    "audits.alert.told_again": (
        _("Reminder of an unread alert"),
        _("reminded people of an alert that no one has read"),
    ),
    "audits.alert.viewed": (_("Alert read"), _("read an alert")),
    "audits.alert.acknowledged": (_("Alert taken on"), _("took on an alert")),
    "audits.alert.reported": (_("Report recorded"), _("recorded that an alert was reported")),
    "audits.alert.report_taken_back": (_("Report removed"), _("removed the record that an alert was reported")),
    "audits.alert.closing_asked": (_("Request to close an alert"), _("asked to close an alert")),
    "audits.alert.kept_open": (_("Alert kept open"), _("kept an alert open")),
    "audits.alert.closed": (_("Alert closed"), _("closed an alert")),
    "audits.supplier_link.sent": (_("Link sent to a supplier"), _("sent a link to {object}")),
    "audits.supplier_link.sent_again": (_("Link sent again"), _("sent the link to {object} again")),
    "audits.supplier_link.revoked": (_("Link cancelled"), _("cancelled the link of {object}")),
    "audits.supplier_link.reminded": (_("Supplier reminded"), _("reminded {object} of its actions")),
    "audits.action.answered": (_("Answer from a supplier"), _("sent back {object}")),
    "audits.concern_note.added": (_("Note on a concern added"), _("added a note on a concern")),
    "audits.concern_note.changed": (_("Note on a concern changed"), _("changed a note on a concern")),
    "audits.alert_settings.changed": (
        _("Choice about unread alerts changed"),
        _("changed whether the helpline is told of an unread alert"),
    ),
}


def _status(code: str) -> str:
    return str(FindingStatus(code).label) if code in FindingStatus else code


FACTS = {"status": _status}
