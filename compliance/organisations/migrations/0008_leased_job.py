from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('organisations', '0007_lease_token'),
    ]

    operations = [
        migrations.RenameField(
            model_name='controlproof',
            old_name='attempts',
            new_name='attempt',
        ),
        migrations.RenameField(
            model_name='controlproof',
            old_name='check_at',
            new_name='next_at',
        ),
        migrations.AlterField(
            model_name='controlproof',
            name='attempt',
            field=models.PositiveSmallIntegerField(default=0, help_text='attempts begun since it last got further'),
        ),
        migrations.AlterField(
            model_name='controlproof',
            name='next_at',
            field=models.DateTimeField(blank=True, help_text='not before then; empty: at once', null=True),
        ),
        migrations.AddField(
            model_name='controlproof',
            name='problem',
            field=models.CharField(blank=True, help_text='why the last attempt failed', max_length=500),
        ),
        migrations.AddField(
            model_name='controlproof',
            name='put_aside_at',
            field=models.DateTimeField(blank=True, help_text='when its last attempt was used up; nobody claims it until it is retried', null=True),
        ),
    ]
