"""A publication is found by the fingerprint of its text, for certificates."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("statements", "0004_certificate")]
    operations = [
        migrations.AddIndex(
            model_name="publication", index=models.Index(fields=["content_hash"], name="register_by_text")
        )
    ]
