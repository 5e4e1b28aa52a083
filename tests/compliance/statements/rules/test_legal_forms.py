"""Who approves and who signs, by legal form. Modern Slavery Act 2015 s.54(6)."""

import pytest

from compliance.organisations.choices import LegalForm
from compliance.statements.rules.legal_forms import approving_bodies, every_body, needs_approval, signatory_roles


@pytest.mark.parametrize(
    ("form", "is_needed"),
    [
        (LegalForm.COMPANY, True),
        (LegalForm.BODY_CORPORATE, True),
        (LegalForm.LLP, True),
        (LegalForm.PUBLIC_BODY, True),
        (LegalForm.OTHER_UNINCORPORATED, True),
        (LegalForm.LIMITED_PARTNERSHIP, False),
        (LegalForm.OTHER_PARTNERSHIP, False),
    ],
)
def test_the_act_names_no_approver_for_a_partnership(form, is_needed):
    assert needs_approval(form) is is_needed


@pytest.mark.parametrize(
    ("form", "body", "role"),
    [
        ("company", "board_of_directors", "director"),
        ("llp", "members", "designated_member"),
        ("limited_partnership", None, "general_partner"),
        ("other_partnership", None, "partner"),
        ("body_corporate", "equivalent_management_body", "director"),
    ],
)
def test_each_form_has_the_body_and_the_role_of_the_act(form, body, role):
    assert role in dict(signatory_roles(form))
    assert body is None or body in dict(approving_bodies(form))


@pytest.mark.parametrize(
    ("form", "body", "role"),
    [
        ("company", "members", "partner"),
        ("llp", "board_of_directors", "director"),
        ("limited_partnership", "board_of_directors", "director"),
        ("other_partnership", "board_of_directors", "general_partner"),
    ],
)
def test_no_form_has_the_body_or_the_role_of_another(form, body, role):
    assert role not in dict(signatory_roles(form))
    assert body not in dict(approving_bodies(form))


def test_an_unincorporated_body_does_as_a_body_corporate_does():
    assert approving_bodies("other_unincorporated") == approving_bodies("body_corporate")
    assert signatory_roles("other_unincorporated") == signatory_roles("body_corporate")


def test_a_member_of_a_group_may_name_any_body():
    bodies = every_body()
    assert all(choice in bodies for form in LegalForm.values for choice in approving_bodies(form))
    assert all(label for _code, label in bodies)
