"""Sentences with what stands around them."""

from compliance.statements.rubric.rules.tense import DONE, PLANNED, STATED
from compliance.statements.text_checker.rules.context import read_contexts
from compliance.statements.text_checker.rules.result import Text

TEXT = """Home | About us | Contact
Training
We trained all buyers. They liked it.
Next steps
In the coming year we will:
interview 50 pickers
review the following:
contracts of all growers
This work is led by the board.
Page 4 of 9"""


def test_headings_and_boilerplate_are_no_sentences():
    texts = [context.text for context in Text(TEXT).once(read_contexts)]
    assert "Training" not in texts and "Home | About us | Contact" not in texts and "Page 4 of 9" not in texts


def test_a_sentence_knows_its_heading_its_lead_in_and_the_one_before():
    contexts = {context.text: context for context in Text(TEXT).once(read_contexts)}
    trained, liked = contexts["We trained all buyers."], contexts["They liked it."]
    assert (trained.heading, trained.status, liked.before) == ("Training", DONE, trained.text)
    assert trained.text in liked.window and "Training" in liked.window
    item = contexts["interview 50 pickers"]
    assert (item.heading, item.lead, item.status) == ("Next steps", "In the coming year we will:", PLANNED)


def test_a_list_in_a_list_keeps_both_lead_ins():
    contexts = {context.text: context for context in Text(TEXT).once(read_contexts)}
    inner = contexts["contracts of all growers"]
    assert inner.lead == "In the coming year we will: review the following:" and inner.status == PLANNED
    assert contexts["This work is led by the board."].lead == ""


def test_every_sentence_has_a_score_for_each_subject():
    (context,) = Text("Larkmere Tea is a wholly owned subsidiary of Alder Holdings.").once(read_contexts)
    assert context.status == STATED
    assert context.scores["structure"] > context.scores["remediation"]
