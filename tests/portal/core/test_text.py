"""Addresses on a narrow screen."""

import pytest

from portal.core.templatetags.text import breakable


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("anna@harbour.example", "anna@<wbr>harbour.<wbr>example<wbr>"),
        ("https://www.harbour.example/a", "https:/<wbr>/<wbr>www.<wbr>harbour.<wbr>example/<wbr>a<wbr>"),
        ("–", "–<wbr>"),
        ("", ""),
        ("<b>@x.example", "&lt;b&gt;@<wbr>x.<wbr>example<wbr>"),
    ],
)
def test_an_address_breaks_after_its_signs_and_is_escaped(address, shown):
    assert breakable(address) == shown
