"""The desk: the helpline, its partners and its statisticians; and who is of our staff."""

from django.urls import include, path

from compliance.referrals.views.packs import pack

of_the_desk = [
    path("", include("compliance.casework.urls.desk")),
    path("", include("compliance.data_protection.urls")),
    path("cases/", include("compliance.referrals.urls.cases")),
    path("interpreters/", include("compliance.casework.urls.interpreters")),
    path("partners/", include("compliance.referrals.urls.partners")),
    path("hotspots/", include("compliance.hotspots.urls.hotspots")),
    path("sharing/", include("compliance.sharing.urls.sharing")),
    path("partner/feeds/", include("compliance.sharing.urls.partner_feeds")),
    path("partner/", include("compliance.referrals.urls.partner_portal")),
    path("statistics/", include("compliance.statistics.urls.desk")),
]

urlpatterns = [
    path("desk/", include(of_the_desk)),
    path("pack/<str:secret>/", pack, name="pack"),
    path("staff/", include("portal.accounts.urls.staff")),
    path("staff/history/", include("portal.history.urls")),
    path("", include("portal.operations.urls.monitoring")),
]
