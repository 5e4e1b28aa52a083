"""A new page begins with prompts, and every one of them keeps it from being handed on."""

from learning.resources.models import GuidancePage
from learning.resources.rules.page_template import BLOCKS, PROMPT
from learning.resources.rules.publish_checks import STILL_TO_WRITE, Part, find_problems


def test_every_block_asks_to_be_written_over():
    assert all(PROMPT in str(block["value"]) for block in BLOCKS)


def test_every_block_is_one_that_a_page_may_hold():
    blocks = GuidancePage._meta.get_field("body").stream_block
    assert [block.block_type for block in blocks.to_python(BLOCKS)] == [block["type"] for block in BLOCKS]


def test_a_prompt_that_is_left_stops_the_page():
    problems = find_problems([Part(html=f"<p>{PROMPT} who is this for?</p>")], summary="", sources=0)
    assert STILL_TO_WRITE in {problem.code for problem in problems if problem.stops}
