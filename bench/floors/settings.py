from portal.settings.dev import *  # noqa: F403

DEMO = False
ROOT_URLCONF = "bench.floors.urls"
