"""From an answered request for advice to a draft of guidance: written anew, and tied to the case by nothing."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from compliance.casework.models import Case
from compliance.casework.rules import advice as rules
from compliance.casework.rules.messages import find_names
from compliance.casework.selectors import concerns as selectors_concerns
from compliance.casework.services import concern_import, known_names
from compliance.casework.services.case_keys import Keys
from compliance.concerns.choices import Author
from learning.resources.services import drafts as guidance
from portal.accounts.models import User
from portal.core.exceptions import ActionRefused
from portal.history.services import record
from portal.vault.encryption import DecryptionError

# What a request says of who asked and of whom it is about, beside the names of people.
_NAMED = (
    "organisation_name",
    "subject_organisation",
    "subject_site",
    "premises_name",
    "responsible_business",
    "agency",
)


def may_become_guidance(case: Case) -> bool:
    """Return whether it is advice that was asked for, and that the helpline answered under the code."""
    if not rules.is_advice(case.purpose):
        return False
    return any(
        concern.messages.filter(author=Author.HELPLINE).exists() for concern in selectors_concerns.get_concerns(case)
    )


def find_case_names(case: Case, keys: Keys, text: str) -> list[str]:
    """Return what of the text stands in the case as a name, of a person or of a business."""
    known = {str(name) for concern in selectors_concerns.get_concerns(case) for name in _told(concern, keys)}
    return [*find_names(text, known_names.get_known_names(case, keys)), *rules.find_whole_phrases(text, known)]


def propose_guidance(
    *, case: Case, title: str, question: str, answer: str, token: UUID, actor: User, keys: Keys, at: datetime
) -> None:
    """Propose it to the editors. The line of history says that somebody proposed something, not from which case.

    Raises ActionRefused where a name of the case stands in it, or where there is no guidance yet.
    """
    if names := find_case_names(case, keys, f"{title}\n{question}\n{answer}"):
        raise ActionRefused(_("These names are in the case: %(names)s. Remove them.") % {"names": ", ".join(names)})
    try:
        guidance.propose_draft(title=title, question=question, answer=answer, token=token)
    except guidance.NoGuidanceList as error:
        raise ActionRefused(_("There is no guidance on this website yet. Ask a content editor.")) from error
    record(actor, "casework.guidance.proposed", at=at)


def _told(concern, keys: Keys) -> list[str]:
    try:
        answers = concern_import.read_answers(concern, keys)
    except DecryptionError:
        return []
    return [
        str(entry[name]) for entry in (answers, *(answers.get("places") or ())) for name in _NAMED if entry.get(name)
    ]
