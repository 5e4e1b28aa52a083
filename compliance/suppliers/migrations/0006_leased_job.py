from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('suppliers', '0005_lease_token'),
    ]

    operations = [
        migrations.RenameField(
            model_name='riskrun',
            old_name='attempts',
            new_name='attempt',
        ),
        migrations.AlterField(
            model_name='riskrun',
            name='attempt',
            field=models.PositiveSmallIntegerField(default=0, help_text='attempts begun since it last got further'),
        ),
        migrations.AddField(
            model_name='riskrun',
            name='next_at',
            field=models.DateTimeField(blank=True, help_text='not before then; empty: at once', null=True),
        ),
        migrations.AddField(
            model_name='riskrun',
            name='problem',
            field=models.CharField(blank=True, help_text='why the last attempt failed', max_length=500),
        ),
        migrations.AddField(
            model_name='riskrun',
            name='put_aside_at',
            field=models.DateTimeField(blank=True, help_text='when its last attempt was used up; nobody claims it until it is retried', null=True),
        ),
    ]
