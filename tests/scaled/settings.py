"""The settings of the suite, with the cache, the files and the databases of a scaled-out portal."""

from portal.settings.environment import caches, env
from portal.settings.test import *  # noqa: F403

CACHES = caches(env("CACHE_URL"))
