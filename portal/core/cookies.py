"""Cookies of anonymous visitors: they end with the browser, go to no other site, and no script reads them."""

from django.conf import settings
from django.http import HttpResponse


def set_cookie[R: HttpResponse](response: R, name: str, value: str) -> R:
    """Set a cookie that ends with the browser. Return the response."""
    response.set_cookie(name, value, path="/", secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Strict")
    return response


def delete_cookie[R: HttpResponse](response: R, name: str) -> R:
    """Delete the cookie. Return the response."""
    response.delete_cookie(name, path="/", samesite="Strict")
    return response
