"""/report/ and /r/…: open to all, and nobody is known here (portal.core.middleware.AnonymousReporterMiddleware)."""
