"""What the page shows of a statement that was checked."""

import re

from compliance.statements import vocabulary
from compliance.statements.text_checker.labels import DOUBTS, get_reason
from compliance.statements.text_checker.presenter import MAX_AROUND, Shown, present
from compliance.statements.text_checker.rules import result
from compliance.statements.text_checker.rules.criteria import judge

TEXT = """Our business
We sell tea. Larkmere Tea is a wholly owned subsidiary of Alder Holdings plc and employs 420 staff. We like it.
Next steps
We will audit our suppliers."""


def shown() -> Shown:
    return present(TEXT, judge(TEXT))


def test_a_row_has_its_sentence_in_context_and_the_words_that_count():
    rows = {row.judged.criterion.code: row for group in shown().groups for row in group.found}
    row = rows["p_ownership_entities"]
    assert (
        row.quote.startswith("Larkmere Tea is a wholly owned")
        and row.before == "We sell tea."
        and row.after == "We like it."
    )
    assert {"owned", "employs"} <= {*row.words.split(", ")} and row.mark is not None
    assert all(len(part) <= MAX_AROUND + 2 for part in (row.before, row.after))


def test_groups_part_what_is_found_from_what_is_not():
    for group in shown().groups:
        assert all(row.judged.result == result.FOUND for row in group.found)
        assert all(row.judged.result != result.FOUND and row.reason for row in group.open)
    assert {group.weight: group.is_folded for group in shown().groups}["must"] is False


def test_sources_are_titles_and_never_the_name_of_a_repository():
    page = shown()
    for row in (row for group in page.groups for row in [*group.found, *group.open]):
        titles = [page.sources[number - 1] for number in row.sources]
        assert titles == [vocabulary.source(code).public_title for code in row.judged.criterion.sources]
    assert not any(re.search(r"github|[a-z]+/[A-Za-z-]+", title) for title in page.sources)


def test_every_doubt_has_a_sentence():
    assert set(DOUBTS) == result.DOUBTS - {""}
    for judged in judge("We use key performance indicators to measure our suppliers. We will train buyers on slavery."):
        if judged.doubt:
            assert get_reason(judged) == DOUBTS[judged.doubt]


def test_a_question_about_two_things_is_answered_by_two_sentences():
    own, chains = (
        "We check the right to work of our staff against slavery.",
        "We audited 14 suppliers for forced labour.",
    )
    words = f"{own}\nTea is a pleasant drink.\n{chains}"
    rows = {row.judged.criterion.code: row for group in present(words, judge(words)).groups for row in group.found}
    row = rows["law_business_and_supply_chains"]
    assert row.quote == f"{own} … {chains}"
    assert row.judged.sentence == own
