"""/desk/cases/…: one case."""

from django.urls import path

from compliance.casework.urls import sharing
from compliance.casework.views import acts, cases, children, describing, files, guidance, identity, messages, signposts

app_name = "cases"

urlpatterns = [
    path("<uuid:uuid>/", cases.summary, name="case"),
    path("<uuid:uuid>/conversation/", messages.conversation, name="conversation"),
    path("<uuid:uuid>/guidance/", guidance.propose, name="guidance"),
    path("<uuid:uuid>/people/", cases.people_tab, name="people"),
    path("<uuid:uuid>/places/", cases.places_tab, name="places"),
    path("<uuid:uuid>/timeline/", cases.timeline, name="timeline"),
    path("<uuid:uuid>/actions/", cases.actions, name="actions"),
    path("<uuid:uuid>/files/", files.tab, name="files"),
    path("<uuid:uuid>/files/add/", files.add, name="file_add"),
    path("<uuid:uuid>/files/<uuid:file>/", files.file, name="file"),
    path("<uuid:uuid>/files/<uuid:file>/remove/", files.remove, name="file_remove"),
    path("<uuid:uuid>/sharing/", cases.sharing_tab, name="sharing"),
    path("<uuid:uuid>/reveal/<str:kind>/<uuid:row>/", identity.reveal, name="reveal"),
    path("<uuid:uuid>/number/<str:kind>/<uuid:row>/", identity.number, name="number"),
    path("<uuid:uuid>/level/", acts.level, name="level"),
    path("<uuid:uuid>/age/", acts.age, name="age"),
    path("<uuid:uuid>/facts/", acts.facts, name="facts"),
    path("<uuid:uuid>/summary/", acts.summary, name="summarise"),
    path("<uuid:uuid>/status/", acts.status, name="status"),
    path("<uuid:uuid>/assign/", acts.assign, name="assign"),
    path("<uuid:uuid>/pick-up/", acts.pick_up, name="pick_up"),
    path("<uuid:uuid>/note/", acts.note, name="note"),
    path("<uuid:uuid>/task/", acts.task, name="task"),
    path("<uuid:uuid>/task/<uuid:task>/", acts.finish, name="finish"),
    path("<uuid:uuid>/child/", children.child, name="child"),
    path("<uuid:uuid>/call/", acts.call, name="call"),
    path("<uuid:uuid>/signpost/", signposts.signpost, name="signpost"),
    path("<uuid:uuid>/signpost/services/", signposts.find, name="signpost_find"),
    path("<uuid:uuid>/signpost/guidance/", signposts.find_guidance, name="signpost_guidance"),
    path("<uuid:uuid>/signpost/services/<uuid:service>/", signposts.tell_service, name="signpost_service"),
    path("<uuid:uuid>/signpost/guidance/<int:key>/", signposts.tell_page, name="signpost_page"),
    path("<uuid:uuid>/restrict/", acts.restrict, name="restrict"),
    path("<uuid:uuid>/restrict/lift/", acts.lift, name="lift"),
    path("<uuid:uuid>/readers/", acts.reader, name="reader"),
    path("<uuid:uuid>/merge/", acts.merge, name="merge"),
    path("<uuid:uuid>/close/", acts.close, name="close"),
    path("<uuid:uuid>/reopen/", acts.reopen, name="reopen"),
    path("<uuid:uuid>/describe/<slug:what>/", describing.add, name="describe"),
    path("<uuid:uuid>/describe/<slug:what>/<uuid:row>/", describing.change, name="redescribe"),
    path("<uuid:uuid>/describe/<slug:what>/<uuid:row>/remove/", describing.remove, name="remove"),
    path("<uuid:uuid>/people/<uuid:row>/name/", describing.identify, name="identify"),
    path("<uuid:uuid>/signs/<slug:vocabulary>/", describing.signs, name="signs"),
    *sharing.urlpatterns,
]
