"""Production settings behind the reference proxy, limits included."""

from portal.settings.environment import env_bool
from portal.settings.production import *  # noqa: F403
from portal.settings.production import STORAGES

ALLOWED_HOSTS = ["portal.example", "127.0.0.1"]
# `served` asks without a proxy whether the server has started.
SECURE_SSL_REDIRECT = False
ALLAUTH_TRUSTED_PROXY_COUNT = 1
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECOND_FACTOR_DEMANDED = env_bool("SECOND_FACTOR_DEMANDED", default=True)
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
