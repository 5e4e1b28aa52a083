"""Middleware for monitoring: probes that know a server by its number only, and the count of requests."""

import time
from collections.abc import Callable
from ipaddress import ip_address
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port, validate_host

from portal.operations import request_counts

PROBES = frozenset({"/healthz", "/readyz", "/health", "/metrics"})

type GetResponse = Callable[[HttpRequest], HttpResponse]


class ProbeHostMiddleware:
    """Lets a load balancer ask one server by its IP address, which is in nobody's ALLOWED_HOSTS, at four addresses.

    All other requests, and other names at these addresses, are refused as before.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.own_host = urlsplit(settings.SITE_URL).netloc

    def __call__(self, request: HttpRequest) -> HttpResponse:
        host = request.META.get("HTTP_HOST", "")
        if request.path in PROBES and is_ip_address(host) and not is_allowed(host):
            request.META["HTTP_HOST"] = self.own_host
        return self.get_response(request)


class MetricsMiddleware:
    """Counts requests by view and class of status; of reporters' pages only that there were some, by the hour."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        begun = time.monotonic()
        response = self.get_response(request)
        request_counts.count_request(request, response, seconds=time.monotonic() - begun)
        return response


def is_allowed(host: str) -> bool:
    """Return whether the operator answers the host by name anyway."""
    domain, _port = split_domain_port(host)
    return validate_host(domain, settings.ALLOWED_HOSTS)


def is_ip_address(host: str) -> bool:
    """Return whether the value of a Host header names an IP address, with or without a port."""
    try:
        name = urlsplit(f"//{host}")
        ip_address(name.hostname or "")
    except ValueError:
        return False
    return not (name.path or name.query or name.fragment or name.username)
