"""The pages of people who tell the helpline, and what their browsers keep meanwhile."""

# There nobody is signed in, whoever is (portal.core.middleware.NobodyMiddleware).
NOBODY_PATHS = ("/report/", "/r/")
# These pages, and those that a secret in the address opens: nothing of them stays in a cache or a log, or goes to
# another site.
SECRET_PATHS = (*NOBODY_PATHS, "/plan/", "/pack/", "/services/entry/", "/guidance/mail/")
# What is not sent yet, and who came back with a code. The names say nothing to whoever finds them in a browser.
DRAFT_COOKIE_NAME = "page"
VISIT_COOKIE_NAME = "pane"
