"""Whether a homepage links to the statement."""

import pytest

from compliance.statements.publication.rules import homepage_link

LINKED = b'<a href="/modern-slavery" class="x">Our <b>Modern Slavery</b> statement</a>'


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (LINKED, True),
        (b"<a class=x href=https://www.goods.example/responsibility/msa/#top>More</a>", True),
        (b'<A HREF="http://goods.example/responsibility/msa">More</A>', True),
        (b'<a href="https://portal.example/statements/goods/2026/"><img alt=""></a>', True),
        (b'<a href="/contact">Slavery and human trafficking statement</a>', True),
        (b'<a href="/contact">Contact</a> modern slavery', False),
        (b"<a>Modern slavery</a>", False),
        (b'<a href="https://[bad">x</a>', False),
        (b"", False),
        (b"<a " + b"href=" * 100_000, False),
    ],
)
def test_a_homepage_links_by_address_or_in_words(body, found):
    wanted = ("https://goods.example/responsibility/msa", "https://portal.example/statements/goods")
    assert homepage_link.links_to(body, base="https://goods.example/", wanted=wanted) is found


@pytest.mark.parametrize(
    ("url", "homepage"),
    [
        ("https://www.goods.example/responsibility/msa?x=1#top", "https://www.goods.example/"),
        ("http://goods.example:8080/a", "http://goods.example:8080/"),
        ("https://goods.example", "https://goods.example/"),
    ],
)
def test_the_homepage_is_that_of_the_website(url, homepage):
    assert homepage_link.get_homepage(url) == homepage


def test_a_page_of_many_links_is_read_up_to_a_limit():
    links = b'<a href="/other">Other</a>' * homepage_link.MAX_LINKS
    wanted = ["https://goods.example/msa"]
    statement = b'<a href="/msa">Statement</a>'
    assert not homepage_link.links_to(links + statement, base="https://goods.example/", wanted=wanted)
    assert homepage_link.links_to(statement + links, base="https://goods.example/", wanted=wanted)
