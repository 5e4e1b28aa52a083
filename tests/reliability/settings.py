"""A server as an operator runs it, but without TLS, and without limits that visitors of one machine would reach."""

from portal.settings.production import *  # noqa: F403
from portal.settings.production import LIMITS, STORAGES

ALLOWED_HOSTS = ["127.0.0.1"]
SECURE_SSL_REDIRECT = False
LIMITS = {act: (10**6, seconds) for act, (_, seconds) in LIMITS.items()}
# Nothing is collected for a test: pages name their files, and nobody asks for them.
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
