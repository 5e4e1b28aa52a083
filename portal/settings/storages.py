"""Reads where files are kept: on this machine's disk, or in three buckets that every server shares."""

from importlib.util import find_spec
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from portal.settings.environment import VAR_DIR, env, optional_secret

MEDIA_ROOT = VAR_DIR / "media"
MEDIA_URL = "/media/"
STATIC_ROOT = VAR_DIR / "static"
STATIC_URL = "/static/"
LOOPBACK = {"127.0.0.1", "::1", "localhost"}
# The last part of each bucket's name, and what keeps its files. Nobody takes a picture's name from another picture;
# a sealed file is written over by its own row alone.
BUCKETS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "default": ("media", "portal.files.s3.S3Storage", {"file_overwrite": False}),
    "private": ("private", "portal.files.s3.S3Storage", {"file_overwrite": True}),
    "concerns": ("concerns", "portal.files.s3.TimelessS3Storage", {"file_overwrite": True}),
}


def storages(buckets: str) -> dict[str, dict[str, Any]]:
    """Return S3_BUCKETS as Django's settings; empty means folders in VAR_DIR. Raises ImproperlyConfigured."""
    static = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    if not buckets:
        disk = "django.core.files.storage.FileSystemStorage"
        return {
            "default": {"BACKEND": disk},
            "staticfiles": static,
            # Sealed, and never below an address: what people give us in confidence.
            "private": {
                "BACKEND": disk,
                "OPTIONS": {"location": VAR_DIR / "private", "file_permissions_mode": 0o600},
            },
            # Files that people gave the helpline: each under a key that the vault keeps.
            "concerns": {
                "BACKEND": disk,
                "OPTIONS": {"location": VAR_DIR / "concerns", "file_permissions_mode": 0o600},
            },
        }
    if find_spec("storages") is None:
        raise ImproperlyConfigured(
            "S3_BUCKETS names buckets, and the packages for S3 are not installed. "
            "Run: pip install --require-hashes -r requirements-s3.txt"
        )
    shared = {
        "endpoint_url": _endpoint(),
        "region_name": env("S3_REGION") or None,
        "access_key": optional_secret("S3_ACCESS_KEY", VAR_DIR / "secrets" / "s3_access_key") or None,
        "secret_key": optional_secret("S3_SECRET_KEY", VAR_DIR / "secrets" / "s3_secret_key") or None,
    }
    return {"staticfiles": static} | {
        alias: {"BACKEND": backend, "OPTIONS": {"bucket_name": f"{buckets}-{name}", **options, **shared}}
        for alias, (name, backend, options) in BUCKETS.items()
    }


def _endpoint() -> str | None:
    """Return the address of the S3 service; None means Amazon's."""
    if not (url := env("S3_ENDPOINT")):
        return None
    parts = urlsplit(url)
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK):
        return url
    raise ImproperlyConfigured("S3_ENDPOINT has to begin with https://, because it tells when somebody sent a file.")
