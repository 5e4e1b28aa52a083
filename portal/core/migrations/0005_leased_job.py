from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0004_heartbeat_and_urgent_mail'),
    ]

    operations = [
        migrations.RenameField(
            model_name='outbox',
            old_name='attempts',
            new_name='attempt',
        ),
        migrations.RenameField(
            model_name='outbox',
            old_name='last_error',
            new_name='problem',
        ),
        migrations.AlterField(
            model_name='outbox',
            name='attempt',
            field=models.PositiveSmallIntegerField(default=0, help_text='attempts begun since it last got further'),
        ),
        migrations.AlterField(
            model_name='outbox',
            name='problem',
            field=models.CharField(blank=True, help_text='why the last attempt failed', max_length=500),
        ),
        migrations.AddField(
            model_name='outbox',
            name='put_aside_at',
            field=models.DateTimeField(blank=True, help_text='when its last attempt was used up; nobody claims it until it is retried', null=True),
        ),
        migrations.AlterField(
            model_name='outbox',
            name='next_at',
            field=models.DateTimeField(blank=True, help_text='not before then; empty: at once', null=True),
        ),
    ]
