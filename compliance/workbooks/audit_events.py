"""Name the events of uploads in words; portal.history.event_labels reads them."""

from django.utils.translation import gettext_lazy as _

ACTIONS = {
    "workbooks.import.received": (_("Workbook uploaded"), _("uploaded {object}")),
    "workbooks.import.confirmed": (_("Upload confirmed"), _("had {object} put into the register")),
    "workbooks.import.continued": (
        _("Upload gone on with"),
        _("had the rest of {object} put into the register"),
    ),
    "workbooks.import.applied": (_("Upload applied"), _("put the good rows of {object} into the register")),
    "workbooks.import.cancelled": (_("Upload cancelled"), _("cancelled the upload of {object}")),
    "workbooks.import.undone": (_("Upload undone"), _("took {object} back out of the register")),
    "workbooks.import.ends_others": (
        _("Suppliers not in a file to be ended"),
        _("chose to mark the suppliers that {object} leaves out as ended"),
    ),
    "workbooks.import.leaves_others": (
        _("Suppliers not in a file left as they are"),
        _("chose to leave the suppliers that {object} leaves out as they are"),
    ),
    "workbooks.import.files_expired": (_("Files of an upload kept long enough"), _("dropped the files of {object}")),
    "workbooks.import.rows_expired": (_("Rows of an upload kept long enough"), _("dropped the rows of {object}")),
    "workbooks.import.encoded": (_("Encoding agreed to"), _("had {object} read in the encoding that we guessed")),
    "workbooks.plan.downloaded": (_("Action plan downloaded"), _("downloaded the open findings and actions")),
    "workbooks.package.asked": (_("Workbooks for suppliers asked for"), _("had the workbooks for suppliers made")),
    "workbooks.duplicate.answered": (_("Duplicate answered"), _("said whether two suppliers are the same")),
    "workbooks.kind.answered": (
        _("Kind of a finding answered"),
        _("said of a finding in {object} whether it is of the kind that we think"),
    ),
    "workbooks.mapping.answered": (_("Columns explained"), _("said which column is which in a workbook")),
    "workbooks.mapping.forgotten": (_("Columns forgotten"), _("had an answer on the columns of workbooks removed")),
    "workbooks.import.audit_named": (_("Audit of a file named"), _("said which audit {object} is of")),
    "workbooks.import.tried_again": (_("Upload tried again"), _("had {object} read once more")),
}
