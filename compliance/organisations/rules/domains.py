"""The domain of a web address, and which domains can belong to one organisation. Pure."""

import json
from functools import cache
from importlib.resources import files
from urllib.parse import urlsplit

from publicsuffixlist import PublicSuffixList


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
    if len(labels) < 2 or _get_suffix(domain) == domain:
        return True
    # Names below what the list calls private belong to the customers of one company: name.github.io.
    if _get_suffix(domain) not in {_registries().publicsuffix(domain), *_shared_host_lists()["registries"]}:
        return True
    return any(".".join(labels[start:]) in _shared_host_lists()["hosts"] for start in range(len(labels) - 1))


def is_registered_name(domain: str) -> bool:
    """Return whether the domain is directly below a public suffix, so that somebody registered just that name."""
    above = domain.partition(".")[2]
    return bool(above) and not is_shared_domain(domain) and _get_suffix(domain) == above


def is_within_domain(host: str, domain: str) -> bool:
    """Return whether a host is the domain or lies below it."""
    return host == domain or host.endswith(f".{domain}")


def _get_suffix(domain: str) -> str:
    """Return the public suffix of a domain: what is not for one organisation to register."""
    own = (domain.split(".", start)[-1] for start in range(domain.count(".") + 1))
    listed = next((name for name in own if name in _shared_host_lists()["registries"]), "")
    return listed or _suffixes().publicsuffix(domain) or domain


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()


@cache
def _registries() -> PublicSuffixList:
    return PublicSuffixList(only_icann=True)


@cache
def _shared_host_lists() -> dict[str, frozenset[str]]:
    text = files("compliance.organisations").joinpath("data", "shared_hosts.json").read_text(encoding="utf-8")
    return {name: frozenset(values) for name, values in json.loads(text).items() if name in ("registries", "hosts")}
