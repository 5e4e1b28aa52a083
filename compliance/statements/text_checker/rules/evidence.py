"""The best sentence of the whole text for a criterion, or none.

A sentence is ranked by the learned weights for its subject, by what stands beside it, by words of the criterion, and by
its heading. Three bands: found; unclear, with a named doubt; not found. Pure.

See docs/requirements/statements.md#text-evidence.
"""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from compliance.statements.rubric.rules.tense import DENIED
from compliance.statements.text_checker.rules.context import Context, read_contexts
from compliance.statements.text_checker.rules.rankings import Ranking
from compliance.statements.text_checker.rules.result import (
    FOUND,
    NOT_FOUND,
    ONLY_DENIED,
    ONLY_PLANNED,
    UNCLEAR,
    WEAK,
    CriterionResult,
    Text,
    get_span,
)

# A neighbour counts for this much of a sentence's own score at most, in either direction.
CLIP = 4.0
SHORT, LONG = 6, 80
SHORT_PENALTY, LONG_PENALTY, FORMULA_PENALTY, LEAD_PENALTY, ABOUT_PENALTY = 1.0, 0.7, 1.5, 1.5, 2.5
HEADING_BOOST, REMOTE_PENALTY = 0.7, 0.4
# Only who somebody is may stand in the sentence that says what the text is.
LABELS_OF_WHO = frozenset({"structure", "operations"})
# The sentence that says under which law a statement is made, and what modern slavery is, is evidence of nothing.
FORMULA = re.compile(
    r"\b(?:(?:pursuant to|in accordance with|under|made under|in compliance with|in response to|requirements? of|meet) "
    r"(?:the )?(?:section|s\.? ?54|part 6|modern slavery act)|reporting criteri\w+|"
    r"section 54|modern slavery (?:is|includes|encompasses|can|takes|describes|refers)\b|"
    r"(?:report|statement) (?:has been|is|was|will be) (?:prepared|produced|submitted|drafted)|"
    r"(?:million|estimated \w+) (?:people|men|victims)|(?:is|are) defined as|term ['“\"‘]?modern slavery)",
    re.IGNORECASE,
)


# A question of a form, who vouches for the text, and what a law asks or means tell nothing of what somebody does.
NO_EVIDENCE = re.compile(
    r"\?$|\bplease (?:provide|describe|explain|indicate)\b|\b(?:I|we|hereby) (?:affirm|attest|certify)\b|"
    r"^\W*(?:what|which|how) (?:\w+ ){0,3}(?:has|have|does|do|did|is|are) (?:the|your) (?:entity|organisation|"
    r"institution|company)\b|"
    r"^\W*(?:(?:information|details|further information) (?:on|about|regarding) )?how (?:the|your) (?:\w+ ){0,2}?"
    r"(?:entity|organisation|institution|company) \w+|"
    r"^\W*(?:information|details|further information) (?:on|about|regarding)\b(?!.{0,200}\b(?:is|are|was|were|has|have|"
    r"can|will|we)\b)|"
    r"\b(?:is|are|was|were) (?:\w+ )?required (?:\w+ ){0,3}to (?:report|publish|prepare|produce|submit|complete|make) "
    r"(?:\w+ ){0,4}(?:report|statement|questionnaire|to)\b|"
    r"\b(?:is|are) (?:an? |considered (?:an? )?)?reporting entit(?:y|ies)\b|"
    r"\bquestions? (?:have|has|were|was) (?:\w+ )?(?:been )?(?:copied|answered|taken|reproduced|set out)\b|"
    r"\b(?:fulfil\w*|satisf\w+|met|meets?) (?:\w+ ){0,3}(?:requirements?|obligations?) (?:of|under) [^.]{0,60}\bAct\b",
    re.IGNORECASE,
)
# A sentence about the text that it stands in says what the text is for, and not what is done.
ABOUT_TEXT = re.compile(
    r"\W*(?:[\w'’-]+,? ){0,5}?(?:this|our|the) (?:[\w'’-]+ ){0,4}(?:report|statement|disclosure|document)"
    r"(?: \([^)]*\))?,?(?: \w+){0,4}? (?:is|was|has been|constitutes?|sets? out|describes?|outlines?|explains?|"
    r"summari[sz]es?|covers?|details?|provides?|relates|applies|highlights?|comprises|will|demonstrates?|reflects?|"
    r"contains?|includes?)\b",
    re.IGNORECASE,
)
NEAR_SENTENCES = 4
# "This is an ongoing process." says nothing to who reads it alone.
POINTING, POINTING_WORDS, POINTING_PENALTY = re.compile(r"(?:This|These|Such)\b"), 9, 1.0


def rank(text: Text, ranking: Ranking, *, only: Callable[[Context], bool] | None = None) -> CriterionResult:
    """Return found for the best sentence that answers; unclear where one only nearly does.

    only: which sentences count.
    """
    contexts = text.once(read_contexts)
    best: tuple[float, Context] | None = None
    other: tuple[float, Context] | None = None
    for index, context in enumerate(contexts):
        if not _is_candidate(context, ranking) or (only and not only(context)):
            continue
        scored = _score(contexts, index, ranking), context
        if context.status in ranking.answers:
            best = scored if best is None or scored[0] > best[0] else best
        else:
            other = scored if other is None or scored[0] > other[0] else other
    if best and best[0] >= ranking.found:
        return _result(FOUND, best[1])
    if other and other[0] >= ranking.found:
        return _result(UNCLEAR, other[1], ONLY_DENIED if other[1].status == DENIED else ONLY_PLANNED)
    if best and best[0] >= ranking.unclear:
        return _result(UNCLEAR, best[1], WEAK)
    return CriterionResult(NOT_FOUND)


def rank_first(
    text: Text, rankings: Sequence[Ranking], *, only: Callable[[Context], bool] | None = None
) -> CriterionResult:
    """Return what the first ranking finds, or the next; else the first doubt."""
    judged = [CriterionResult(NOT_FOUND)]
    for ranking in rankings:
        judged.append(rank(text, ranking, only=only))
        if judged[-1].result == FOUND:
            return judged[-1]
    return next((one for one in judged if one.result == UNCLEAR), judged[0])


def is_evidence(context: Context) -> bool:
    return not _holds(NO_EVIDENCE, context.text)


def _is_candidate(context: Context, ranking: Ranking) -> bool:
    if not is_evidence(context) or (ranking.never and _holds(ranking.never, context.text)):
        return False
    own, others = ranking.needs[: ranking.own], ranking.needs[ranking.own :]
    return all(_holds(pattern, context.text) for pattern in own) and all(
        _holds(pattern, context.text) or _holds(pattern, context.window) for pattern in others
    )


def _score(contexts: Sequence[Context], index: int, ranking: Ranking) -> float:
    context = contexts[index]
    score = ranking.weight * context.scores[ranking.label] if ranking.label else 0.0
    if ranking.neighbours:
        score += ranking.neighbours * sum(
            max(-CLIP, min(CLIP, contexts[place].scores[ranking.label])) if 0 <= place < len(contexts) else -2.0
            for place in (index - 1, index + 1)
        )
    score += sum(weight for pattern, weight in ranking.boosts if _holds(pattern, context.text))
    score -= REMOTE_PENALTY * sum(not _holds(pattern, context.text) for pattern in ranking.needs[1:])
    if ranking.heading and _holds(ranking.heading, context.heading):
        score += HEADING_BOOST
    if ranking.near and _is_near(contexts, index, ranking.near):
        score += ranking.near_boost
    if ranking.label not in LABELS_OF_WHO and ABOUT_TEXT.match(context.text):
        score -= ABOUT_PENALTY
    return score - _get_penalty(context)


def _is_near(contexts: Sequence[Context], index: int, pattern: re.Pattern[str]) -> bool:
    if pattern.search(contexts[index].heading) or pattern.search(contexts[index].lead):
        return True
    return any(pattern.search(before.text) for before in contexts[max(0, index - NEAR_SENTENCES) : index])


def _get_penalty(context: Context) -> float:
    """Return what a fragment, a long sentence, a lead-in or a formula loses; items of a list may be short."""
    text, count = context.text, len(context.text.split())
    is_fragment = count < SHORT and not context.lead
    penalty = SHORT_PENALTY if is_fragment else LONG_PENALTY if count > LONG else 0.0
    penalty += LEAD_PENALTY if text.endswith(":") else 0.0
    penalty += POINTING_PENALTY if count <= POINTING_WORDS and POINTING.match(text) else 0.0
    return penalty + (FORMULA_PENALTY if _holds(FORMULA, text) else 0.0)


def _result(result: str, context: Context, doubt: str = "") -> CriterionResult:
    return CriterionResult(result, (get_span(context.sentence),), doubt=doubt, status=context.status)


@lru_cache(maxsize=100_000)
def _holds(pattern: re.Pattern[str], text: str) -> bool:
    """Tell whether the text has a match; criteria ask the same of the same sentence many times."""
    return pattern.search(text) is not None
