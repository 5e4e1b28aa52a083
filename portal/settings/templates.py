"""Settings of templates: Django's for pages, Jinja for what a page draws often (docs/decisions/0027-jinja.md)."""

from typing import Any

from portal.settings.environment import BASE_DIR

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.core.context_processors.portal",
                "portal.accounts.context_processors.session",
            ],
        },
    },
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates"],
        # Django brings the templates of its widgets for Jinja too.
        "APP_DIRS": True,
        "OPTIONS": {"environment": "portal.core.jinja.make_environment"},
    },
]
