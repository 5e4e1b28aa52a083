"""Name the events of the supplier register in words; portal.history.event_labels reads them."""

from django.utils.translation import gettext_lazy as _

from compliance.suppliers.labels.fields import list_field_labels

ACTIONS = {
    "suppliers.supplier.added": (_("Supplier added"), _("added the supplier {object}")),
    "suppliers.supplier.changed": (_("Supplier changed"), _("changed the supplier {object}: {fields}")),
    "suppliers.supplier.ended": (_("Supplier ended"), _("ended the supplier {object}: {reason}")),
    "suppliers.supplier.resumed": (_("Supplier taken on again"), _("took the supplier {object} on again")),
    "suppliers.supplier.licence_checked": (
        _("Licence checked"),
        _("recorded the licence {number} of {object}, checked on {day}"),
    ),
    "suppliers.supplier.joined": (
        _("Sites moved from a double"),
        _("ended {from_name} as the same as {object}, and moved its sites ({sites}) there"),
    ),
    "suppliers.supplier.told_apart": (_("Told apart"), _("said that {object} and {other} are not the same")),
    "suppliers.supply.added": (_("Supply added"), _("wrote down what is bought from {object}: {what}")),
    "suppliers.supply.changed": (_("Supply changed"), _("changed what is bought from {object}: {what}")),
    "suppliers.site.added": (_("Site added"), _("added the site {object}")),
    "suppliers.site.changed": (_("Site changed"), _("changed the site {object}: {fields}")),
    "suppliers.site.providers_changed": (
        _("Labour providers changed"),
        _("changed who provides labour at {object}: {providers}"),
    ),
    "suppliers.site.workers_counted": (_("Workers counted"), _("wrote down the workers at {object} on {day}")),
    "suppliers.site.control_added": (_("Control added"), _("recorded at {object}: {control}, {day}")),
    "suppliers.site.control_removed": (_("Control removed"), _("took away at {object}: {control}, {day}")),
    "suppliers.view.saved": (_("View saved"), _("saved the view “{object}” of the suppliers")),
    "suppliers.view.removed": (_("View removed"), _("removed the view “{object}” of the suppliers")),
    "suppliers.register.exported": (_("Suppliers downloaded"), _("downloaded the suppliers ({count} rows): {filter}")),
    "suppliers.goods.answered": (_("Good of a product named"), _("said that the product “{product}” is: {good}")),
    "suppliers.edition.uploaded": (_("Edition uploaded"), _("uploaded {object}: {reason}")),
    "suppliers.edition.switched": (_("Edition switched"), _("put {object} in force: {reason}")),
    "suppliers.edition.dropped": (_("Edition as shipped"), _("put {table} back to the edition it came with: {reason}")),
    "suppliers.index_value.typed": (
        _("Value of an index typed"),
        _("typed what the Global Slavery Index says of {object}. Source: {source}"),
    ),
    "suppliers.index_value.removed": (
        _("Value of an index removed"),
        _("removed what the Global Slavery Index says of {object}"),
    ),
    "suppliers.weights.made": (_("Weights of the risk changed"), _("made {object}: {reason}")),
}

FACTS = {"fields": list_field_labels}
