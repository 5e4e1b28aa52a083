"""The parts of a concern that a recipient would receive."""

from compliance.concerns.rules import sharing


def test_a_name_is_shared_only_by_those_who_share_it():
    told = {"account": "x", "town": "Anywhere", "name": "N", "phone": "1", "exploitation_type": ["labour"]}
    for mode in ("confidential", "anonymous"):
        for recipient in sharing.RECIPIENTS:
            assert sharing.NAME_PART not in sharing.preview_parts(recipient, told | {"identity_mode": mode}, files=1)
    named = told | {"identity_mode": "named_share"}
    assert sharing.preview_parts("police", named, files=1) == ["account", "place", "signs", "files", "name"]
    assert sharing.preview_parts("support_provider", named, files=1) == ["place", "name"]
