"""URLs of pages, told from their own row: asking Wagtail costs a query of the cache for each page."""

from django.conf import settings


def get_page_url(url_path: str) -> str:
    """Return "/guidance/groups/" for "/home/guidance/groups/": what comes first is the site's root page. Of its
    translation Wagtail makes "home-cy", and what is below that is at "/cy/".
    """
    _, root, way = url_path.split("/", 2)
    code = root.rpartition("-")[2]
    return f"/{code}/{way}" if code in dict(settings.LANGUAGES) else f"/{way}"
