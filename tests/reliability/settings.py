"""A server as an operator runs it, but without TLS, and without limits that visitors of one machine would reach."""

import os

from portal.settings.faces import get_own_hosts
from portal.settings.production import *  # noqa: F403
from portal.settings.production import LIMITS, MAILERS, STORAGES

ALLOWED_HOSTS = ["127.0.0.1", *get_own_hosts()]
SECURE_SSL_REDIRECT = False
LIMITS = {act: (10**6, seconds) for act, (_, seconds) in LIMITS.items()}
# A post that hangs is given up sooner, so that a test need not wait as long as a worker does.
MAILERS["default"]["OPTIONS"]["timeout"] = int(os.environ.get("SMTP_SECONDS", "20"))
# Nothing is collected for a test: pages name their files, and nobody asks for them.
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
