"""What others may ask of the directory. The desk searches with staff=True, and tells people `as_lines`."""

from learning.directory.selectors.cards import Shown, find
from learning.directory.selectors.plain_text import as_lines
from learning.directory.selectors.search import Found, search

__all__ = ["Found", "Shown", "as_lines", "find", "search"]
