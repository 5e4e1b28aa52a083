"""What a person says of one file stays with it, and whoever waits long for a file is told by mail."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("workbooks", "0004_stopping_and_undoing")]

    operations = [
        migrations.AddField(
            "import",
            "given",
            models.JSONField(
                blank=True, default=dict, help_text="of the audit, as a person said for this file alone"
            ),
        ),
        migrations.AddField(
            "import",
            "waits_since",
            models.DateTimeField(blank=True, null=True, help_text="a person waits; empty once told by mail"),
        ),
        migrations.AlterField(
            "import",
            "heads",
            models.JSONField(
                blank=True, default=list, help_text="first rows of sheets that a person is asked about"
            ),
        ),
        migrations.AlterField(
            "savedmapping",
            "kind",
            models.CharField(
                max_length=10,
                choices=[
                    ("auto", "Find out from the columns"),
                    ("suppliers", "Suppliers and their sites"),
                    ("findings", "Audit findings"),
                    ("actions", "Action plan"),
                ],
            ),
        ),
        migrations.AlterModelOptions("savedmapping", options={"ordering": ("-answered_at",)}),
    ]
