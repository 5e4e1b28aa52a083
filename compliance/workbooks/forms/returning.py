"""What a supplier sends back by its link."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from compliance.workbooks.forms.uploading import SentFileForm


class ReturnForm(SentFileForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].label = _("Your workbook")
        self.fields["file"].help_text = _("XLSX, ODS or CSV, up to 25 MB.")
