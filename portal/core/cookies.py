"""Cookies of people whom nobody knows: they end with the browser, go nowhere else, and no script reads them."""

from django.conf import settings
from django.http import HttpResponse


def keep[R: HttpResponse](response: R, name: str, value: str) -> R:
    response.set_cookie(name, value, path="/", secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Strict")
    return response


def drop[R: HttpResponse](response: R, name: str) -> R:
    response.delete_cookie(name, path="/", samesite="Strict")
    return response
