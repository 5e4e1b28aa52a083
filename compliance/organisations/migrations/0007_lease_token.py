from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('organisations', '0006_joined_at_and_reminders_by_hand'),
    ]

    operations = [
        migrations.RenameField(model_name='controlproof', old_name='leased_until', new_name='lease_until'),
        migrations.AddField(
            model_name='controlproof',
            name='lease_token',
            field=models.UUIDField(blank=True, editable=False, null=True),
        ),
    ]
