"""What every way of running the portal shares. The environment is read in this package and nowhere else.

docs/settings.md has a row per variable.
"""

from pathlib import Path

from django.utils.csp import CSP

from portal.settings.backups import *  # noqa: F403
from portal.settings.concern_pages import *  # noqa: F403
from portal.settings.databases import *  # noqa: F403
from portal.settings.databases import DATABASE_ROLES, FACE_ROLES, databases  # noqa: F401
from portal.settings.environment import (
    BASE_DIR,
    VAR_DIR,
    caches,
    env,
    env_bool,
    env_int,
    env_list,
    optional_secret,
    read_secret,
    scanner_address,
    secret_file,
)
from portal.settings.faces import *  # noqa: F403
from portal.settings.faces import ABSENT_APPS, ABSENT_MIDDLEWARE, FACE, FACE_URLS, get_own_hosts
from portal.settings.forms import ACCOUNT_FORMS, MFA_FORMS  # noqa: F401
from portal.settings.helpline import HELPLINE_HOURS, HELPLINE_READS_WITHIN  # noqa: F401
from portal.settings.hooks import *  # noqa: F403
from portal.settings.languages import *  # noqa: F403
from portal.settings.limits import ACCOUNT_RATE_LIMITS, FILE_ROOM, LIMITS, VISITOR_COUNTS_FILE  # noqa: F401
from portal.settings.logs import LOGGING  # noqa: F401
from portal.settings.mail import MAILERS  # noqa: F401
from portal.settings.page_cache import *  # noqa: F403
from portal.settings.sessions import *  # noqa: F403
from portal.settings.storages import *  # noqa: F403
from portal.settings.storages import storages
from portal.settings.templates import TEMPLATES  # noqa: F401

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
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS") + get_own_hosts()
# A face is at its own address; what belongs to no face, as mail, is where the public reads.
SITE_URL = FACE_URLS.get(FACE or "public") or env("SITE_URL", "http://localhost:8000").rstrip("/")

PORTAL_NAME = env("PORTAL_NAME", "Daylight")
HELPLINE_NAME = env("HELPLINE_NAME", "Modern Slavery & Exploitation Helpline")
HELPLINE_NUMBER = env("HELPLINE_NUMBER", "08000 121 700")
# Who is told that a business has not read an alert for 24 hours, where the business agreed to that.
HELPLINE_DUTY_EMAIL = env("HELPLINE_DUTY_EMAIL")
# Whom the desk alerts, without content, when an immediate concern waits or nobody is there.
ON_CALL_EMAILS = env_list("ON_CALL_EMAILS")
ON_CALL_WEBHOOK = env("ON_CALL_WEBHOOK")
# The address of the course that a handler completes before the desk can be unlocked; without it none is demanded.
DESK_COURSE = env("DESK_COURSE")
# How soon at which level, in the place of the vocabulary's proposals (compliance.concerns.response_targets).
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

COMPANIES_HOUSE_API_KEY = optional_secret("COMPANIES_HOUSE_API_KEY", VAR_DIR / "secrets" / "companies_house")
COMPANIES_HOUSE_URL = env("COMPANIES_HOUSE_URL", "https://api.company-information.service.gov.uk")
# The path of a Unix socket, or tcp://host:port.
SCANNER_SOCKET = scanner_address(env("SCANNER_SOCKET"))
# What a program shows to read /health and /metrics, and whether one on the machine itself needs none.
MONITORING_TOKEN = optional_secret("MONITORING_TOKEN", VAR_DIR / "secrets" / "monitoring_token")
LOOPBACK_MONITORING = env_bool("LOOPBACK_MONITORING")
METRICS_DIR = None
# The proxy's certificate, where its end is watched: a path, or nothing.
CERTIFICATE_FILE = env("CERTIFICATE_FILE")

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
    "compliance.statistics",
    "compliance.hotspots",
    "compliance.sharing",
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

INSTALLED_APPS = [app for app in INSTALLED_APPS if app not in ABSENT_APPS[FACE]]

MIDDLEWARE = [
    "portal.core.call_stack.CallStackMiddleware",
    "portal.core.logs.RequestLogMiddleware",
    "portal.operations.middleware.MetricsMiddleware",
    "portal.operations.middleware.ProbeHostMiddleware",
    "portal.core.code_redaction.CodeRedactionMiddleware",
    "portal.core.page_cache.middleware.PageCacheMiddleware",
    "portal.core.row_security.RowSecurityMiddleware",
    "portal.core.replica.ReplicaMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "portal.core.middleware.ResponseHeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "portal.core.middleware.AnonymousReporterMiddleware",
    "portal.core.faces.FaceMiddleware",
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
    "learning.base.middleware.RedirectMiddleware",
]
MIDDLEWARE = [middleware for middleware in MIDDLEWARE if middleware not in ABSENT_MIDDLEWARE[FACE]]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

FORM_RENDERER = "portal.core.forms.GovukRenderer"

# --- What it keeps ------------------------------------------------------------------------------------------------
DATABASES = databases(env("DATABASE_URL"), env("DATABASE_REPLICA_URL"))
CACHES = caches(env("CACHE_URL"))
STORAGES = storages(env("S3_BUCKETS"))
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
ALLAUTH_TRUSTED_PROXY_COUNT = env_int("TRUSTED_PROXIES", 0)

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

CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_AGE = None
CSRF_FAILURE_VIEW = "portal.accounts.views.csrf.csrf_failure"
# A handler's browser keeps half of what opens the vault in this cookie; the other half is a row.
VAULT_COOKIE_NAME = "unlock"

SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF, CSP.NONCE],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "media-src": [CSP.SELF],
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
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "xlsx", "pptx", "odt", "ods", "csv", "txt", "mp3", "m4a", "mp4", "vtt"]
# A file that pages show is never replaced by one person: the forms of an existing one have no field for it.
WAGTAILDOCS_DOCUMENT_FORM_BASE = "learning.base.media_forms.DocumentForm"
WAGTAILIMAGES_IMAGE_FORM_BASE = "learning.base.media_forms.ImageForm"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
# A PDF too is a download: under the policy of our files no browser shows it in its window.
WAGTAILDOCS_INLINE_CONTENT_TYPES: list[str] = []
# Half a minute between autosaves: a history can be read (docs/requirements/experience.md#editor-autosave).
WAGTAIL_AUTOSAVE_INTERVAL = 30_000
WAGTAILADMIN_RICH_TEXT_EDITORS = {"default": {"WIDGET": "learning.base.rich_text.StableRichTextArea"}}
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
