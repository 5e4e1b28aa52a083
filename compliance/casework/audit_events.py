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
    "casework.desk.wrong_passphrase": (_("Wrong passphrase"), _("entered a wrong passphrase")),
    "casework.desk.tries_given": (_("New tries given"), _("gave {object} new tries at the passphrase")),
    "casework.desk.locked": (_("Desk locked"), _("locked the desk")),
    "casework.desk.passphrase_chosen": (_("Passphrase chosen"), _("chose a passphrase")),
    "casework.desk.passphrase_lost": (_("Passphrase chosen anew"), _("lost the passphrase and chose another")),
    "casework.desk.key_given": (_("Key given"), _("gave the team’s key to {object}")),
    "casework.desk.key_rotated": (_("Keys rotated"), _("gave the team a new key")),
    "casework.desk.handed_over": (_("Shift handed over"), _("wrote a note for the next shift")),
    "casework.desk.searched": (_("Words looked for"), _("looked for words at the desk: {hits} of {scanned}")),
    "casework.concern.found_by_code": (_("Concern found by a code"), _("found {object} by a code read aloud")),
    "casework.case.taken": (_("Case taken"), _("took {object}, level “{level}”")),
    "casework.case.opened_by_phone": (_("Case opened by phone"), _("opened {object} from a call, level “{level}”")),
    "casework.case.opened": (_("Case read"), _("opened {object}")),
    "casework.case.refused": (_("Case refused"), _("tried to open {object}, which is not for them")),
    "casework.case.change_refused": (
        _("Change refused"),
        _("tried to change {object}, which somebody else has"),
    ),
    "casework.case.assigned": (_("Case assigned"), _("gave {object} to {owner}")),
    "casework.case.moved": (_("Case moved on"), _("set {object} to “{status}”")),
    "casework.case.level_changed": (_("Level changed"), _("set {object} from level “{before}” to “{after}”")),
    "casework.case.age_changed": (_("Answer about age changed"), _("changed the answer about age of {object}")),
    "casework.case.coded": (_("Facts coded"), _("coded facts of {object}: {fields}")),
    "casework.case.summarised": (_("Summary written"), _("wrote the summary of {object}")),
    "casework.case.reporter_told": (_("Reporter told"), _("told the reporter what became of {object}")),
    "casework.case.restricted": (_("Case restricted"), _("marked {object} “{marking}”")),
    "casework.case.unrestricted": (_("Restriction lifted"), _("opened {object} to all handlers again")),
    "casework.case.closure_asked": (_("Closing asked for"), _("asked to close {object}: “{reason}”")),
    "casework.case.closed": (_("Case closed"), _("closed {object}: “{reason}”")),
    "casework.case.kept_open": (_("Case kept open"), _("kept {object} open")),
    "casework.case.reopened": (_("Case reopened"), _("reopened {object}")),
    "casework.case.merged": (_("Case merged"), _("merged {object} into {into}")),
    "casework.case.merge_undone": (_("Merge undone"), _("took {object} out of {into} again")),
    "casework.case.merge_undone_here": (_("Merge undone"), _("took {merged} out of {object} again")),
    "casework.case.merged_here": (_("Case merged here"), _("merged {merged} into {object}")),
    "casework.reader.named": (_("Reader named"), _("let {person} into {object}")),
    "casework.reader.kept_out": (_("Reader kept out"), _("keeps {person} from {object}")),
    "casework.identity.revealed": (_("Identity shown"), _("looked who somebody in {object} is: “{reason}”")),
    "casework.identity.added": (_("Identity added"), _("added somebody’s name to {object}")),
    "casework.reporter.forgotten": (
        _("Contact details deleted"),
        _("deleted who a reporter of {object} is, who had asked for it"),
    ),
    "casework.number.shown": (_("Number shown"), _("was shown a phone number of {object}, said to be safe")),
    "casework.description.added": (_("Description added"), _("added to the description of {object}")),
    "casework.description.changed": (_("Description changed"), _("changed the description of {object}")),
    "casework.description.removed": (_("Description removed"), _("removed something from {object}")),
    "casework.removal.restored": (_("Removal undone"), _("restored something that was removed from {object}")),
    "casework.removal.erased": (_("Removed for good"), _("erased what was removed from {object} a day before")),
    "casework.signs.coded": (_("Signs coded"), _("coded {count} signs of {object}")),
    "casework.note.added": (_("Note added"), _("added a note to {object}: “{kind}”")),
    "casework.task.added": (_("Task added"), _("added a task to {object}: “{kind}”")),
    "casework.task.done": (_("Task done"), _("finished a task of {object}: “{kind}”")),
    "casework.message.sent": (_("Message sent"), _("sent a message to the reporter of {object}")),
    "casework.file.added": (_("File added"), _("added a file to {object}")),
    "casework.file.opened": (_("File opened"), _("opened a file of {object}: “{reason}”")),
    "casework.file.scanned": (_("File scanned"), _("had a file of {object} scanned: {result}")),
    "casework.file.removed": (_("File removed"), _("removed a file from {object}")),
    "casework.guidance.proposed": (_("Guidance proposed"), _("gave the content editors a draft of guidance")),
    "casework.contact.ended": (_("Contact without a case"), _("ended contact {object}: “{outcome}”")),
    "casework.contact.reviewed": (
        _("Ended call reviewed"),
        _("reviewed contact {object}, which ended without a case"),
    ),
    "casework.contact.became_case": (
        _("Case opened from a contact"),
        _("opened {object} from a contact that had no case, level “{level}”"),
    ),
    "casework.contact.added": (_("Contact added"), _("added a contact to {object}")),
    "casework.contact.called": (_("Call made"), _("called about {object}: “{outcome}”")),
    "casework.contact.read": (_("Contact read"), _("opened contact {object}")),
    "casework.call.taken_over": (_("Call form taken over"), _("took over a call form that {owner} had left")),
    "casework.call.deleted": (_("Call form deleted"), _("deleted a call form of {owner}, left since {on}")),
    "casework.signpost.sent": (_("Help named"), _("named a page or service to the reporter of {object}")),
    "casework.approval.asked": (_("Second person asked"), _("asked a second person: “{kind}”, {object}")),
    "casework.approval.approved": (_("Approved"), _("agreed: “{kind}”, {object}")),
    "casework.approval.refused": (_("Not approved"), _("did not agree: “{kind}”, {object}")),
    "casework.approval.taken_back": (_("Asking taken back"), _("no longer asks: “{kind}”, {object}")),
    "casework.approval.went_ahead": (
        _("Went ahead alone"),
        _("went ahead with nobody else on shift: “{kind}”, {object}"),
    ),
    "casework.approval.reviewed": (_("Looked at afterwards"), _("looked at what went ahead: “{kind}”, {object}")),
    "casework.approval.found_wrong": (
        _("Found wrong afterwards"),
        _("found that it was not right to go ahead: “{kind}”, {object}"),
    ),
    "casework.alarm.raised": (_("Alarm raised"), _("raised an alarm: “{kind}” {user}")),
    "casework.alarm.told": (_("On-call list alerted"), _("alerted the people on call: “{kind}”")),
    "casework.alarm.seen": (_("Alarm seen"), _("has seen an alarm: “{kind}”")),
    "casework.interpreters.provider_kept": (_("Provider saved"), _("saved the provider {object}")),
    "casework.interpreters.provider_ended": (_("Provider ended"), _("took the provider {object} from the table")),
    "casework.interpreters.pin_shown": (_("PIN shown"), _("was shown the PIN of {object}")),
    "casework.interpreters.asked": (_("Interpreter asked for"), _("asked for an interpreter, {language} ({mode})")),
    "casework.interpreters.companion_refused": (
        _("Companion declined"),
        _("declined a companion as interpreter, {language}"),
    ),
    "casework.interpreters.joined": (_("Interpreter joined"), _("had an interpreter after {seconds} seconds")),
    "casework.interpreters.ended": (_("Interpreter ended"), _("wrote down how interpreting ended: {outcome}")),
    "casework.figures.exported": (_("Figures downloaded"), _("downloaded the figures of {month} ({rows} rows)")),
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
