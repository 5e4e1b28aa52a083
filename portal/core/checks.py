"""What `manage.py check` says of the machine."""

from django.conf import settings
from django.core import checks

from portal.core import languages, pdf


@checks.register()
def pdf_libraries(**kwargs: object) -> list[checks.CheckMessage]:
    sentence = pdf.missing_libraries()
    return [checks.Warning(sentence, id="core.W001")] if sentence else []


@checks.register(checks.Tags.translation, deploy=True)
def words_are_reviewed(**kwargs: object) -> list[checks.CheckMessage]:
    """A language that the public may choose has its words, and each was read by somebody (decision record 9)."""
    found: list[checks.CheckMessage] = []
    for code in languages.offered()[1:]:
        source = settings.LOCALE_PATHS[0] / code / "LC_MESSAGES" / "django.po"
        if not source.with_suffix(".mo").exists():
            found.append(checks.Error(f"The words of {code} are not compiled.", hint="make setup", id="core.E001"))
        if source.exists() and (left := source.read_text().count("\n# not reviewed\n")):
            hint = f"Read them in {source}, or take {code} off."
            found.append(checks.Warning(f"{left} entries of {code} were read by nobody.", hint=hint, id="core.W002"))
    return found
