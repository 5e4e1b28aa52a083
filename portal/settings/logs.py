"""Settings of the log: one line of JSON each, and nothing that tells who visited."""

from portal.settings.environment import env

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
