"""Actions of audits in words; portal.history.sentences reads them. Colleagues read them: no detail of an alert."""

from django.utils.translation import gettext_lazy as _

ACTIONS = {
    "audits.alert.raised": (_("Alert raised"), _("raised an alert")),
    "audits.alert.told_again": (_("Alert told again"), _("told people again of an alert that nobody has read")),
    "audits.alert.viewed": (_("Alert read"), _("read an alert")),
    "audits.alert.acknowledged": (_("Alert taken on"), _("took on an alert")),
    "audits.alert.reported": (_("Report recorded"), _("wrote down that an alert was reported")),
    "audits.alert.report_taken_back": (_("Report taken back"), _("took back that an alert was reported")),
    "audits.alert.closing_asked": (_("Closing of an alert asked for"), _("asked to close an alert")),
    "audits.alert.kept_open": (_("Alert kept open"), _("kept an alert open")),
    "audits.alert.closed": (_("Alert closed"), _("closed an alert")),
    "audits.alert_settings.changed": (
        _("Choice about unread alerts changed"),
        _("changed whether the helpline is told of an unread alert"),
    ),
}
