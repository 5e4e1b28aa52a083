"""The server that mail goes out by."""

from portal.settings.environment import VAR_DIR, env, env_bool, env_int, optional_secret

MAILERS = {
    "default": {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": env("SMTP_HOST", "localhost"),
            "port": env_int("SMTP_PORT", 25),
            "username": env("SMTP_USER"),
            "password": optional_secret("SMTP_PASSWORD", VAR_DIR / "secrets" / "smtp_password"),
            "use_tls": env_bool("SMTP_TLS"),
            "use_ssl": env_bool("SMTP_SSL"),
            "timeout": 20,
        },
    }
}
