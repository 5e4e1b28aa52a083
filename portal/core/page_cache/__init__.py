"""Public pages as strangers see them, kept in the memory of each worker for as long as nothing is published."""

from portal.core.page_cache.middleware import PUBLIC
from portal.core.page_cache.store import kept
from portal.core.page_cache.version import renew

__all__ = ["PUBLIC", "kept", "renew"]
