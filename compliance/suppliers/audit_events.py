"""Name the events of the supplier register in words; portal.history.event_labels reads them."""

from django.utils.translation import gettext_lazy as _

from compliance.suppliers.labels.fields import list_field_labels

ACTIONS = {
    "suppliers.supplier.added": (_("Supplier added"), _("added the supplier {object}")),
    "suppliers.supplier.changed": (_("Supplier changed"), _("changed the supplier {object}: {fields}")),
    "suppliers.supplier.ended": (_("Supplier marked as ended"), _("marked the supplier {object} as ended: {reason}")),
    "suppliers.supplier.resumed": (_("Supplier made active again"), _("made the supplier {object} active again")),
    "suppliers.supplier.licence_checked": (
        _("Licence checked"),
        _("recorded the licence {number} of {object}, checked on {day}"),
    ),
    "suppliers.supplier.joined": (
        _("Duplicate supplier combined"),
        _("marked {from_name} as ended because it is the same as {object}, and moved its sites ({sites})"),
    ),
    "suppliers.supplier.told_apart": (
        _("Duplicate ruled out"),
        _("confirmed that {object} and {other} are different suppliers"),
    ),
    "suppliers.supplier.statement_matched": (
        _("Statement matched"),
        _("answered whether {name} on the government registry is {object}: {answer}"),
    ),
    "suppliers.supplier.company_matched": (
        _("Company number confirmed"),
        _("confirmed that {object} is {name} at Companies House, number {number}"),
    ),
    "suppliers.supply.added": (_("Products or services added"), _("added products or services from {object}: {what}")),
    "suppliers.supply.changed": (
        _("Products or services changed"),
        _("changed products or services from {object}: {what}"),
    ),
    "suppliers.site.added": (_("Site added"), _("added the site {object}")),
    "suppliers.site.changed": (_("Site changed"), _("changed the site {object}: {fields}")),
    "suppliers.site.providers_changed": (
        _("Labour providers changed"),
        _("changed the labour providers at {object}: {providers}"),
    ),
    "suppliers.site.workers_counted": (
        _("Worker figures recorded"),
        _("recorded worker figures for {object}, counted on {day}"),
    ),
    "suppliers.site.control_added": (_("Measure recorded"), _("recorded a measure at {object}: {control}, {day}")),
    "suppliers.site.control_removed": (_("Measure removed"), _("removed a measure at {object}: {control}, {day}")),
    "suppliers.view.saved": (_("View saved"), _("saved the supplier view “{object}”")),
    "suppliers.view.removed": (_("View removed"), _("removed the supplier view “{object}”")),
    "suppliers.register.exported": (
        _("Suppliers downloaded"),
        _("downloaded the supplier list ({count} rows): {filter}"),
    ),
    "suppliers.register.owner_set": (
        _("Manager of suppliers changed"),
        _("changed who manages {count} suppliers: {owner}"),
    ),
    "suppliers.register.category_set": (
        _("Category of suppliers changed"),
        _("changed the category of {count} suppliers: {category}"),
    ),
    "suppliers.statements.checked": (
        _("Suppliers’ statements checked"),
        _("compared suppliers with the registry’s file of {dated}: {count} changes"),
    ),
    "suppliers.goods.answered": (
        _("Product matched to a listed good"),
        _("matched the product “{product}” to: {good}"),
    ),
    "suppliers.edition.uploaded": (_("Risk table edition uploaded"), _("uploaded {object}: {reason}")),
    "suppliers.edition.switched": (_("Risk table edition changed"), _("started using {object}: {reason}")),
    "suppliers.edition.dropped": (
        _("Original risk table restored"),
        _("restored the original edition of {table}: {reason}"),
    ),
    "suppliers.index_value.typed": (
        _("Index value entered"),
        _("entered the Global Slavery Index value for {object}. Source: {source}"),
    ),
    "suppliers.index_value.removed": (
        _("Index value removed"),
        _("removed the Global Slavery Index value for {object}"),
    ),
    "suppliers.weights.made": (_("Risk weights changed"), _("created {object}: {reason}")),
}

FACTS = {"fields": list_field_labels}
