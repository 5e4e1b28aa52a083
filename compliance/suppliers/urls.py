"""Route the addresses below /o/<organisation>/suppliers/."""

from django.urls import path

from compliance.suppliers.views import (
    bulk,
    companies,
    duplicates,
    places,
    register,
    risk,
    sites,
    statement_changes,
    suppliers,
    supplies,
)

app_name = "suppliers"

urlpatterns = [
    path("", register.Index.as_view(), name="index"),
    path("export.xlsx", register.export, name="export"),
    path("statements/", statement_changes.Index.as_view(), name="statements"),
    path("columns/", register.choose_columns, name="columns"),
    path("bulk/", bulk.start, name="bulk"),
    path("bulk/<slug:act>/", bulk.change, name="bulk_change"),
    path("views/new/", register.save_view, name="save_view"),
    path("views/<uuid:uuid>/remove/", register.remove_view, name="remove_view"),
    path("duplicates/", duplicates.Index.as_view(), name="doubles"),
    path("duplicates/<uuid:uuid>/<uuid:other>/", duplicates.answer, name="double"),
    path("companies/", companies.Index.as_view(), name="companies"),
    path("companies/answers/", companies.answer, name="company_answers"),
    path("new/", suppliers.add, name="add"),
    path("<uuid:uuid>/", suppliers.supplier, name="supplier"),
    path("<uuid:uuid>/edit/", suppliers.edit, name="edit"),
    path("<uuid:uuid>/end/", suppliers.end, name="end"),
    path("<uuid:uuid>/statement-match/", suppliers.statement_match, name="statement_match"),
    path("<uuid:uuid>/resume/", suppliers.resume, name="resume"),
    path("<uuid:uuid>/licence/", suppliers.licence, name="licence"),
    path("<uuid:uuid>/supplies/new/", supplies.add, name="add_supply"),
    path("<uuid:uuid>/supplies/<int:key>/", supplies.edit, name="edit_supply"),
    path("<uuid:uuid>/sites/new/", sites.add, name="add_site"),
    path("sites/<uuid:uuid>/", sites.site, name="site"),
    path("sites/<uuid:uuid>/edit/", sites.edit, name="edit_site"),
    path("sites/<uuid:uuid>/workers/new/", sites.count_workers, name="count_workers"),
    path("sites/<uuid:uuid>/workers/<int:key>/", sites.edit_workers, name="edit_workers"),
    path("sites/<uuid:uuid>/controls/new/", sites.add_control, name="add_control"),
    path("controls/<uuid:uuid>/remove/", sites.remove_control, name="remove_control"),
    path("sites/<uuid:uuid>/labour-providers/", sites.providers, name="providers"),
    path("map/", places.show_map, name="map"),
    path("risk/", risk.Index.as_view(), name="risk"),
    path("risk/try-again/", risk.rescore, name="rescore"),
    path("sites/<uuid:uuid>/risk/", risk.site_score, name="site_risk"),
    path("<uuid:uuid>/risk/", risk.supplier_score, name="supplier_risk"),
    path("<uuid:uuid>/goods/", risk.products, name="goods"),
]
