"""The languages in which a supplier may be written to, each by the name that its speakers know it by."""

ENGLISH = "en-gb"
# By the code of a language in Django; the words are in compliance/audits/locale/.
LANGUAGE_NAMES = {
    ENGLISH: "English",
    "zh-hans": "简体中文",
    "vi": "Tiếng Việt",
    "tr": "Türkçe",
    "bn": "বাংলা",
    "hi": "हिन्दी",
    "ur": "اردو",
    "es": "Español",
    "pt": "Português",
    "pl": "Polski",
    "ro": "Română",
}
