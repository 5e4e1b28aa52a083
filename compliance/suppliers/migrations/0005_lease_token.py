from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('suppliers', '0004_supplier_owner'),
    ]

    operations = [
        migrations.RenameField(model_name='riskrun', old_name='leased_until', new_name='lease_until'),
        migrations.AddField(
            model_name='riskrun',
            name='lease_token',
            field=models.UUIDField(blank=True, editable=False, null=True),
        ),
    ]
