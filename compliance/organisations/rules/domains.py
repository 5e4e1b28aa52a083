"""The domain of a web address, and which domains can belong to one organisation. Pure."""

import json
from functools import cache
from importlib.resources import files
from urllib.parse import urlsplit


def get_domain(website: str) -> str:
    """Return the host of a website without "www.", in ASCII and lower case; empty where there is none."""
    try:
        host = (urlsplit(website).hostname or "").rstrip(".").encode("idna").decode("ascii").lower()
    except (ValueError, UnicodeError):
        return ""
    return host.removeprefix("www.") if "." in host else ""


def is_shared_domain(domain: str) -> bool:
    """Return whether strangers share the domain: a public suffix itself, or a host of pages or mail at any depth."""
    labels = domain.split(".")
    if len(labels) < 2 or domain in _shared_host_lists()["suffixes"]:
        return True
    return any(".".join(labels[start:]) in _shared_host_lists()["hosts"] for start in range(len(labels) - 1))


def is_registered_name(domain: str) -> bool:
    """Return whether the domain is directly below a public suffix, so that somebody registered just that name."""
    above = domain.partition(".")[2]
    return (
        bool(above) and not is_shared_domain(domain) and ("." not in above or above in _shared_host_lists()["suffixes"])
    )


def is_within_domain(host: str, domain: str) -> bool:
    """Return whether a host is the domain or lies below it."""
    return host == domain or host.endswith(f".{domain}")


@cache
def _shared_host_lists() -> dict[str, frozenset[str]]:
    text = files("compliance.organisations").joinpath("data", "shared_hosts.json").read_text(encoding="utf-8")
    return {name: frozenset(values) for name, values in json.loads(text).items() if name in ("suffixes", "hosts")}
