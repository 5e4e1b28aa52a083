"""The demo's post: to the terminal, and kept for /demo/mail/."""

from django.core.mail.backends.console import EmailBackend


class DemoBackend(EmailBackend):
    pass
