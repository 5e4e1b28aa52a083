"""/desk/…: the queue, calls, unlocking, and the page of leads."""

from django.urls import path

from compliance.casework.views import (
    access,
    approvals,
    call_endings,
    calls,
    contacts,
    form_drafts,
    lead,
    queue,
    restricting,
)

app_name = "desk"

urlpatterns = [
    path("", queue.queue, name="queue"),
    path("mark/", queue.mark, name="mark"),
    path("find/", queue.find, name="find"),
    path("shift/", queue.hand_over, name="hand_over"),
    path("unlock/", access.unlock, name="unlock"),
    path("unlock/passphrase/", access.choose, name="choose"),
    path("unlock/lost/", access.lost, name="lost"),
    path("lock/", access.lock, name="lock"),
    path("keys/", access.keys, name="keys"),
    path("keys/rotate/", lead.rotate, name="rotate"),
    path("keys/<uuid:uuid>/", access.give_key, name="give_key"),
    path("concerns/<uuid:uuid>/", contacts.untaken, name="untaken"),
    path("concerns/<uuid:uuid>/take/", queue.take, name="take"),
    path("contacts/<uuid:uuid>/", contacts.contact, name="contact"),
    path("contacts/<uuid:uuid>/case/", contacts.open_case, name="contact_case"),
    path("contacts/<uuid:uuid>/review/", contacts.review, name="contact_review"),
    path("calls/", calls.index, name="calls"),
    path("calls/begin/", calls.begin, name="call_begin"),
    path("calls/<uuid:token>/", calls.call, name="call"),
    path("calls/<uuid:uuid>/take-over/", lead.take_over_call, name="call_take_over"),
    path("calls/<uuid:token>/end/", call_endings.end, name="call_end"),
    path("calls/<uuid:token>/save/", calls.autosave, name="call_save"),
    path("drafts/save/", form_drafts.save, name="draft_save"),
    path("drafts/discard/", form_drafts.discard, name="draft_discard"),
    path("approvals/", approvals.index, name="approvals"),
    path("approvals/<uuid:uuid>/", approvals.approval, name="approval"),
    path("approvals/<uuid:uuid>/alone/", approvals.go_alone, name="approval_alone"),
    path("approvals/<uuid:uuid>/take-back/", approvals.take_back, name="approval_take_back"),
    path("lead/", lead.lead, name="lead"),
    path("lead/premises/", lead.repeat_premises, name="repeat_premises"),
    path("lead/alarms/<uuid:uuid>/seen/", lead.alarm_seen, name="alarm_seen"),
    path("lead/cases/<uuid:uuid>/ask/", restricting.ask_to_open, name="ask_to_open"),
    path("lead/tries/<uuid:uuid>/", lead.give_tries, name="give_tries"),
]
