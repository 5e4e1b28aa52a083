from portal.settings.dev import *  # noqa: F403

ROOT_URLCONF = "bench.floors.urls"
