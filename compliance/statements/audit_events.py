"""Actions on statements in words; portal.history.event_labels reads them."""

from django.utils.translation import gettext_lazy as _

from compliance.statements import vocabulary
from compliance.statements.choices import EvidenceKind, SectionCode

ACTIONS = {
    "statements.version.started": (_("Statement started"), _("started {object}")),
    "statements.version.amended": (_("New version started"), _("started {object}, after version {from}")),
    "statements.version.discarded": (_("Draft discarded"), _("discarded {object}")),
    "statements.section.saved": (_("Section saved"), _("saved the section “{section}” of {object}")),
    "statements.section.added": (_("Section added"), _("added the section “{section}” to {object}")),
    "statements.section.moved": (_("Section moved"), _("moved the section “{section}” of {object}")),
    "statements.section.renamed": (
        _("Section renamed"),
        _("renamed the section “{was}” of {object} to “{section}”"),
    ),
    "statements.section.removed": (_("Section removed"), _("removed the section “{section}” from {object}")),
    "statements.section.put_back": (_("Section restored"), _("restored the section “{section}” to {object}")),
    "statements.earlier.taken_over": (
        _("Statement published elsewhere uploaded"),
        _("uploaded the text of {object}"),
    ),
    "statements.earlier.removed": (
        _("Text of a statement published elsewhere removed"),
        _("removed the text of the statement for {year}"),
    ),
    "statements.version.text_taken_over": (
        _("Text copied into a draft"),
        _("copied the text of an existing statement into {object}"),
    ),
    "statements.evidence.used": (
        _("Evidence used"),
        _("used evidence, “{kind}”, in the section “{section}” of {object}"),
    ),
    "statements.evidence.taken_away": (
        _("Evidence removed"),
        _("removed evidence, “{kind}”, from the section “{section}” of {object}"),
    ),
    "statements.figure.added": (_("Figure added"), _("added {object}")),
    "statements.figure.described": (_("Description of a figure changed"), _("changed the description of {object}")),
    "statements.figure.removed": (_("Figure removed"), _("removed {object}")),
    "statements.word.exported": (_("Word document made"), _("downloaded {object} as a Word document")),
    "statements.word.received": (
        _("Word document received"),
        _("uploaded the returned Word document “{name}” of {object}"),
    ),
    "statements.word.taken": (
        _("Text of a Word document used"),
        _("used text of the Word document “{name}” in the section “{section}” of {object}"),
    ),
    "statements.word.left": (
        _("Text of a Word document left out"),
        _("left out text of the Word document “{name}” of {object}"),
    ),
    "statements.check.answered": (_("Check answered"), _("answered the check “{criterion}” of {object}")),
    "statements.version.sent_for_review": (_("Sent for review"), _("sent {object} for review")),
    "statements.version.commented": (_("Comment written"), _("commented on {object}")),
    "statements.version.comment_answered": (_("Comment answered"), _("answered a comment on {object}")),
    "statements.version.comment_closed": (_("Comment closed"), _("closed a comment on {object} without an answer")),
    "statements.version.comment_resolved": (_("Comment resolved"), _("resolved a comment on {object}")),
    "statements.version.comment_reopened": (_("Comment reopened"), _("reopened a comment on {object}")),
    "statements.version.comment_changed": (_("Comment changed"), _("changed a comment on {object}")),
    "statements.version.changes_requested": (_("Changes requested"), _("asked for changes to {object}")),
    "statements.version.draft_pdf_made": (_("PDF of the draft made"), _("downloaded the PDF of the draft of {object}")),
    "statements.version.board_pack_made": (_("Board pack made"), _("downloaded the board pack of {object}")),
    "statements.version.ready": (_("Ready for approval"), _("marked {object} as ready for approval")),
    "statements.version.approved": (_("Statement approved"), _("approved {object}")),
    "statements.version.member_approved": (
        _("Member’s approval recorded"),
        _("recorded that {member} approved {object} on {approved_on}"),
    ),
    "statements.version.signed": (_("Statement signed"), _("signed {object}")),
    "statements.version.declined": (_("Approval declined"), _("declined to approve {object}")),
    "statements.version.reopened": (_("Statement reopened"), _("reopened {object} for changes")),
    "statements.version.published": (_("Statement published"), _("published {object}")),
    "statements.statement.registry_recorded": (
        _("Government registry recorded"),
        _("recorded where {object} is on the government registry"),
    ),
    "statements.copy_request.added": (
        _("Request for a copy logged"),
        _("logged a request for a copy of the statement, received on {received_on}"),
    ),
    "statements.copy_request.sent": (
        _("Copy sent"),
        _("marked the requested copy as sent on {sent_on}"),
    ),
    "statements.copy_request.mailed": (
        _("Copy emailed"),
        _("emailed the statement for {year} to the person who asked for a copy"),
    ),
    "statements.earlier_year.added": (
        _("Earlier year added"),
        _("added the statement for {year}, published elsewhere"),
    ),
    "statements.earlier_year.removed": (
        _("Earlier year removed"),
        _("removed the statement for {year}, published elsewhere"),
    ),
    "statements.registry.loaded": (
        _("Government registry’s file loaded"),
        _("loaded {object}: {added} rows added, {changed} changed, {gone} no longer in the file"),
    ),
    "statements.version.withdrawn": (_("Statement withdrawn"), _("withdrew {object}: {reason}")),
    "statements.statement.homepage_link_confirmed": (
        _("Homepage link confirmed"),
        _("confirmed that the homepage links to {object}"),
    ),
}


def _section(code: str) -> str:
    """Its title; a code that is in use no longer stays as it was."""
    return str(SectionCode(code).label) if code in SectionCode else code


def _criterion(code: str) -> str:
    known = {criterion.code for criterion in vocabulary.criteria()}
    return vocabulary.criterion(code).question if code in known else code


def _kind(code: str) -> str:
    return str(EvidenceKind(code).label) if code in EvidenceKind else code


FACTS = {"section": _section, "criterion": _criterion, "kind": _kind}
