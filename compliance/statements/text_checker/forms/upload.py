"""A statement that exists already: its text pasted, or its file. Nothing of it is kept."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from compliance.statements.text_checker import run
from compliance.statements.text_checker.labels import OF_PASTED, SENTENCES

MAX_CHARACTERS = 800_000


class ExistingForm(forms.Form):
    """Once valid, `examined` is what was read. is_busy: too many other statements are being read."""

    mark_optional = False
    is_busy = False
    examined: run.Examined

    text = forms.CharField(
        label=_("Paste the text of the statement"),
        help_text=_("Paste all of it, with the lines that say who approved and who signed it."),
        required=False,
        max_length=MAX_CHARACTERS,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false"}),
        error_messages={"max_length": _("The text must be 800,000 characters or fewer")},
    )
    file = forms.FileField(
        label=_("Or choose its file"),
        help_text=_("PDF, Word (.docx) or text, up to 25 MB."),
        required=False,
        max_length=200,
        widget=forms.FileInput(attrs={"accept": ".pdf,.docx,.txt"}),
        error_messages={
            "empty": _("The file is empty. Choose another"),
            "max_length": _("The file name is too long. Use 200 characters or fewer"),
        },
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        text, file = cleaned.get("text") or "", cleaned.get("file")
        if self.errors:
            return cleaned
        if file and text.strip():
            self.add_error("file", _now("Paste the text or choose a file, not both"))
        elif file and file.size > run.MAX_BYTES:
            self.add_error("file", SENTENCES["too_big"])
        elif file:
            self._examine("file", file.read())
        elif text.strip():
            self._examine("text", text.encode("utf-8", "replace"))
        else:
            self.add_error("text", _now("Paste the text of the statement, or choose its file"))
        return cleaned

    def _examine(self, name: str, body: bytes) -> None:
        try:
            self.examined = run.examine(body)
        except run.NotRead as error:
            self.is_busy = error.code == "busy"
            self.add_error(name, (SENTENCES if name == "file" else OF_PASTED).get(error.code, OF_PASTED["refused"]))
