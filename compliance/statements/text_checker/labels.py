"""What readers are told: why a file could not be read, and what each result means."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from compliance.statements.text_checker.rules.criteria import UNCLEAR, Judged

BUSY = _("We are checking many statements at the moment. Nothing is wrong with yours: try again in a minute")
SENTENCES = {
    "no_text": _(
        "There is no readable text in this file. It may be a scan, or pictures of pages. Use the file it was made "
        "from, or copy its words and paste them."
    ),
    "too_big": _("The file is too big: the limit is 25 MB and 500 pages. Save a smaller copy, or paste the text."),
    "damaged": _("The file is damaged and cannot be opened. Save it again, or paste the text."),
    "locked": _("The file is locked with a password. Save a copy without a password, or paste the text."),
    "busy": BUSY,
    "refused": _(
        "We cannot read this file. It is not a PDF, Word (.docx) or text file, or it contains something that we do "
        "not open. Save it as a PDF, or paste the text."
    ),
}

OF_PASTED = {
    "no_text": _("This is too short for a statement. Paste all of its text"),
    "too_big": _("The text is too long. Paste only the statement"),
    "busy": BUSY,
    "refused": _("We cannot read this text. Paste it again, without pictures or tables"),
}
RESULTS = {"found": _("Found"), "not_found": _("Not found"), "unclear": _("Unclear")}
WEIGHTS = (
    ("must", _("Must: the Act requires it")),
    ("should", _("Should: the statutory guidance or GOV.UK asks for it")),
    ("good_practice", _("Good practice: what good statements do")),
    ("pending", _("Pending: a Bill would ask for it. It is not law")),
)
# What no text of a statement can tell, and who can.
BEYOND_THE_TEXT = {
    "law_homepage_link": _("The text cannot show this. Check the homepage of the organisation."),
    "law_group_coverage": _(
        "The text cannot show who has to publish. Compare the names in it with the members of the group."
    ),
    "g_group_names": _("We see no list of names. If the statement is for a group, look for the name of each member."),
    "c_copied_text": _("We have nothing to compare this text with. Compare it with last year’s statement yourself."),
    "c_areas_vs_text": _("This compares the text with the answers given to the registry. We have only the text."),
    "c_training_vs_text": _("This compares the text with the answers given to the registry. We have only the text."),
}
NEARLY = {
    "law_approval": _("The text says that the right body looked at the statement, but not that it approved it."),
    "g_area_training": _("The text talks about training, but does not say that any was given."),
    "law_business_and_supply_chains": _("The text covers one of the two, but we cannot see the other."),
    "g_signature_details": _("We see a name and a title, but no date beside them."),
    "g_plain_english": _("We see no whole sentences to count words in."),
    "c_future_only": _("We see no sentence about an action or a plan."),
}
# Why a criterion is unclear, by the code of the doubt.
DOUBTS = {
    "weak": _("This is the nearest sentence that we found. It may be about something else."),
    "planned": _("The text says that this is planned, but we found no sentence that says it was done."),
    "denied": _("The text says that this was not done, or not yet."),
    "no_place": _("The text describes what you buy or from whom, but names no country or place."),
    "no_figure": _("The text says that there are measures, but gives no figures for them."),
    "no_date": _("The text gives plans, but no date or period for them."),
    "not_given": _("The text mentions training, but does not say that any was given."),
    "year_aside": _("The text names a year, but does not say that the statement is for it."),
    "undated": _("The text describes what is done in general, but does not say what was done in the year."),
}
SHOWN = {
    "g_no_slavery_free_claim": _("The text makes a claim to reconsider."),
    "g_plain_english": _("Half of the sentences are longer than 25 words. This one is of middle length."),
    "c_future_only": _("More sentences describe plans than actions."),
}
GAPS = {
    "{approver}": _("the board of directors, the members or the equivalent body"),
    "{signer}": _("a director, a designated member, a partner or the equivalent"),
    "{due_date}": _("six months after the year end"),
}


def get_reason(judged: Judged) -> Any:
    """Return why a criterion is not found or unclear, and what to do, in the reader's language."""
    code = judged.criterion.code
    if judged.result == UNCLEAR:
        doubt = BEYOND_THE_TEXT.get(code) or DOUBTS.get(judged.doubt) or NEARLY.get(code)
        return doubt or _("Read the text and decide for yourself.")
    message = gettext(judged.criterion.message)
    for gap, words in GAPS.items():
        message = message.replace(gap, str(words))
    return f"{SHOWN[code]} {message}" if code in SHOWN and judged.spans else message
