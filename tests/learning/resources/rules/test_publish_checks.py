import pytest

from learning.resources.labels import PROBLEM_LABELS, describe_problem
from learning.resources.rules import publish_checks
from learning.resources.rules.page_template import PROMPT
from learning.resources.rules.publish_checks import Part, Problem, find_problems


def codes(*parts, **facts):
    return [problem.code for problem in find_problems(parts, **facts)]


@pytest.mark.parametrize("alternative", ["", "   ", "IMG_2041", "photo.jpg", "picture 3"])
def test_a_picture_without_words_of_its_own_stops_the_page(alternative):
    assert codes(Part(alternative=alternative)) == [publish_checks.NO_ALTERNATIVE]


@pytest.mark.parametrize("part", [Part(alternative="Two people sort onions"), Part()])
def test_a_picture_that_is_described_and_a_block_without_one_are_well(part):
    assert not codes(part)


@pytest.mark.parametrize(
    ("levels", "jumps"), [("2", 0), ("23", 0), ("232", 0), ("23 2", 0), ("3", 1), ("24", 1), ("2 4", 1), ("3 3", 1)]
)
def test_a_heading_goes_one_level_deeper_at_most_also_from_block_to_block(levels, jumps):
    parts = [Part("".join(f"<h{level}>x</h{level}>" for level in block)) for block in levels.split()]
    assert codes(*parts).count(publish_checks.HEADING_JUMP) == jumps


@pytest.mark.parametrize(
    "words", ["here", "Click here", "this page", "more", "Read more", "link", "https://gov.example/x"]
)
def test_a_link_says_where_it_goes(words):
    assert codes(Part(f'<p><a href="/x/">{words}</a></p>')) == [publish_checks.LINK_WORDS]


def test_a_link_that_does_say_so_is_well():
    assert not codes(Part('<p>Read <a href="/x/">how to sign a statement</a>.</p>'))


def test_a_sentence_of_25_words_is_well_and_one_of_26_is_long():
    words = " ".join(["word"] * 25)
    assert not codes(Part(f"<p>{words}.</p>"))
    assert codes(Part(f"<p>{words} word.</p>")) == [publish_checks.LONG_SENTENCE]
    assert not codes(Part(f"<p>{words}. {words}.</p><ul><li>{words}</li><li>{words}</li></ul>"))


def test_the_summary_is_looked_at_too():
    assert codes(summary=" ".join(["word"] * 26)) == [publish_checks.LONG_SENTENCE]


def test_a_number_leads_to_a_source_and_a_source_to_a_claim():
    assert not codes(Part("<p>So it is. [1] And so. [2]</p>"), sources=2)
    assert codes(Part("<p>So it is. [3]</p>"), sources=0) == [publish_checks.NO_SUCH_SOURCE]
    assert codes(Part("<p>So it is. [1]</p>"), sources=2) == [publish_checks.SOURCE_UNUSED]


def test_a_number_in_the_address_of_a_link_is_no_claim():
    assert not codes(Part('<p><a href="/x/?a=[7]">the list of councils</a></p>'))


def test_a_table_without_a_caption_stops_the_page():
    assert codes(Part(caption="")) == [publish_checks.NO_CAPTION]
    assert not codes(Part(caption="Who signs"))


def test_a_page_for_older_readers_is_told_their_age():
    hard = "Organisations demonstrating proportionate remediation methodologies internationally. " * 12
    (problem,) = find_problems([Part(f"<p>{hard}</p>")])
    assert problem.code == publish_checks.HARD_TO_READ
    assert int(problem.quote) > 12


def test_what_stops_the_page_comes_first():
    found = find_problems([Part('<p><a href="/">here</a></p>'), Part("<h3>Jump</h3>")])
    assert [problem.stops for problem in found] == [True, False]


def test_every_code_has_its_words():
    every = {value for name, value in vars(publish_checks).items() if name.isupper() and isinstance(value, str)}
    assert set(PROBLEM_LABELS) == every
    for code in PROBLEM_LABELS:
        assert "%" not in describe_problem(Problem(code, 2, "words"))


def test_a_problem_says_in_which_block_it_is():
    assert describe_problem(Problem(publish_checks.HEADING_JUMP, 2, "Signs")).startswith("Block 2: ")


def test_a_prompt_that_nobody_wrote_over_stops_the_page():
    assert codes(Part(f"<li>{PROMPT} what helps</li>")) == [publish_checks.STILL_TO_WRITE]
    assert publish_checks.STILL_TO_WRITE in publish_checks.BLOCKING_PROBLEMS
    assert not codes(Part("<p>Write here if you can.</p>"))
