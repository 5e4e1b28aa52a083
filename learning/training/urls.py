"""/training/…: courses are for everybody; the quiz and certificates for people with an account."""

from django.contrib.auth.decorators import login_not_required
from django.urls import path

from learning.training.views import certificates, courses, quizzes

app_name = "training"

urlpatterns = [
    path("", login_not_required(courses.index), name="index"),
    path("verify/", login_not_required(certificates.verify), name="verify"),
    path("certificates/<uuid:uuid>/", certificates.certificate, name="certificate"),
    path("certificates/<uuid:uuid>.pdf", certificates.certificate_pdf, name="certificate_pdf"),
    path("<slug:slug>/", login_not_required(courses.course), name="course"),
    path("<slug:slug>/restart/", courses.restart, name="restart"),
    path("<slug:slug>/lessons/<slug:lesson>/", login_not_required(courses.lesson), name="lesson"),
    path("<slug:slug>/quiz/", quizzes.start, name="quiz"),
    path("<slug:slug>/quiz/<int:number>/", quizzes.question, name="question"),
    path("<slug:slug>/quiz/review/", quizzes.review, name="review"),
    path("<slug:slug>/results/<int:number>/", quizzes.result, name="result"),
    path("<slug:slug>/certificate/", quizzes.certificate, name="name"),
]
