"""What the resource centre reads, for its own pages and for the apps above."""

from learning.resources.selectors.pages import Page, find_pages, latest, page, page_of_area

__all__ = ["Page", "find_pages", "latest", "page", "page_of_area"]
