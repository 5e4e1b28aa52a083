"""The addresses of organisations: questionnaire, creating and joining, /o/<organisation>/…, and our staff's."""

from django.urls import URLPattern, URLResolver, include, path

from compliance.organisations.views import (
    activity,
    create,
    exports,
    home,
    join_requests,
    people,
    scope,
    settings,
    staff,
    training,
    verification,
)

app_name = "organisations"

questionnaire = [
    path("", scope.start, name="scope_start"),
    path("answer/", scope.result, name="scope_result"),
    path("clear/", scope.clear, name="scope_clear"),
    path("<slug:question>/", scope.question, name="scope_question"),
]

bringing = [
    path("new/", create.look_up, name="new"),
    path("new/details/", create.details, name="new_details"),
    path("courses/", training.own_courses, name="own_courses"),
    path("join/", join_requests.join, name="join"),
    path("join/sent/", join_requests.join_sent, name="join_sent"),
    path("join/<slug:company_number>/", join_requests.join_known, name="join_known"),
    path("join/<slug:company_number>/no-administrator/", verification.handover_by_number, name="handover_by_number"),
]

own = [
    path("", home.home, name="home"),
    path("leave/", home.leave, name="leave"),
    path("activity/", activity.ActivityView.as_view(), name="activity"),
    path("downloads/<uuid:uuid>/", exports.export_page, name="export"),
    path("downloads/<uuid:uuid>/file/", exports.export_file, name="export_file"),
    path("activity.csv", activity.activity_csv, name="activity_csv"),
    path("activity.json", activity.activity_json, name="activity_json"),
    path("scope/", scope.history, name="scope"),
    path("scope/answer/", scope.own_result, name="own_scope_result"),
    path("scope/questions/<slug:question>/", scope.own_question, name="own_scope_question"),
    path("scope/<uuid:uuid>/", scope.saved_answer, name="scope_kept"),
    path("people/", people.index, name="people"),
    path("people/invite/", people.invite, name="invite"),
    path("people/invitations/<uuid:uuid>/resend/", people.resend, name="invitation_resend"),
    path("people/invitations/<uuid:uuid>/withdraw/", people.withdraw, name="invitation_withdraw"),
    path("people/requests/<uuid:uuid>/", people.join_request, name="join_request"),
    path("people/<uuid:uuid>/", people.member, name="member"),
    path("people/<uuid:uuid>/end/", people.end, name="member_end"),
    path("people/<uuid:uuid>/second-factor/", people.second_factor, name="member_second_factor"),
    path("training/", training.index, name="training"),
    path("training/assign/", training.assign, name="training_assign"),
    path("training/learners/", training.learner_list, name="learners"),
    path("training/learners/<uuid:uuid>/end/", training.end_learner, name="learner_end"),
    path("training/team.csv", training.export, {"kind": "csv"}, name="training_csv"),
    path("training/team.xlsx", training.export, {"kind": "xlsx"}, name="training_xlsx"),
    path("training/<uuid:uuid>/", training.assignment, name="training_assignment"),
    path("training/<uuid:uuid>/end/", training.end, name="training_end"),
    path("training/<uuid:uuid>/remind/", training.remind, name="training_remind"),
    path("no-administrator/", verification.handover, name="handover"),
    path("settings/", settings.index, name="settings"),
    path("settings/details/", settings.details, name="details"),
    path("settings/sectors/", settings.sectors, name="sectors"),
    path("settings/year/", settings.year, name="year"),
    path("settings/dates/", settings.dates, name="dates"),
    path("settings/group/", settings.group, name="group"),
    path("settings/group/<uuid:uuid>/answer/", settings.group_answer, name="group_answer"),
    path("settings/group/<uuid:uuid>/withdraw/", settings.group_withdraw, name="group_withdraw"),
    path("settings/group/<uuid:uuid>/end/", settings.group_end, name="group_end"),
    path("confirm/", verification.index, name="confirm"),
    path("confirm/page/", verification.by_page, name="confirm_page"),
    path("confirm/email/", verification.by_email, name="confirm_email"),
    path("confirm/dns/", verification.by_dns, name="confirm_dns"),
    path("confirm/evidence/", verification.by_evidence, name="confirm_evidence"),
    path("confirm/check/", verification.check, name="confirm_check"),
]

for_staff = [
    path("", staff.Index.as_view(), name="staff"),
    path("proofs/<uuid:uuid>/", staff.proof, name="staff_proof"),
    path("proofs/<uuid:uuid>/evidence/", staff.proof_evidence, name="staff_proof_evidence"),
    path("handovers/<uuid:uuid>/", staff.handover, name="staff_handover"),
    path("handovers/<uuid:uuid>/evidence/", staff.handover_evidence, name="staff_handover_evidence"),
    path("<uuid:uuid>/", staff.organisation, name="staff_organisation"),
    *(
        path(f"<uuid:uuid>/{act}/", staff.act, {"act": act}, name=f"staff_{act.replace('-', '_')}")
        for act in staff.MODERATION_ACTIONS
    ),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("do-i-need-a-statement/", include(questionnaire)),
    path("organisations/", include(bringing)),
    path("invitations/<str:token>/", join_requests.invitation, name="invitation"),
    path("o/<slug:organisation>/", include(own)),
    path("staff/organisations/", include(for_staff)),
]
