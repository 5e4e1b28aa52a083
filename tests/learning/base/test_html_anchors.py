import re

from learning.base.html_anchors import add_anchors, link_sources

TITLES = ["Act of 2015 & notes, section 54"]


def test_every_second_level_heading_gets_an_anchor_and_keeps_its_class():
    html, headings = add_anchors('<h2 class="a">Who <b>must</b> [1]</h2><h3>x</h3><h2>Who must</h2>')
    assert headings == [("1-who-must", "Who must"), ("2-who-must", "Who must")]
    assert '<h2 id="1-who-must" class="a">' in html


def test_the_heading_of_a_care_card_is_no_place_to_jump_to():
    assert add_anchors('<h2 class="c" data-aside>Call 999</h2>')[1] == []


def test_a_number_becomes_a_link_to_its_source():
    html = link_sources("<p>So it is. [1]</p>", TITLES)
    assert 'href="#source-1"' in html
    assert "[1]" not in html


def test_a_number_without_a_source_or_inside_a_link_or_a_tag_stays():
    for html in ("<p>x [2]</p>", '<p><a href="/">x [1]</a></p>', '<p title="[1]">x</p>'):
        assert link_sources(html, TITLES) == html


def test_a_link_after_a_link_is_made():
    assert link_sources('<p><a href="/">x</a> y [1]</p>', TITLES).count("<a ") == 2


def test_on_another_page_a_number_leads_to_the_page_that_lists_the_sources():
    assert 'href="/training/x/lessons/y/#source-1"' in link_sources("<p>So. [1]</p>", TITLES, "/training/x/lessons/y/")


def test_a_screen_reader_hears_which_source_a_number_leads_to():
    html = link_sources("<p>So. [1] And so. [2]</p>", [*TITLES, "Toolkit"])
    names = re.findall(r"<a [^>]*>(.*?)</a>", html)
    assert [re.sub("<[^>]+>", "", name) for name in names] == [
        "Source 1 Act of 2015 &amp; notes, section 54",
        "Source 2 Toolkit",
    ]
