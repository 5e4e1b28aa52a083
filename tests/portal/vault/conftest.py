import shutil

import pytest

from tests.factories.vault import begin_vault


@pytest.fixture(autouse=True)
def own_file(settings, tmp_path):
    """Each test may change the file with the team's public key."""
    settings.TEAM_PUBLIC_KEY_FILE = shutil.copy(settings.TEAM_PUBLIC_KEY_FILE, tmp_path / "team_public_key")
    return tmp_path / "team_public_key"


@pytest.fixture
def vault(db):
    return begin_vault()
