"""Queries of the resource centre, for its own pages and for the apps above."""

from learning.resources.selectors.pages import PublicPage, find_pages, get_area_page, get_latest, get_page

__all__ = ["PublicPage", "find_pages", "get_area_page", "get_latest", "get_page"]
