from django.contrib.auth.decorators import login_not_required
from django.urls import path
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from learning.resources.feeds import Latest
from learning.resources.views import printing, search, subscriptions

app_name = "guidance"

feed = login_not_required(require_safe(cache_control(public=True, no_cache=True)(Latest())))

urlpatterns = [
    path("feed/", feed, name="feed"),
    path("feed/<slug:topic>/", feed, name="feed_of"),
    path("feedback/thanks/", subscriptions.feedback_thanks, name="feedback_thanks"),
    path("feedback/<int:page>/", subscriptions.feedback, name="feedback"),
    path("mail/", subscriptions.subscribe, name="mail"),
    path("mail/sent/", subscriptions.link_sent, name="mail_sent"),
    path("mail/<str:secret>/", subscriptions.manage, name="mail_own"),
    path("mail/<str:secret>/stop/", subscriptions.stop, name="mail_stop"),
    path("print/", printing.index, name="print"),
    path("print/<slug:name>.pdf", printing.sheet, name="sheet"),
    path("search/", search.Search.as_view(), name="search"),
]
