"""What the overview of an organisation says of the statement that is due next, by the state of its version."""

from django.utils.translation import gettext_lazy as _

from compliance.statements.choices import State

# By the state of the open version: whose turn it is.
NEXT_STEP_LABELS = {
    State.DRAFTING: _("Being written by your editors"),
    State.CHANGES_REQUESTED: _("A reviewer asked your editors for changes"),
    State.INTERNAL_REVIEW: _("Waiting for a reviewer"),
    State.READY_FOR_APPROVAL: _("Waiting for an approver"),
    State.APPROVED: _("Waiting for a signature"),
    State.SIGNED: _("Waiting for an administrator to publish it"),
}
NO_APPROVER = _("No one can approve it yet. Invite an approver who has not edited it.")
# What the reader of the page may do with the open version.
OWN_STEP_LABELS = {
    State.DRAFTING: _("Continue writing the %(year)s statement"),
    State.CHANGES_REQUESTED: _("Make the changes that your reviewer asked for in the %(year)s statement"),
    State.INTERNAL_REVIEW: _("Review the %(year)s statement"),
    State.READY_FOR_APPROVAL: _("Read and approve the %(year)s statement"),
    State.APPROVED: _("Sign the %(year)s statement"),
    State.SIGNED: _("Publish the %(year)s statement"),
}
# The page on which the step is taken; the list of tasks for all others.
OWN_STEP_PAGES = {
    State.INTERNAL_REVIEW: "statements:review",
    State.READY_FOR_APPROVAL: "statements:approve",
    State.APPROVED: "statements:sign",
    State.SIGNED: "statements:publish",
}
START_STATEMENT = _("Start the %(year)s statement")
