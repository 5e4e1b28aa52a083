"""Settings of a server: HTTPS, secrets from files, second factors demanded."""

from portal.settings.base import *  # noqa: F403
from portal.settings.databases import databases
from portal.settings.environment import VAR_DIR, env, env_bool, env_list, required_secret, share_metrics

SECRET_KEY = required_secret("SECRET_KEY", VAR_DIR / "secrets" / "secret_key", what="50 random characters")
METRICS_DIR = share_metrics()
# As many connections as portal/wsgi.py has turns, and one for the watch of a missing worker.
# Without a pool whoever asks a silent database waits for longer than two seconds.
# See docs/requirements/security.md#outages.
DATABASES = databases(env("DATABASE_URL"), env("DATABASE_REPLICA_URL"), pool=15)
SECURE_SSL_REDIRECT = env_bool("SECURE_SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^health$", r"^metrics$"]
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
# To be on browsers' own lists binds the whole domain for years: the operator decides, and no check asks for it.
SECURE_HSTS_PRELOAD = env_bool("SECURE_HSTS_PRELOAD")
SILENCED_SYSTEM_CHECKS = ["security.W021"]
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
