"""How long somebody stays signed in; portal.accounts.session_lifetime applies it.

See docs/requirements/security.md#sessions.
"""

SESSION_COOKIE_AGE = 12 * 60 * 60
# As the pages say, all of these end with the browser: no cookie tells next month that somebody was here.
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
# In minutes: without a request, and altogether.
SESSION_IDLE_MINUTES = 30
SESSION_MAX_MINUTES = 12 * 60
STAFF_SESSION_IDLE_MINUTES = 15
STAFF_SESSION_MAX_MINUTES = 10 * 60
