"""How dates in uploaded files are read is the business's own choice."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("organisations", "0002_likeness")]

    operations = [
        migrations.AddField(
            "organisation",
            "date_order",
            models.CharField(
                max_length=11,
                default="day_first",
                choices=[
                    ("day_first", "Day first: 03/04/2026 is 3 April 2026"),
                    ("month_first", "Month first: 03/04/2026 is 4 March 2026"),
                ],
            ),
        ),
    ]
