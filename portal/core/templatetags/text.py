"""{% load text %}: text that has to fit a narrow screen."""

import re

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def breakable(address: str) -> SafeString:
    """Mark an email or web address so that a narrow line breaks after one of its signs, not within a word."""
    signs = "@." if "@" in address else "./"
    return format_html_join("", "{}<wbr>", ((part,) for part in re.split(f"(?<=[{signs}])", address) if part))
