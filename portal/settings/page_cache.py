"""Public pages are kept in memory until one is published: a file tells the workers of one machine, the cache all."""

from portal.settings.environment import VAR_DIR, env

PAGES_ARE_KEPT = True
PAGE_STAMP_FILE = VAR_DIR / "page-stamp"
PAGE_STAMP_IS_SHARED = bool(env("CACHE_URL"))
