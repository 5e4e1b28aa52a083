"""Name the events of uploads in words; portal.history.event_labels reads them."""

from django.utils.translation import gettext_lazy as _

ACTIONS = {
    "workbooks.import.received": (_("Workbook uploaded"), _("uploaded {object}")),
    "workbooks.import.confirmed": (_("Import confirmed"), _("confirmed the import of {object}")),
    "workbooks.import.continued": (
        _("Import continued"),
        _("continued the import of {object}"),
    ),
    "workbooks.import.applied": (_("Upload imported"), _("imported the valid rows of {object}")),
    "workbooks.import.cancelled": (_("Upload cancelled"), _("cancelled the upload of {object}")),
    "workbooks.import.undone": (_("Upload undone"), _("undid the upload of {object}")),
    "workbooks.import.ends_others": (
        _("Suppliers not in a file to be marked as ended"),
        _("chose to mark suppliers missing from {object} as ended"),
    ),
    "workbooks.import.leaves_others": (
        _("Suppliers not in a file left as they are"),
        _("chose to leave suppliers missing from {object} as they are"),
    ),
    "workbooks.import.files_expired": (_("Uploaded files deleted on schedule"), _("deleted the files of {object}")),
    "workbooks.import.rows_expired": (_("Uploaded rows deleted on schedule"), _("deleted the rows of {object}")),
    "workbooks.import.encoded": (_("Encoding chosen"), _("chose the encoding of {object}")),
    "workbooks.plan.downloaded": (_("Action plan downloaded"), _("downloaded the open findings and actions")),
    "workbooks.package.asked": (_("Workbooks for suppliers requested"), _("requested workbooks for suppliers")),
    "workbooks.duplicate.answered": (_("Duplicate answered"), _("answered whether two suppliers are the same")),
    "workbooks.lines.answered": (
        _("Lines of a PDF checked"),
        _("confirmed {confirmed} lines of {object} and left out {left_out}"),
    ),
    "workbooks.kind.answered": (
        _("Kind of finding confirmed"),
        _("answered whether a finding in {object} is of the kind we suggested"),
    ),
    "workbooks.mapping.answered": (_("Columns matched"), _("matched the columns of a workbook")),
    "workbooks.mapping.forgotten": (_("Column matches removed"), _("removed a column match")),
    "workbooks.import.audit_named": (_("Audit of a file chosen"), _("chose the audit for {object}")),
    "workbooks.import.tried_again": (_("Upload tried again"), _("retried the upload of {object}")),
}
