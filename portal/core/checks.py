"""What `manage.py check` says of the machine."""

from django.core import checks

from portal.core import pdf


@checks.register()
def pdf_libraries(**kwargs: object) -> list[checks.CheckMessage]:
    sentence = pdf.missing_libraries()
    return [checks.Warning(sentence, id="core.W001")] if sentence else []
