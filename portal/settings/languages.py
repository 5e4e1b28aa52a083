"""Settings of languages: which the portal can speak, and who has reviewed each before the public may choose it."""

from portal.settings.concern_pages import ANONYMOUS_PATHS
from portal.settings.environment import BASE_DIR, env

LANGUAGE_CODE = "en-gb"
# Each in its own name, as a reader looks for it.
LANGUAGES = [("en-gb", "English"), ("cy", "Cymraeg")]
LOCALE_PATHS = [BASE_DIR / "locale"]
# Beside English, a language stays off until somebody with a name has read its words: who, and on which
# day, as 2027-01-31. portal.core.languages says what follows (docs/requirements/experience.md#reviewed-languages).
LANGUAGE_REVIEWS = {"cy": (env("WELSH_REVIEWED_BY"), env("WELSH_REVIEWED_ON"))}
# Who has read each language of /r/languages, and on which day: written by manage.py record_language_review.
PHONE_HELP_REVIEWS_FILE = env("PHONE_HELP_REVIEWS_FILE") or str(
    BASE_DIR / "compliance" / "concerns" / "data" / "phone_help_reviews.json"
)
# Who has read each language of suppliers' mails and pages: written by manage.py record_supplier_language_review.
SUPPLIER_LANGUAGE_REVIEWS_FILE = env("SUPPLIER_LANGUAGE_REVIEWS_FILE") or str(
    BASE_DIR / "compliance" / "audits" / "data" / "supplier_language_reviews.json"
)
# Pages whose words are all in the catalogues; other pages stay in English, whatever a reader chose. Pages of the
# guidance have an address for each language.
TRANSLATED_PATHS = ANONYMOUS_PATHS
# Holds a code of LANGUAGES and nothing else, and ends with the browser.
# See docs/requirements/experience.md#language-cookie.
LANGUAGE_COOKIE_NAME = "language"

# Editors may translate a page before the public may read it.
WAGTAIL_I18N_ENABLED = True
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
# To begin a translation must not publish it: content editors write, somebody else publishes.
# See docs/requirements/experience.md#two-step-review.
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
