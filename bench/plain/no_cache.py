from bench.plain.settings import *  # noqa: F403

PAGES_ARE_KEPT = False
