from django.utils.translation import gettext_lazy as _

ACTIONS = {
    "training.course.completed": (_("Course completed"), _("completed the course “{object}”: {right} of {of} right")),
    "training.certificate.issued": (_("Certificate issued"), _("received a certificate for the course “{object}”")),
}
