"""What guidance may hold: headings, lists, bold words, links; all else is words."""

import pytest

from portal.core.markdown import render_inline_markdown, render_markdown


def test_blocks_stand_without_white_space_between_them():
    html = render_markdown("## Why\nOne line\nand more.\n\n- a\n- b\n  goes on\n\n1. x\n2. y")
    assert html == (
        "<h2>Why</h2><p>One line and more.</p><ul><li>a</li><li>b goes on</li></ul><ol><li>x</li><li>y</li></ol>"
    )


def test_bold_words_and_links_are_the_only_marks_within_a_line():
    assert render_inline_markdown('**Ask** [us](/about/) "now"') == '<b>Ask</b> <a href="/about/">us</a> "now"'
    assert render_inline_markdown("Say *person*, a_b_c, `code`") == "Say *person*, a_b_c, `code`"


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "vbscript:x", "file:///etc/passwd"])
def test_an_address_that_runs_is_no_link(address):
    assert "href" not in render_markdown(f"[x]({address})")


def test_html_that_was_typed_is_words():
    assert render_markdown("<script>x</script> & <b>y</b>") == (
        "<p>&lt;script&gt;x&lt;/script&gt; &amp; &lt;b&gt;y&lt;/b&gt;</p>"
    )


def test_numbers_of_sources_stay_words():
    assert render_markdown("So. [1] And. [2]") == "<p>So. [1] And. [2]</p>"


@pytest.mark.parametrize("text", ["    four spaces", "```\ncode\n```", "> said", "a | b\n- | -", "***", "Title\n====="])
def test_other_marks_of_markdown_make_no_other_tags(text):
    html = render_markdown(text)
    assert not [tag for tag in ("<pre", "<code", "<blockquote", "<table", "<hr", "<h1", "<em") if tag in html]
