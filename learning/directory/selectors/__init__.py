"""Queries of the directory for other apps. The desk searches with staff=True, and tells people `format_lines`."""

from learning.directory.selectors.cards import ServiceCard, find_card
from learning.directory.selectors.plain_text import format_lines
from learning.directory.selectors.search import SearchPage, search

__all__ = ["SearchPage", "ServiceCard", "find_card", "format_lines", "search"]
