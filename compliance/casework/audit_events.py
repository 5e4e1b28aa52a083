"""Actions of the desk in words. Codes and numbers only: nothing that anybody told us stands in the history."""

from django.utils.translation import gettext_lazy as _

from compliance.casework.choices import (
    AlarmKind,
    ApprovalKind,
    CallOutcome,
    Closure,
    FileReason,
    Level,
    Marking,
    NoteKind,
    RevealReason,
    Status,
    TaskKind,
)
from portal.reference import helpline

# Who is kept out of a case would read in their own log that it exists.
UNTOLD: dict[str, dict] = {"casework.case.refused": {}}
ACTIONS = {
    "casework.desk.unlocked": (_("Desk unlocked"), _("unlocked the desk")),
    "casework.desk.wrong_passphrase": (_("Wrong passphrase"), _("entered the wrong passphrase")),
    "casework.desk.tries_given": (_("Passphrase attempts reset"), _("reset the passphrase attempts of {object}")),
    "casework.desk.locked": (_("Desk locked"), _("locked the desk")),
    "casework.desk.passphrase_chosen": (_("Passphrase chosen"), _("chose a passphrase")),
    "casework.desk.passphrase_lost": (_("Passphrase replaced"), _("replaced a lost passphrase")),
    "casework.desk.key_given": (_("Key given"), _("gave the team’s key to {object}")),
    "casework.desk.key_rotated": (_("Team key changed"), _("changed the team’s key")),
    "casework.desk.handed_over": (_("Shift handed over"), _("wrote a note for the next shift")),
    "casework.desk.searched": (_("Search made"), _("searched {scanned} records at the desk: {hits} matched")),
    "casework.concern.found_by_code": (_("Concern found by code"), _("found {object} from a code the caller read out")),
    "casework.case.taken": (_("Case taken"), _("took {object} at level “{level}”")),
    "casework.case.opened_by_phone": (_("Case opened from a call"), _("opened {object} from a call, level “{level}”")),
    "casework.case.opened": (_("Case viewed"), _("viewed {object}")),
    "casework.case.refused": (_("Case access refused"), _("tried to open {object} without access")),
    "casework.case.change_refused": (
        _("Change refused"),
        _("tried to change {object}, which is assigned to someone else"),
    ),
    "casework.case.assigned": (_("Case assigned"), _("assigned {object} to {owner}")),
    "casework.case.moved": (_("Case status changed"), _("changed the status of {object} to “{status}”")),
    "casework.case.level_changed": (_("Level changed"), _("changed {object} from level “{before}” to “{after}”")),
    "casework.case.age_changed": (_("Age answer changed"), _("changed the age answer in {object}")),
    "casework.case.coded": (_("Facts coded"), _("coded facts in {object}: {fields}")),
    "casework.case.summarised": (_("Summary written"), _("wrote the summary of {object}")),
    "casework.case.reporter_told": (_("Reporter told the outcome"), _("told the reporter the outcome of {object}")),
    "casework.case.restricted": (_("Case restricted"), _("marked {object} as “{marking}”")),
    "casework.case.unrestricted": (_("Restriction lifted"), _("lifted the restriction on {object}")),
    "casework.case.closure_asked": (_("Closure requested"), _("asked to close {object}: “{reason}”")),
    "casework.case.closed": (_("Case closed"), _("closed {object}: “{reason}”")),
    "casework.case.kept_open": (_("Case kept open"), _("kept {object} open")),
    "casework.case.reopened": (_("Case reopened"), _("reopened {object}")),
    "casework.case.merged": (_("Case merged"), _("merged {object} into {into}")),
    "casework.case.merge_undone": (_("Merge undone"), _("undid the merge of {object} into {into}")),
    "casework.case.merge_undone_here": (_("Merge undone"), _("undid the merge of {merged} into {object}")),
    "casework.case.merged_here": (_("Another case merged into this one"), _("merged {merged} into {object}")),
    "casework.reader.named": (_("Person given access"), _("gave {person} access to {object}")),
    "casework.reader.kept_out": (_("Person blocked"), _("blocked {person} from {object}")),
    "casework.identity.revealed": (_("Identity viewed"), _("viewed who someone in {object} is: “{reason}”")),
    "casework.identity.added": (_("Identity added"), _("added a person’s name to {object}")),
    "casework.reporter.forgotten": (
        _("Contact details deleted"),
        _("deleted a reporter’s contact details from {object} at their request"),
    ),
    "casework.number.shown": (_("Number viewed"), _("viewed a phone number in {object}, marked as safe to call")),
    "casework.description.added": (_("Details added"), _("added details to {object}")),
    "casework.description.changed": (_("Details changed"), _("changed details in {object}")),
    "casework.description.removed": (_("Details removed"), _("removed details from {object}")),
    "casework.removal.restored": (_("Removal undone"), _("restored what was removed from {object}")),
    "casework.removal.erased": (_("Permanently deleted"), _("erased what was removed from {object} a day earlier")),
    "casework.signs.coded": (_("Signs coded"), _("coded {count} signs in {object}")),
    "casework.note.added": (_("Note added"), _("added a note to {object}: “{kind}”")),
    "casework.task.added": (_("Task added"), _("added a task to {object}: “{kind}”")),
    "casework.task.done": (_("Task done"), _("finished a task in {object}: “{kind}”")),
    "casework.message.sent": (_("Message sent"), _("sent a message to the reporter of {object}")),
    "casework.file.added": (_("File added"), _("added a file to {object}")),
    "casework.file.opened": (_("File opened"), _("opened a file in {object}: “{reason}”")),
    "casework.file.scanned": (_("File scanned"), _("had a file in {object} scanned: {result}")),
    "casework.file.removed": (_("File removed"), _("removed a file from {object}")),
    "casework.guidance.proposed": (_("Guidance proposed"), _("sent the content editors a draft of guidance")),
    "casework.contact.ended": (_("Contact without a case"), _("ended contact {object}: “{outcome}”")),
    "casework.contact.reviewed": (
        _("Ended call reviewed"),
        _("reviewed contact {object}, which ended without a case"),
    ),
    "casework.contact.became_case": (
        _("Case opened from a contact"),
        _("opened {object} from a contact without a case, level “{level}”"),
    ),
    "casework.contact.added": (_("Contact added"), _("added a contact to {object}")),
    "casework.contact.called": (_("Call made"), _("called about {object}: “{outcome}”")),
    "casework.contact.read": (_("Contact viewed"), _("viewed contact {object}")),
    "casework.call.taken_over": (_("Call form taken over"), _("took over {owner}’s unfinished call form")),
    "casework.call.deleted": (_("Call form deleted"), _("deleted {owner}’s call form, unfinished since {on}")),
    "casework.signpost.sent": (_("Signposted to help"), _("signposted the reporter of {object} to a page or service")),
    "casework.approval.asked": (_("Second person asked"), _("asked a second person to approve: “{kind}”, {object}")),
    "casework.approval.approved": (_("Approved"), _("approved: “{kind}”, {object}")),
    "casework.approval.refused": (_("Refused"), _("refused: “{kind}”, {object}")),
    "casework.approval.taken_back": (_("Request withdrawn"), _("withdrew a request: “{kind}”, {object}")),
    "casework.approval.went_ahead": (
        _("Went ahead alone"),
        _("went ahead with no one else on shift: “{kind}”, {object}"),
    ),
    "casework.approval.reviewed": (_("Reviewed afterwards"), _("reviewed what went ahead: “{kind}”, {object}")),
    "casework.approval.found_wrong": (
        _("Found wrong on review"),
        _("decided that going ahead was wrong: “{kind}”, {object}"),
    ),
    "casework.alarm.raised": (_("Alarm raised"), _("raised an alarm: “{kind}” {user}")),
    "casework.alarm.told": (_("On-call list alerted"), _("alerted the people on call: “{kind}”")),
    "casework.alarm.seen": (_("Alarm marked as seen"), _("marked an alarm as seen: “{kind}”")),
    "casework.interpreters.provider_kept": (_("Provider saved"), _("saved the provider {object}")),
    "casework.interpreters.provider_ended": (_("Provider removed"), _("removed the provider {object}")),
    "casework.interpreters.pin_shown": (_("PIN viewed"), _("viewed the PIN of {object}")),
    "casework.interpreters.asked": (_("Interpreter requested"), _("requested an interpreter, {language} ({mode})")),
    "casework.interpreters.companion_refused": (
        _("Companion’s offer declined"),
        _("declined a companion’s offer to interpret, {language}"),
    ),
    "casework.interpreters.joined": (
        _("Interpreter joined"),
        _("was joined by an interpreter after {seconds} seconds"),
    ),
    "casework.interpreters.ended": (_("Interpreting ended"), _("recorded how interpreting ended: {outcome}")),
    "casework.figures.exported": (_("Figures downloaded"), _("downloaded the figures for {month} ({rows} rows)")),
}

_WORDS = {
    "level": Level,
    "before": Level,
    "after": Level,
    "status": Status,
    "marking": Marking,
    "outcome": CallOutcome,
}
_KINDS = (NoteKind, TaskKind, ApprovalKind, AlarmKind)


def _of(name: str):
    return lambda code: str(helpline.get_label(name, code))


def _in(choices):
    return lambda code: str(choices(code).label) if code in choices else code


def _kind(code: str) -> str:
    return next((str(choices(code).label) for choices in _KINDS if code in choices), code)


def _reason(code: str) -> str:
    return next((str(choices(code).label) for choices in (Closure, RevealReason, FileReason) if code in choices), code)


FACTS = {name: _in(choices) for name, choices in _WORDS.items()} | {
    "kind": _kind,
    "reason": _reason,
    "language": _of("language"),
    "mode": _of("interpreter_mode"),
}
