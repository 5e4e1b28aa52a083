"""Which face of the portal this process is, and where the others are; empty where one process is all of them.

See docs/decisions/0036-faces.md.
"""

from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from portal.settings.environment import env, env_list

FACES = ("public", "reporters", "desk", "cms")
_DESK = {
    "compliance.casework",
    "compliance.referrals",
    "compliance.data_protection",
    "compliance.hotspots",
    "compliance.sharing",
}
_BUSINESS = {
    "portal.dashboard",
    "portal.site_search",
    "compliance.suppliers",
    "compliance.audits",
    "compliance.workbooks",
    "compliance.statements",
    "compliance.archive",
    "compliance.statistics",
}
# What a process does not install, by its face: it cannot import these models.
ABSENT_APPS: dict[str, set[str]] = {
    "": set(),
    "public": _DESK,
    "reporters": _DESK | _BUSINESS,
    "desk": set(),
    "cms": _DESK,
}
_FACES = {"portal.core.faces.FaceMiddleware"}
_DRAFTS = {"compliance.casework.middleware.FormDraftMiddleware"}
_ALERTS = {"compliance.audits.middleware.AlertMiddleware"}
_REDIRECTS = {"learning.base.middleware.RedirectMiddleware"}
# What would look for what a face has not.
ABSENT_MIDDLEWARE: dict[str, set[str]] = {
    "": _FACES,
    "public": _DRAFTS,
    "reporters": _DRAFTS | _ALERTS | _REDIRECTS,
    "desk": _ALERTS | _REDIRECTS,
    "cms": _DRAFTS | _ALERTS | _REDIRECTS,
}
# Of portal.urls: what a face can load. What of it a face serves, portal.core.faces says.
_PARTS: dict[str, tuple[str, ...]] = {
    "": ("shared", "accounts", "desk", "cms", "reporters", "public"),
    "public": ("shared", "accounts", "reporters", "public", "elsewhere"),
    "reporters": ("shared", "reporters", "elsewhere"),
    "desk": ("shared", "accounts", "desk", "cms", "reporters", "public"),
    "cms": ("shared", "accounts", "cms", "reporters", "public", "elsewhere"),
}


def by_face(name: str) -> dict[str, str]:
    """Return a variable that is written as “public=…,desk=…”. Raises ImproperlyConfigured."""
    pairs = {face.strip(): value.strip() for face, _equals, value in (part.partition("=") for part in env_list(name))}
    wrong = [face for face, value in pairs.items() if face not in FACES or not value]
    missing = [face for face in FACES if face not in pairs] if pairs else []
    if wrong or missing:
        raise ImproperlyConfigured(
            f"{name} has to say FACE=VALUE for each of {', '.join(FACES)}: look at {', '.join(wrong + missing)}."
        )
    return pairs


FACE = env("PORTAL_FACE")
# Where each face is, without a slash at the end; empty where all are at SITE_URL.
FACE_URLS = {face: url.rstrip("/") for face, url in by_face("FACE_URLS").items()}
if FACE and FACE not in FACES:
    raise ImproperlyConfigured(f"PORTAL_FACE is “{FACE}”. Write one of {', '.join(FACES)}, or leave it out.")
if FACE and not FACE_URLS:
    raise ImproperlyConfigured("PORTAL_FACE is set, and FACE_URLS does not say where the faces are.")
URL_PARTS = _PARTS[FACE]


def get_own_hosts() -> list[str]:
    """Return the host that a process answers because its face is there."""
    host = urlsplit(FACE_URLS.get(FACE, "")).hostname
    return [host] if host else []
