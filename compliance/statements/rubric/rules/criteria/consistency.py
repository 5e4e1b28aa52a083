"""Good practice: do the answers, the text and the year fit together? These only ask; the drafter knows."""

import re
from collections.abc import Callable

from compliance.statements.rubric.rules.result import Finding, met, not_applicable, not_met, partly
from compliance.statements.rubric.rules.signal_words import (
    find_first,
    get_area_pattern,
    get_future_pattern,
    is_future,
    is_past_action,
)
from compliance.statements.rubric.rules.statement_text import StatementText, area_label, join_names
from compliance.statements.rules.content import NARRATIVES, narrative_text
from compliance.statements.rules.text import similarity

COPIED = 0.9
GIVEN = re.compile(
    r"\b(?:trained|(?:gave|held|ran|delivered|completed|provided|attended|received|took|had)\b.{0,80}\b(?:training|workshop|"
    r"e-learning|induction)|(?:training|workshops?|e-learning|induction)\b.{0,80}\b(?:was|were|has been|have been)\b)",
    re.IGNORECASE,
)
DENIED = re.compile(r"\b(?:no|not|none|never|without)\b", re.IGNORECASE)


def c_areas_vs_text(r: StatementText) -> Finding:
    empty = [area for area in r.covered_areas if not r.narrative(area)]
    if empty:
        message = r.message("c_areas_vs_text", area=join_names(f"“{area_label(area)}”" for area in empty))
        return partly(message, section=empty[0], field=f"area_{empty[0]}")
    silent = [area for area in r.covered_areas if not get_area_pattern(area).search(r.text(area))]
    if silent:
        message = r.message("c_areas_vs_text", area=join_names(f"“{area_label(area)}”" for area in silent))
        return partly(message, section=silent[0], field=f"narrative_{silent[0]}")
    return met("Every topic you say is covered has text on it.")


def c_training_vs_text(r: StatementText) -> Finding:
    message = r.message("c_training_vs_text")
    location = {"section": "training", "field": "training_targets"}
    answer = r.answers.get("training_targets") or []
    if not answer:
        return not_applicable("The question about who was trained is not answered yet.")
    if r.get_choices("training_targets"):
        if r.find(get_area_pattern("training")):
            return met("Your training answer and your text agree.", section="training")
        return partly(f"{message} You say who was trained, but the text does not mention it.", **location)
    sentence = find_first(GIVEN, (s for s in r.all_sentences if not is_future(s.text) and not DENIED.search(s.text)))
    if sentence:
        return partly(f"{message} You say that no one was trained. Was anyone?", found=sentence, **location)
    return met("Your training answer and your text agree.", section="training")


def c_future_only(r: StatementText) -> Finding:
    plans = [sentence for sentence in r.all_sentences if is_future(sentence.text)]
    done = sum(1 for sentence in r.all_sentences if is_past_action(sentence.text))
    if not r.all_sentences:
        return not_applicable("There is no text to read yet.")
    if len(plans) <= done:
        return met(f"{done} sentences say what was done, {len(plans)} what is planned.")
    message = r.message("c_future_only")
    sentence = find_first(get_future_pattern(), plans)
    section = next(code for code in NARRATIVES if any(is_future(sentence.text) for sentence in r.sentences(code)))
    location = {"found": sentence, "section": section, "field": f"narrative_{section}"}
    return partly(f"{message} Which of them did you take?", **location) if done else not_met(message, **location)


def c_copied_text(r: StatementText) -> Finding:
    earlier = r.facts.previous_content
    if earlier is None:
        return not_applicable("There is no earlier statement here to compare with.")
    if not r.all_narrative:
        return not_applicable("There is no text to read yet.")
    share = similarity(r.all_narrative, "\n".join(narrative_text(earlier, section) for section in NARRATIVES))
    percent = str(int(share * 100))
    if share >= COPIED:
        return not_met(r.message("c_copied_text", percent=percent), section="structure", field="narrative_structure")
    return met(f"{percent}% of the text is the same as last year's.")


RULES: dict[str, Callable[[StatementText], Finding]] = {
    rule.__name__: rule for rule in (c_areas_vs_text, c_training_vs_text, c_future_only, c_copied_text)
}
