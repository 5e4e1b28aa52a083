"""Settings of the page cache: a file tells the workers of one machine that something was published, the cache all."""

from portal.settings.environment import VAR_DIR, env

PAGES_ARE_KEPT = True
PAGE_STAMP_FILE = VAR_DIR / "page-stamp"
PAGE_STAMP_IS_SHARED = bool(env("CACHE_URL"))
