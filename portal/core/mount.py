"""Serves the portal at the root of its host, always."""

from typing import Any
from wsgiref.types import WSGIEnvironment

type Application = Any


def mount_at_root(application: Application) -> Application:
    """Wrap a WSGI application so that no server, proxy or visitor can put a prefix before its addresses.

    Servers pass on where an application is mounted as SCRIPT_NAME, and some of them believe a visitor's header of that
    name. Django then puts it before every link that it makes, also on pages that are cached for the next visitor, and
    takes it off the paths by which middleware knows the pages for reporters.
    """

    def mounted(environ: WSGIEnvironment, start_response: Any) -> Any:
        prefix = environ.get("SCRIPT_NAME", "")
        if prefix:
            environ["PATH_INFO"] = prefix + environ.get("PATH_INFO", "")
            environ["SCRIPT_NAME"] = ""
        # mod_rewrite's names for the same; Django derives a prefix from them.
        environ.pop("SCRIPT_URL", None)
        environ.pop("REDIRECT_URL", None)
        return application(environ, start_response)

    return mounted
