"""Whether a sentence tells of what was done, planned or denied."""

import pytest

from compliance.statements.rubric.rules.tense import CONDITION, DENIED, DONE, PLAN_HEADING, PLANNED, STATED, get_status


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        ("We trained all buyers in the year.", DONE),
        ("All staff have completed the course.", DONE),
        ("Third-party auditors carried out 14 audits.", DONE),
        ("The share of suppliers rose to 85%.", DONE),
        ("We have trained 40 people and will train the rest.", DONE),
        ("The charity was founded in Leeds and was incorporated in 1968.", STATED),
        ("The firm was established as a partnership.", STATED),
        ("We have currently no process for remedy in place.", DENIED),
        ("No measures have been implemented at this time.", DENIED),
        ("Since no risk of slavery was identified, no training has been provided.", DENIED),
        ("Our 2030 plans include a code for suppliers.", PLANNED),
        ("We will train all buyers.", PLANNED),
        ("The Trust intends to review its contracts.", PLANNED),
        ("Over the next 12 months we look at our growers.", PLANNED),
        ("If we find a case, we will support the person.", PLANNED),
        ("Should the Group identify that a loss has occurred, it will seek to put it right.", PLANNED),
        ("We have not audited any supplier.", DENIED),
        ("No actions have been taken to assess the effectiveness of our measures.", DENIED),
        ("None has been seen, at this time.", DENIED),
        ("We look for slavery and none has been seen, other than at a printer in Spain.", DONE),
        ("No training was given in the year.", DENIED),
        ("The Council does not have sight of subcontractors.", DENIED),
        ("Suppliers are audited every two years.", STATED),
        ("We do not tolerate slavery.", STATED),
        ("Suppliers rated as high risk are checked again.", STATED),
        ("Our low-paid and well-trained drivers deliver bread.", STATED),
        ("The greatest risk is for pickers who may have borrowed money.", STATED),
        ("Statement for the year ended 31 March 2026", STATED),
        ("We have limited visibility of the lower tiers.", STATED),
    ],
)
def test_a_sentence_has_a_status(sentence, status):
    assert get_status(sentence) == status


def test_under_a_heading_of_plans_what_has_no_tense_is_planned():
    assert get_status("Interview 50 pickers about fees", is_planned=True) == PLANNED
    assert get_status("We interviewed 50 pickers about fees", is_planned=True) == DONE
    assert PLAN_HEADING.search("Next steps") and not PLAN_HEADING.search("Training")


def test_a_case_is_no_plan():
    assert CONDITION.search("Where we find fees, we will have them repaid.")
    assert not CONDITION.search("We will train all buyers.")
