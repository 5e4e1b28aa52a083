from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("statements", "0018_reminders_day")]

    operations = [
        migrations.AddField(
            model_name="earliertext",
            name="goals",
            field=models.JSONField(
                blank=True, default=list, help_text="what it said would be done: a list of plain sentences"
            ),
        ),
    ]
