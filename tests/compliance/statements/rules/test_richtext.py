"""Narrative text: simple marks to cleaned HTML and back, and nothing that a page would obey."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.statements.rules import richtext


@pytest.mark.parametrize(
    ("marks", "html"),
    [
        ("One.\n\nTwo.", "<p>One.</p>\n<p>Two.</p>"),
        ("One.\nTwo.", "<p>One.<br>Two.</p>"),
        ("## Risk", "<h2>Risk</h2>"),
        ("### Risk", "<h3>Risk</h3>"),
        ("- a\n- b", "<ul><li>a</li><li>b</li></ul>"),
        ("1. a\n2. b", "<ol><li>a</li><li>b</li></ol>"),
        ("> a", "<blockquote><p>a</p></blockquote>"),
        ("**a** *b*", "<p><strong>a</strong> <em>b</em></p>"),
        ("a ^[b]", '<p>a <span class="footnote">b</span></p>'),
        ("[figure 3]", '<figure data-number="3"></figure>'),
        ("::: A site\nPaid.\n:::", "<aside><h3>A site</h3>\n<p>Paid.</p></aside>"),
        (r"\- a", "<p>- a</p>"),
        ("2 * 3 * 4", "<p>2 * 3 * 4</p>"),
        ("", ""),
    ],
)
def test_each_mark_has_its_html_and_comes_back(marks, html):
    assert richtext.to_html(marks) == html
    assert richtext.to_html(richtext.to_marks(html)) == html


def test_a_table_has_the_first_line_as_its_head():
    html = richtext.to_html("| Site | Visits |\n|---|---|\n| A | 2 |")
    assert '<th scope="col">Site</th>' in html and "<td>2</td>" in html and "---" not in html
    assert richtext.to_html(richtext.to_marks(html)) == html


@pytest.mark.parametrize(
    ("marks", "is_link"),
    [
        ("[a](https://a.example)", True),
        ("[a](mailto:a@a.example)", True),
        ("[a](http://a.example)", False),
        ("[a](javascript:alert(1))", False),
        ("[a](/inside)", False),
    ],
)
def test_only_addresses_of_pages_and_of_mail_are_links(marks, is_link):
    html = richtext.to_html(marks)
    assert ("<a href=" in html) is is_link
    assert 'rel="noopener noreferrer"' in html or not is_link


@pytest.mark.parametrize(
    "typed",
    ["<script>alert(1)</script>", '<img src=x onerror="alert(1)">', "<b>bold</b>", '"><svg onload=alert(1)>'],
)
def test_html_that_was_typed_is_shown_as_typed(typed):
    html = richtext.to_html(typed)
    assert "<script" not in html and "<img" not in html and "<b>" not in html and "<svg" not in html
    assert richtext.to_text(html) == typed


@pytest.mark.parametrize(
    ("html", "cleaned"),
    [
        ('<p onclick="x()">a</p>', "<p>a</p>"),
        ("<script>x()</script><p>a</p>", "<p>a</p>"),
        ('<a href="javascript:x()">a</a>', '<a rel="noopener noreferrer">a</a>'),
        ('<span class="footnote other" style="x">a</span>', '<span class="footnote">a</span>'),
        ("<iframe></iframe>a", "a"),
    ],
)
def test_cleaning_leaves_only_what_a_statement_may_hold(html, cleaned):
    assert richtext.clean(html) == cleaned
    assert richtext.clean(cleaned) == cleaned


def test_words_are_counted_without_the_tags():
    html = "<h2>Our risks</h2><ul><li>cotton &amp; cocoa</li><li>tea</li></ul>"
    assert richtext.to_text(html) == "Our risks\ncotton & cocoa\ntea"
    assert richtext.count_words(html) == 6


@pytest.mark.parametrize(
    "marks",
    [r"*1\*1*", r"**a\*\*b**", r"[a\]b](https://example.org)", r"[*a\*b*](https://example.org)", r"^[a \] b] *c\*d*"],
)
def test_a_mark_within_emphasis_a_link_or_a_note_stays_a_character(marks):
    html = richtext.to_html(marks)
    again = richtext.to_html(richtext.to_marks(html))
    assert again == html


@given(st.text(alphabet="ab \n*#->|[]()^:.1\\<&\"'", max_size=60))
def test_whatever_was_typed_the_editor_loses_no_word_and_keeps_what_it_wrote(marks):
    html = richtext.to_html(marks)
    assert richtext.clean(html) == html
    again = richtext.to_html(richtext.to_marks(html))
    assert richtext.to_text(again).split() == richtext.to_text(html).split()
    assert richtext.to_html(richtext.to_marks(again)) == again


@pytest.mark.parametrize("piece", ["*", "**", "[", "^[", "|", "::: a\n", "<", "\\", "- \n", "[a](https://", "> "])
def test_hostile_marks_are_read_within_the_limit_of_a_test(piece):
    html = richtext.to_html(piece * (100_000 // len(piece)))
    assert richtext.clean(html) == html
    assert isinstance(richtext.to_marks(html), str)


def test_the_work_grows_with_the_text_and_not_with_its_square():
    """Blanks by the hundred thousand, which a pattern could look at again from each of them for minutes."""
    blanks = " " * 200_000
    assert richtext.to_marks(f"<p>a{blanks}b</p>") == "a b"
    assert "footnote" in richtext.to_html(f"a{blanks}b ^[c]")
