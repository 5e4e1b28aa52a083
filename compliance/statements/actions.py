"""Actions on statements in words; portal.history.sentences reads them."""

from django.utils.translation import gettext_lazy as _

from compliance.statements import vocabulary
from compliance.statements.choices import EvidenceKind, SectionCode

ACTIONS = {
    "statements.version.started": (_("Statement started"), _("started {object}")),
    "statements.version.amended": (_("New version started"), _("started {object}, after version {from}")),
    "statements.version.discarded": (_("Draft discarded"), _("discarded {object}")),
    "statements.section.saved": (_("Section saved"), _("saved the section “{section}” of {object}")),
    "statements.evidence.used": (
        _("Evidence used"),
        _("used evidence, “{kind}”, in the section “{section}” of {object}"),
    ),
    "statements.evidence.taken_away": (
        _("Evidence taken away"),
        _("took away evidence, “{kind}”, from the section “{section}” of {object}"),
    ),
    "statements.check.answered": (_("Check answered"), _("answered the check “{criterion}” of {object}")),
    "statements.version.sent_for_review": (_("Sent for review"), _("sent {object} for review")),
    "statements.version.commented": (_("Comment written"), _("commented on {object}")),
    "statements.version.comment_answered": (_("Comment answered"), _("answered a comment on {object}")),
    "statements.version.comment_changed": (_("Comment changed"), _("changed a comment on {object}")),
    "statements.version.changes_requested": (_("Changes requested"), _("asked for changes to {object}")),
    "statements.version.ready": (_("Ready for approval"), _("marked {object} as ready for approval")),
    "statements.version.approved": (_("Statement approved"), _("approved {object}")),
    "statements.version.signed": (_("Statement signed"), _("signed {object}")),
    "statements.version.declined": (_("Approval declined"), _("declined to approve {object}")),
    "statements.version.reopened": (_("Statement reopened"), _("reopened {object} for changes")),
    "statements.version.published": (_("Statement published"), _("published {object}")),
    "statements.statement.registry_recorded": (
        _("Government registry recorded"),
        _("recorded where {object} stands on the government registry"),
    ),
    "statements.copy_request.added": (
        _("Request for a copy logged"),
        _("logged a request for a copy of the statement, received on {received_on}"),
    ),
    "statements.copy_request.sent": (
        _("Copy sent"),
        _("marked the copy that was asked for as sent on {sent_on}"),
    ),
    "statements.registry.loaded": (
        _("Government registry's file loaded"),
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
    known = {one.code for one in vocabulary.criteria()}
    return vocabulary.criterion(code).question if code in known else code


def _kind(code: str) -> str:
    return str(EvidenceKind(code).label) if code in EvidenceKind else code


FACTS = {"section": _section, "criterion": _criterion, "kind": _kind}
