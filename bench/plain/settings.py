from portal.settings.dev import *  # noqa: F403
from portal.settings.dev import BASE_DIR, TEMPLATES

DEMO = False
ROOT_URLCONF = "bench.plain.urls"
TEMPLATES[0]["DIRS"] = [*TEMPLATES[0]["DIRS"], BASE_DIR / "bench" / "plain" / "templates"]
