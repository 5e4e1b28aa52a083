"""Settings of the pages for reporters, and of what their browsers keep meanwhile."""

from portal.settings.faces import FACE

# There nobody is signed in, whoever is (portal.core.middleware.AnonymousReporterMiddleware).
# A face for reporters has no others.
ANONYMOUS_PATHS = ("/",) if FACE == "reporters" else ("/report/", "/r/")
# These pages, and those that a secret in the address opens: nothing of them stays in a cache or a log, or goes to
# another site.
SECRET_PATHS = (*ANONYMOUS_PATHS, "/plan/", "/pack/", "/services/entry/", "/guidance/mail/")
# What is not sent yet, and who came back with a code. The names say nothing to whoever finds them in a browser.
DRAFT_COOKIE_NAME = "page"
VISIT_COOKIE_NAME = "pane"
# Pages on which a reporter's code is typed, and the field: anywhere else it is taken out (portal.core.code_redaction).
CODE_FIELDS = {
    "concerns:return": ("code",),
    "desk:find": ("said",),
    "cases:merge": ("into",),
    # As long as a reporter's code: two operators read it to each other when the keys are handed over.
    "duties:operator": ("code",),
    # A caller says the code of what they wrote before.
    "desk:call": ("known",),
    "desk:call_save": ("known",),
    "desk:call_end": ("known",),
}
