import pytest

from learning.base.rules.front_matter import MalformedContent, Source, read_page, read_sources

KNOWN = read_sources(
    "# a note\nact | Modern Slavery Act 2015 | law | 2026-11-24 | https://x.example\nours | Us | ours | 2026-11-24 |"
)
HEAD = "title: Who signs\nsummary: It depends.\norder: 1\n\n"


def blocks(body):
    return read_page(HEAD + body, KNOWN).blocks


def test_sources_are_rows_and_an_address_may_be_missing():
    assert KNOWN["act"] == Source("act", "Modern Slavery Act 2015", "law", "2026-11-24", "https://x.example")
    assert KNOWN["ours"].address == ""


def test_the_head_is_names_and_values():
    assert read_page(HEAD + "x", KNOWN).head == {"title": "Who signs", "summary": "It depends.", "order": "1"}


def test_running_text_has_paragraphs_lists_headings_bold_words_and_links():
    (block,) = blocks("One line\nand more.\n\n## Why\n\n- a\n- b\n  goes on\n\n1. x\n2. y\n\n**Ask** [us](/about/).")
    assert block == {
        "type": "text",
        "value": "<p>One line and more.</p><h2>Why</h2><ul><li>a</li><li>b goes on</li></ul>"
        '<ol><li>x</li><li>y</li></ol><p><b>Ask</b> <a href="/about/">us</a>.</p>',
    }


def test_marks_of_html_are_words():
    (block,) = blocks("<script>x</script> & more")
    assert block["value"] == "<p>&lt;script&gt;x&lt;/script&gt; &amp; more</p>"


def test_a_claim_points_at_its_source_and_the_same_place_is_one_source():
    page = read_page(HEAD + "So. {act section 54} And. {ours}\n\n:::do\n+ Sign {act section 54}\n- x\n:::", KNOWN)
    assert page.blocks[0]["value"] == "<p>So. [1] And. [2]</p>"
    assert page.blocks[1]["value"]["do"] == ["Sign [1]"]
    assert [(each["value"]["title"], each["value"]["place"]) for each in page.sources] == [
        ("Modern Slavery Act 2015", "section 54"),
        ("Us", ""),
    ]


@pytest.mark.parametrize(
    ("body", "kind", "value"),
    [
        (
            ":::steps How\n1. One\n   more\n2. Two\n:::",
            "steps",
            {"heading": "How", "steps": ["<p>One more</p>", "<p>Two</p>"]},
        ),
        (":::do\n+ a\n- b\n:::", "do_and_dont", {"heading": "", "do": ["a"], "dont": ["b"]}),
        (":::urgent Now\nCall.\n:::", "care_card", {"kind": "urgent", "heading": "Now", "text": "<p>Call.</p>"}),
        (":::example Ann\nShe calls.\n:::", "example", {"heading": "Ann", "text": "<p>She calls.</p>"}),
        (":::area risk", "area", {"area": "risk"}),
        (":::related a, b", "related", ["a", "b"]),
    ],
)
def test_each_kind_of_block_is_read(body, kind, value):
    assert blocks(body) == [{"type": kind, "value": value}]


def test_a_question_has_answers_right_and_wrong_and_says_why():
    (block,) = blocks(":::question Who signs?\n+ A director\n- The caretaker\nThe Act says so. {act}\n:::")
    assert block["type"] == "question"
    assert block["value"] == {
        "question": "Who signs?",
        "answers": [{"text": "A director", "is_right": True}, {"text": "The caretaker", "is_right": False}],
        "because": "<p>The Act says so. [1]</p>",
    }


def test_a_table_has_its_headings_first_and_words_with_links_in_all_but_the_first_column():
    (block,) = blocks(":::table Who\n| Form | Signs |\n| Company | A **director** |\n:::")
    assert block["value"] == {
        "caption": "Who",
        "columns": [{"type": "text", "heading": "Form"}, {"type": "rich_text", "heading": "Signs"}],
        "rows": [{"values": ["Company", "<p>A <b>director</b></p>"]}],
    }


def test_text_before_between_and_after_blocks_keeps_its_place():
    assert [block["type"] for block in blocks("a\n\n:::area risk\n\nb\n\n:::do\n+ x\n- y\n:::\nc")] == [
        *("text", "area", "text", "do_and_dont", "text")
    ]


@pytest.mark.parametrize(
    "body",
    [
        "x {nobody 1}",
        ":::steps\n1. x",
        ":::do\n:::steps\n:::",
        ":::what x\ny\n:::",
        ":::question x\n+ a\n+ b\n:::",
        ":::check x\n- a\nwhy\n:::",
        ":::table T\n| a | b |\n| c |\n:::",
    ],
)
def test_a_slip_is_told(body):
    with pytest.raises(MalformedContent):
        blocks(body)


def test_a_line_of_the_head_that_is_none_is_told():
    with pytest.raises(MalformedContent):
        read_page("title Who\n\nx", KNOWN)


SCENARIO = """title: x

:::scenario At the gate
= gate
A man waits. {ours}
> ask: Ask him
> call: Call first
= ask
He leaves.
> call: Call anyway
= call
You have called.
:::"""


def test_a_scenario_is_read_with_its_choices():
    page = read_page(SCENARIO, {"ours": Source("ours", "Our own advice", "ours", "2026-11-24")})
    (block,) = page.blocks
    assert block["type"] == "scenario"
    assert block["value"]["heading"] == "At the gate"
    assert [step["key"] for step in block["value"]["steps"]] == ["gate", "ask", "call"]
    assert block["value"]["steps"][0]["choices"] == [
        {"step": "ask", "text": "Ask him"},
        {"step": "call", "text": "Call first"},
    ]
    assert "[1]" in block["value"]["steps"][0]["text"]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("> call: Call anyway", "> nowhere: Call", "no step is called"),
        ("= ask\n", "= gate\n", "two steps have one name"),
        ("> ask: Ask him\n", "", "no choice leads to"),
        ("You have called.", "You have called.\n> gate: Again", "no path from"),
        ("= gate\n", "", "begins without a step"),
    ],
)
def test_a_scenario_that_leads_nowhere_is_refused(old, new, told):
    with pytest.raises(MalformedContent, match=told):
        read_page(SCENARIO.replace(old, new), {"ours": Source("ours", "Our own advice", "ours", "2026-11-24")})
