"""System checks of the machine and the languages (`manage.py check`)."""

from django.conf import settings
from django.core import checks

from portal.core import languages, pdf


@checks.register()
def check_pdf_libraries(**kwargs: object) -> list[checks.CheckMessage]:
    sentence = pdf.missing_libraries()
    return [checks.Warning(sentence, id="core.W001")] if sentence else []


@checks.register(checks.Tags.translation, deploy=True)
def check_languages_are_reviewed(**kwargs: object) -> list[checks.CheckMessage]:
    """Require that a language the public may choose has its words, and that each was reviewed (decision record 9)."""
    messages: list[checks.CheckMessage] = []
    for code in languages.offered_languages()[1:]:
        source = settings.LOCALE_PATHS[0] / code / "LC_MESSAGES" / "django.po"
        if not source.with_suffix(".mo").exists():
            messages.append(
                checks.Error(f"The translations for {code} are not compiled.", hint="make setup", id="core.E001")
            )
        if source.exists() and (unreviewed := source.read_text().count("\n# not reviewed\n")):
            hint = f"Review them in {source}, or turn {code} off."
            messages.append(
                checks.Warning(f"{unreviewed} entries in {code} have not been reviewed.", hint=hint, id="core.W002")
            )
    return messages
