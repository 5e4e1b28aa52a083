"""The page cache: public pages as strangers see them, in the memory of each worker until something is published."""

from portal.core.page_cache.middleware import PUBLIC
from portal.core.page_cache.store import get_or_make
from portal.core.page_cache.version import bump_edition

__all__ = ["PUBLIC", "bump_edition", "get_or_make"]
