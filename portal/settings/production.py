"""Settings of a server: HTTPS, secrets from files, second factors demanded."""

from portal.settings.base import *  # noqa: F403
from portal.settings.environment import database, env, env_bool, env_list

# As many connections as portal/wsgi.py has turns, and one for the watch of a missing worker.
# Without a pool whoever asks a silent database waits for longer than two seconds.
# See docs/requirements/security.md#outages.
DATABASES = {"default": database(env("DATABASE_URL"), pool=13)}
SECURE_SSL_REDIRECT = env_bool("SECURE_SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
# Trust the proxy's word on the scheme only where the operator says that there is one.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env_bool("BEHIND_PROXY") else None
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
DRAFT_COOKIE_NAME = "__Host-page"
VISIT_COOKIE_NAME = "__Host-pane"
CSRF_TRUSTED_ORIGINS = env_list("CSRF_TRUSTED_ORIGINS")
VAULT_COOKIE_NAME = "__Host-unlock"
LANGUAGE_COOKIE_NAME = "__Host-language"
