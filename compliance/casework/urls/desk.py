"""/desk/…: the queue, calls, unlocking, and the page of leads."""

from django.urls import path

from compliance.casework.views import approvals, call_endings, calls, contacts, form_drafts, lead, queue, restrictions
from compliance.casework.views import unlock as views_unlock
from compliance.casework.views import workload as views_workload

app_name = "desk"

urlpatterns = [
    path("", queue.queue, name="queue"),
    path("mark/", queue.mark, name="mark"),
    path("find/", queue.find, name="find"),
    path("shift/", queue.hand_over, name="hand_over"),
    path("unlock/", views_unlock.unlock, name="unlock"),
    path("unlock/passphrase/", views_unlock.choose, name="choose"),
    path("unlock/lost/", views_unlock.lost, name="lost"),
    path("lock/", views_unlock.lock, name="lock"),
    path("keys/", views_unlock.keys, name="keys"),
    path("keys/rotate/", lead.rotate, name="rotate"),
    path("keys/<uuid:uuid>/", views_unlock.give_key, name="give_key"),
    path("concerns/<uuid:uuid>/", contacts.untaken, name="untaken"),
    path("concerns/<uuid:uuid>/take/", queue.take, name="take"),
    path("contacts/<uuid:uuid>/", contacts.contact, name="contact"),
    path("contacts/<uuid:uuid>/case/", contacts.open_case, name="contact_case"),
    path("contacts/<uuid:uuid>/review/", contacts.review, name="contact_review"),
    path("calls/", calls.index, name="calls"),
    path("calls/begin/", calls.begin, name="call_begin"),
    path("calls/<uuid:token>/", calls.call, name="call"),
    path("calls/<uuid:uuid>/take-over/", calls.take_over, name="call_take_over"),
    path("calls/<uuid:token>/end/", call_endings.end, name="call_end"),
    path("calls/<uuid:token>/save/", calls.autosave, name="call_save"),
    path("drafts/save/", form_drafts.save, name="draft_save"),
    path("drafts/discard/", form_drafts.discard, name="draft_discard"),
    path("approvals/", approvals.index, name="approvals"),
    path("approvals/<uuid:uuid>/", approvals.approval, name="approval"),
    path("approvals/<uuid:uuid>/alone/", approvals.go_alone, name="approval_alone"),
    path("approvals/<uuid:uuid>/take-back/", approvals.take_back, name="approval_take_back"),
    path("lead/", lead.lead, name="lead"),
    path("lead/workload/", views_workload.workload, name="workload"),
    path("repeats/", lead.repeats, name="repeats"),
    path("lead/alarms/<uuid:uuid>/seen/", lead.alarm_seen, name="alarm_seen"),
    path("lead/cases/<uuid:uuid>/ask/", restrictions.ask_to_open, name="ask_to_open"),
    path("lead/tries/<uuid:uuid>/", lead.give_tries, name="give_tries"),
]
