"""What every way of running the portal shares. The environment is read in this package and nowhere else.

docs/settings.md has a row per variable.
"""

from pathlib import Path

from django.utils.csp import CSP

from portal.settings.concern_pages import CODE_FIELDS, DRAFT_COOKIE_NAME, NOBODY_PATHS, SECRET_PATHS, VISIT_COOKIE_NAME  # noqa: F401
from portal.settings.environment import (
    BASE_DIR,
    VAR_DIR,
    caches,
    database,
    env,
    env_bool,
    env_list,
    read_secret,
    secret_file,
)
from portal.settings.forms import ACCOUNT_FORMS, MFA_FORMS  # noqa: F401
from portal.settings.helpline import HELPLINE_HOURS, HELPLINE_READS_WITHIN  # noqa: F401
from portal.settings.hooks import ACCOUNTS_HOOKS, CASE_HOOKS, SECTION_HOOKS, SUPPLIERS_HOOKS  # noqa: F401
from portal.settings.languages import *  # noqa: F403
from portal.settings.limits import ACCOUNT_RATE_LIMITS, FILE_ROOM, LIMITS, VISITOR_COUNTS_FILE  # noqa: F401
from portal.settings.page_cache import PAGE_STAMP_FILE, PAGE_STAMP_IS_SHARED, PAGES_ARE_KEPT  # noqa: F401

# --- What it is ---------------------------------------------------------------------------------------------------
SECRET_KEY = read_secret(secret_file("SECRET_KEY", VAR_DIR / "secrets" / "secret_key"))
SECRET_KEY_FALLBACKS = read_secret(
    secret_file("SECRET_KEY_FALLBACKS", VAR_DIR / "secrets" / "secret_key_fallbacks")
).split()
# One key a line, the newest first: seals second-factor secrets and private files (level P3).
SEALING_KEYS_FILE = secret_file("SEALING_KEYS", VAR_DIR / "secrets" / "sealing_keys")
# What reporters tell us (level P4): finds receipts, and says to which key the team's concerns are sealed.
RECEIPT_PEPPER_FILE = secret_file("RECEIPT_PEPPER", VAR_DIR / "secrets" / "receipt_pepper")
RECEIPT_SALT_FILE = secret_file("RECEIPT_SALT", VAR_DIR / "secrets" / "receipt_salt")
TEAM_PUBLIC_KEY_FILE = secret_file("TEAM_PUBLIC_KEY", VAR_DIR / "secrets" / "team_public_key")
# Argon2id for receipts and passphrases. Only the same figures find again what they once made.
VAULT_STRETCH = {"passes": 3, "memory_bytes": 128 * 1024**2}
DEBUG = False
DEMO = False
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS")
SITE_URL = env("SITE_URL", "http://localhost:8000").rstrip("/")

PORTAL_NAME = env("PORTAL_NAME", "Daylight")
HELPLINE_NUMBER = env("HELPLINE_NUMBER", "08000 121 700")
# Who is told that a business has not read an alert for 24 hours, where the business agreed to that.
HELPLINE_DUTY_EMAIL = env("HELPLINE_DUTY_EMAIL")
# Whom the desk alerts, without content, when an immediate concern waits or nobody is there.
ON_CALL_EMAILS = env_list("ON_CALL_EMAILS")
ON_CALL_WEBHOOK = env("ON_CALL_WEBHOOK")
# The address of the course that a handler completes before the desk can be unlocked; without it none is demanded.
DESK_COURSE = env("DESK_COURSE")
# How soon at which level, in the place of the vocabulary's proposals (compliance.casework.response_targets).
CASE_TARGETS: dict[str, dict[str, dict[str, int]]] = {}
OPERATOR = {
    "name": env("OPERATOR_NAME", f"the operator of {PORTAL_NAME}"),
    "charity_number": env("OPERATOR_CHARITY_NUMBER"),
    "address": env("OPERATOR_ADDRESS"),
    "email": env("OPERATOR_EMAIL"),
    "security_email": env("OPERATOR_SECURITY_EMAIL", env("OPERATOR_EMAIL")),
    "data_protection_email": env("OPERATOR_DATA_PROTECTION_EMAIL", env("OPERATOR_EMAIL")),
    "ico_number": env("OPERATOR_ICO_NUMBER"),
}
SOURCE_CODE_URL = env("SOURCE_CODE_URL")
# Where "Exit this page" leads: a page of another site that nobody would ask about.
EXIT_URL = env("EXIT_URL", "https://www.bbc.co.uk/weather")
ACCESSIBILITY_TESTED_ON = env("ACCESSIBILITY_TESTED_ON", "2026-11-24")

COMPANIES_HOUSE_API_KEY = read_secret(secret_file("COMPANIES_HOUSE_API_KEY", VAR_DIR / "secrets" / "companies_house"))
COMPANIES_HOUSE_URL = env("COMPANIES_HOUSE_URL", "https://api.company-information.service.gov.uk")
SCANNER_SOCKET = env("SCANNER_SOCKET")
# Whether /readyz says what is wrong when it is asked on the machine itself.
READYZ_DETAIL = env_bool("READYZ_DETAIL")

# --- What it is made of -------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "portal.core",
    "portal.accounts",
    "portal.history",
    "portal.vault",
    "portal.files",
    "portal.reference",
    "portal.dashboard",
    "portal.operations",
    "learning.base",
    "learning.resources",
    "learning.directory",
    "learning.training",
    "compliance.organisations",
    "compliance.suppliers",
    "compliance.concerns",
    "compliance.audits",
    "compliance.workbooks",
    "compliance.statements",
    "compliance.casework",
    "compliance.referrals",
    "compliance.data_protection",
    "compliance.archive",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_tasks_db",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.typed_table_block",
    "wagtail_localize",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "learning.base.admin_app.AdminConfig",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
    "django.contrib.postgres",
    "django.forms",
]

MIDDLEWARE = [
    "portal.core.logs.RequestLogMiddleware",
    "portal.core.code_redaction.CodeRedactionMiddleware",
    "portal.core.page_cache.middleware.PageCacheMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "portal.core.middleware.ResponseHeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "portal.core.middleware.AnonymousReporterMiddleware",
    "portal.core.middleware.TooBusyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "portal.core.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "compliance.casework.middleware.FormDraftMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "portal.accounts.middleware.SessionLifetimeMiddleware",
    "portal.accounts.middleware.PendingFormMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "portal.core.middleware.PagePolicyMiddleware",
    "portal.core.middleware.NumberRangeMiddleware",
    "portal.history.middleware.RefusalMiddleware",
    "portal.accounts.middleware.SecondFactorMiddleware",
    "compliance.audits.middleware.AlertMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "portal.accounts.middleware.AccountPagesMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

TEMPLATES = [
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
    }
]
FORM_RENDERER = "portal.core.forms.GovukRenderer"

# --- What it keeps ------------------------------------------------------------------------------------------------
DATABASES = {"default": database(env("DATABASE_URL"))}
CACHES = caches(env("CACHE_URL"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    # Sealed, and never below an address: what people give us in confidence.
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": VAR_DIR / "private", "file_permissions_mode": 0o600},
    },
    # Files that people gave the helpline: each under a key that the vault keeps.
    "concerns": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": VAR_DIR / "concerns", "file_permissions_mode": 0o600},
    },
}
MEDIA_ROOT = VAR_DIR / "media"
MEDIA_URL = "/media/"
STATIC_ROOT = VAR_DIR / "static"
STATIC_URL = "/static/"
# The day's last hash of the history chain, kept where a change of the database cannot reach it.
HISTORY_ANCHORS_DIR = Path(env("HISTORY_ANCHORS_DIR", str(VAR_DIR / "anchors")))
STATICFILES_DIRS = [("portal", BASE_DIR / "frontend" / "build")]

# Wagtail keeps the default alias immediate; our jobs use the database (docs/requirements/experience.md#job-queue).
TASKS = {
    "default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"},
    "jobs": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "pdf", "mail", "checks", "workbooks"]},
}

# --- Who may enter ------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
# One back end only: a wrong password then takes as long for a known address as for an unknown one.
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = WAGTAILADMIN_LOGIN_URL = WAGTAIL_FRONTEND_LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "dashboard:home"
LOGOUT_REDIRECT_URL = "/"
SECOND_FACTOR_DEMANDED = True
# How many proxies of the operator's own stand in front; 0 disregards X-Forwarded-For.
ALLAUTH_TRUSTED_PROXY_COUNT = int(env("TRUSTED_PROXIES", "0"))

ACCOUNT_ADAPTER = "portal.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = 3
ACCOUNT_REAUTHENTICATION_TIMEOUT = 5 * 60
MFA_ADAPTER = "portal.accounts.adapter.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = PORTAL_NAME
# One step of 30 seconds either way, for clocks that are a little off (RFC 6238 5.2).
MFA_TOTP_TOLERANCE = 1
# The last use of a web session is kept to the minute by our own middleware, not with each request.
USERSESSIONS_TRACK_ACTIVITY = False

SESSION_COOKIE_AGE = 12 * 60 * 60
# As the pages say, all of these end with the browser: no cookie tells next month that somebody was here.
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_AGE = None
CSRF_FAILURE_VIEW = "portal.core.views.csrf_failure"
# Idle and longest, in minutes (docs/requirements/security.md#sessions).
SESSION_IDLE_MINUTES = 30
SESSION_LONGEST_MINUTES = 12 * 60
STAFF_SESSION_IDLE_MINUTES = 15
STAFF_SESSION_LONGEST_MINUTES = 10 * 60
# A handler's browser keeps half of what opens the vault in this cookie; the other half is a row.
VAULT_COOKIE_NAME = "unlock"

SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF, CSP.NONCE],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "manifest-src": [CSP.SELF],
    "report-uri": ["/policy-report/"],
}
# Wagtail's editors' pages carry inline scripts and styles; only /cms/ has this policy.
CMS_CSP = {
    **SECURE_CSP,
    "script-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "style-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "img-src": [CSP.SELF, "data:", "blob:"],
    "frame-src": [CSP.SELF],
    "frame-ancestors": [CSP.SELF],
}

# --- How it speaks ------------------------------------------------------------------------------------------------
TIME_ZONE = "Europe/London"

DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", f"{PORTAL_NAME} <no-reply@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
MAILERS = {
    "default": {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": env("SMTP_HOST", "localhost"),
            "port": int(env("SMTP_PORT", "25")),
            "username": env("SMTP_USER"),
            "password": read_secret(secret_file("SMTP_PASSWORD", VAR_DIR / "secrets" / "smtp_password")),
            "use_tls": env_bool("SMTP_TLS"),
            "timeout": 20,
        },
    }
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
# A user's own file: at most this large. It stays in memory until it is sealed.
UPLOAD_MAX_BYTES = 25 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["portal.core.uploads.InMemoryUploadHandler"]
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_NUMBER_FILES = 10

# --- Wagtail ------------------------------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = PORTAL_NAME
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAILIMAGES_IMAGE_MODEL = "base.PortalImage"
# No SVG, which may carry script; what is uploaded is read as one of these or refused.
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000
WAGTAILDOCS_MAX_UPLOAD_SIZE = UPLOAD_MAX_BYTES
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "xlsx", "pptx", "odt", "ods", "csv", "txt"]
# A file that pages show is never replaced by one person: the forms of an existing one have no field for it.
WAGTAILDOCS_DOCUMENT_FORM_BASE = "learning.base.media_forms.DocumentForm"
WAGTAILIMAGES_IMAGE_FORM_BASE = "learning.base.media_forms.ImageForm"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
# Half a minute between autosaves: a history can be read (docs/requirements/experience.md#editor-autosave).
WAGTAIL_AUTOSAVE_INTERVAL = 30_000
# What was changed after a step of the review is read again in that step.
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
WAGTAILDOCS_DOCUMENT_MODEL = "base.PortalDocument"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAILEMBEDS_FINDERS = []
WAGTAILSEARCH_BACKENDS = {
    "default": {"BACKEND": "wagtail.search.backends.database", "SEARCH_CONFIG": "english"}
    if DATABASES["default"]["ENGINE"].endswith("postgresql")
    else {"BACKEND": "wagtail.search.backends.database"}
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "portal.core.logs.JsonFormatter"}},
    "filters": {"without_visits": {"()": "portal.core.logs.ReporterVisitFilter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json", "filters": ["without_visits"]}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", "INFO")},
    "loggers": {
        # Not Django's own mail of an error to the administrators, which would tell what somebody typed.
        "django": {"handlers": []},
        "django.server": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        # It says an address, which a path may make secret; RequestLogMiddleware says the route instead.
        "gunicorn.access": {"level": "ERROR"},
        # It warns of every answer to HEAD, whose body it drops.
        "gunicorn.http.wsgi": {"level": "ERROR"},
    },
}
