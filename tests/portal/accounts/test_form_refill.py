"""Values into a form of HTML, by kind of field."""

import pytest
from bs4 import BeautifulSoup

from portal.accounts.form_refill import refill

PAGE = """<!DOCTYPE html><html><body><form method="post"><input name="outside"></form><main>
<form method="get"><input name="q"></form>
<form method="post" action="/other/"><input name="word"></form>
<form method="post">
<input type="hidden" name="csrfmiddlewaretoken" value="new"><input type="hidden" name="revision" value="2">
<input name="word" value="old"><input name="each" value=""><input name="each" value="">
<input type="password" name="key"><input type="file" name="paper">
<input type="checkbox" name="tick" value="a" checked><input type="checkbox" name="tick" value="b">
<input type="radio" name="one" value="x" checked><input type="radio" name="one" value="y">
<select name="pick"><option value="1" selected>One</option><option value="2">Two</option></select>
<textarea name="text">old</textarea>
<button name="then" value="next">Save</button></form>
<script>if (1 < 2 && true) { go("é"); }</script></main></body></html>"""


def filled(*fields):
    result = refill(PAGE, fields)
    return result, result.soup.select("main form")[2]


@pytest.mark.parametrize(
    ("sent", "selector", "attribute", "value"),
    [
        ([("word", 'a "b" & <c>'), ("text", "x")], "[name=word]", "value", 'a "b" & <c>'),
        ([("word", ""), ("text", "x")], "[name=word]", "value", ""),
        ([("revision", "1"), ("text", "x")], "[name=revision]", "value", "1"),
        ([("csrfmiddlewaretoken", "old"), ("text", "x")], "[name=csrfmiddlewaretoken]", "value", "new"),
        ([("key", "secret"), ("text", "x")], "[name=key]", "value", None),
        ([("paper", "/etc"), ("text", "x")], "[name=paper]", "value", None),
        ([("tick", "b"), ("text", "x")], "[name=tick][value=a]", "checked", None),
        ([("tick", "b"), ("text", "x")], "[name=tick][value=b]", "checked", ""),
        ([("one", "y"), ("text", "x")], "[value=x]", "checked", None),
        ([("one", "y"), ("text", "x")], "[value=y]", "checked", ""),
        ([("pick", "2"), ("text", "x")], "option[value='1']", "selected", None),
        ([("pick", "2"), ("text", "x")], "option[value='2']", "selected", ""),
    ],
)
def test_each_kind_of_field_takes_its_value(sent, selector, attribute, value):
    _, form = filled(*sent)
    assert form.select_one(selector).get(attribute) == value


def test_a_text_keeps_its_lines_and_stays_text():
    result, _ = filled(("text", "\nfirst\n</textarea><script>alert(1)</script>"), ("one", "y"))
    again = BeautifulSoup(str(result.soup), "html.parser").select("main form")[2]
    # A browser disregards the first line break of a text area.
    assert again.select_one("textarea").text == "\n\nfirst\n</textarea><script>alert(1)</script>"
    assert len(again.select("script")) == 0


def test_fields_of_one_name_take_their_values_in_turn():
    _, form = filled(("each", "1"), ("each", "2"), ("text", "x"))
    assert [field["value"] for field in form.select("[name=each]")] == ["1", "2"]


def test_the_form_that_knows_most_is_the_one():
    result, _ = filled(("word", "new"), ("text", "x"))
    assert [field.get("value") for field in result.soup.select("[name=word]")] == [None, "new"]


def test_the_rest_of_the_page_stays():
    result, _ = filled(("word", "new"), ("text", "x"))
    assert '<script>if (1 < 2 && true) { go("é"); }</script>' in str(result.soup)
    assert str(result.soup).startswith("<!DOCTYPE html>")


def test_what_has_no_field_is_left_over():
    result, _ = filled(("word", "new"), ("gone", "a long text"), ("empty", " "))
    assert result.left == ["a long text"]
    assert result.was_typed


@pytest.mark.parametrize("sent", [[("revision", "1")], [("then", "next")], [("revision", "1"), ("then", "next")], []])
def test_what_nobody_typed_counts_for_nothing(sent):
    result, _ = filled(*sent)
    assert not result.was_typed
    assert result.left == []


def test_a_page_without_a_form_leaves_everything_over():
    result = refill("<main><p>Closed</p></main>", [("text", "mine")])
    assert result.left == ["mine"]


REPLIES = """<main><form method="post" action="1/reply/"><input name="text"></form>
<form method="post" action="2/reply/"><input name="text"></form>
<form method="post"><input type="hidden" name="section" value="risk"><input name="text"><input name="by"></form>
<form method="post"><input type="hidden" name="section" value="goals"><input name="text"><input name="by"></form>
</main>"""


@pytest.mark.parametrize(
    ("sent_to", "fields", "index"),
    [
        ("/notes/1/reply/", [("text", "mine")], 0),
        ("/notes/2/reply/", [("text", "mine")], 1),
        ("/notes/", [("text", "mine"), ("section", "risk")], 2),
        ("/notes/", [("text", "mine"), ("section", "goals")], 3),
    ],
)
def test_of_forms_alike_the_one_that_was_sent_is_filled(sent_to, fields, index):
    result = refill(REPLIES, fields, address="/notes/", sent_to=sent_to)
    filled_in = [form.select_one("[name=text]").get("value") == "mine" for form in result.soup.select("form")]
    assert filled_in == [place == index for place in range(4)]
