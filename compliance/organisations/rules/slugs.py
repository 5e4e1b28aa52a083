"""The name of an organisation in addresses. Pure."""

from collections.abc import Callable

# Words that addresses beside an organisation's use or may come to use: /statements/verify/, /organisations/new/ …
# fmt: off
RESERVED_SLUGS = frozenset({
    "account", "accounts", "admin", "all", "api", "archive", "browse", "compare", "csv", "data",
    "demo", "desk", "download", "downloads", "embed", "export", "feed", "help", "index", "join",
    "json", "latest", "new", "organisation", "organisations", "page", "pdf", "print", "public",
    "search", "settings", "staff", "statement", "statements", "static", "verify", "versions",
    "year", "years",
})
# fmt: on
MAX_SLUG_LENGTH = 60


def make_unique_slug(base: str, is_taken: Callable[[str], bool]) -> str:
    """Return the base, or the base with the first number that makes it a slug nobody has or had.

    base: what slugify made of the name; may be empty for a name without Latin letters.
    """
    base = base[:MAX_SLUG_LENGTH].strip("-")
    if len(base) < 2 or base.isdigit():
        base = f"organisation-{base}".strip("-")
    if base not in RESERVED_SLUGS and not is_taken(base):
        return base
    number = 2
    while is_taken(f"{base}-{number}"):
        number += 1
    return f"{base}-{number}"
