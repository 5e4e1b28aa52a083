"""Where a page is, told from its own row: asking Wagtail costs a query of the cache for each page."""


def address_of(url_path: str) -> str:
    """ "/home/guidance/groups/" is at "/guidance/groups/": what comes first is the site's root page, whatever it is
    called."""
    return "/" + url_path.split("/", 2)[2]
