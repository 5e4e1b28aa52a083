"""Settings of the page cache: a file tells the workers of one machine that something was published, the cache or the
database those of all.
"""

from portal.settings.environment import VAR_DIR, env

PAGES_ARE_KEPT = True
PAGE_STAMP_FILE = VAR_DIR / "page-stamp"
PAGE_STAMP_IS_SHARED = bool(env("CACHE_URL"))
# A file of SQLite is of one machine.
PAGE_STAMP_IS_IN_DATABASE = not PAGE_STAMP_IS_SHARED and env("DATABASE_URL").startswith("postgres")
