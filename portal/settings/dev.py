"""Settings of the demo and a developer's own machine: plain HTTP, mail to the terminal and to /demo/mail/."""

from django.core.exceptions import ImproperlyConfigured

from portal.settings.base import *  # noqa: F403
from portal.settings.base import STORAGES
from portal.settings.environment import VAR_DIR, env_bool, env_list, why_not_development

# Here, so that no program on a server starts with them, whichever it is.
if _refusal := why_not_development():
    raise ImproperlyConfigured(_refusal)
DEBUG = env_bool("DEBUG")
DEMO = env_bool("DEMO", default=True)
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
# Offered, not demanded: the demo's accounts have passwords only (docs/requirements/security.md#second-factor).
SECOND_FACTOR_DEMANDED = env_bool("SECOND_FACTOR_DEMANDED")
# Passkeys on http://localhost, which browsers count as safe.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
MAILERS = {"default": {"BACKEND": "portal.core.mail.demo.DemoBackend"}}
LOOPBACK_MONITORING = True
# The demo serves static files from where they lie, so that nothing has to be collected first.
WHITENOISE_USE_FINDERS = True
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
STATIC_ROOT = None
VAR_DIR.mkdir(parents=True, exist_ok=True)
LOGGING = LOGGING | {  # noqa: F405
    "formatters": {"json": {"format": "{levelname} {name}: {message}", "style": "{"}},
    "loggers": LOGGING["loggers"]  # noqa: F405
    | {
        name: {"level": "WARNING"}
        for name in ("django_tasks_db", "pikepdf", "django.tasks", "portal.requests", "wagtail")
    },
}
