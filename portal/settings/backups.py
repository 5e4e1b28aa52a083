"""Settings of backups: where they are written, to whose key they are encrypted, how long they are kept."""

from pathlib import Path

from portal.settings.environment import VAR_DIR, env, env_int, secret_file

BACKUP_DIR = Path(env("BACKUP_DIR") or VAR_DIR / "backups")
# An age recipient (age1…, ssh-ed25519 …) or the fingerprint of a GPG key. Whoever has the private half can restore.
BACKUP_RECIPIENT = env("BACKUP_RECIPIENT").strip()
# The private half, only on a machine that restores by a timer. Best on none that serves visitors.
BACKUP_IDENTITY_FILE = secret_file("BACKUP_IDENTITY", VAR_DIR / "secrets" / "backup_identity")
BACKUP_KEEP_DAYS = env_int("BACKUP_KEEP_DAYS", 35)
