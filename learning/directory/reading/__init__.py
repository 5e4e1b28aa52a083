"""What others may ask of the directory. The desk searches with staff=True, and tells people `as_lines`."""

from learning.directory.reading.lines import as_lines
from learning.directory.reading.rows import Shown, find
from learning.directory.reading.search import Found, search

__all__ = ["Found", "Shown", "as_lines", "find", "search"]
