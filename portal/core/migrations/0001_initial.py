from django.db import migrations, models

from portal.core.migration_operations import combine_operations


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = combine_operations([
        migrations.CreateModel(
            name='Heartbeat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=20, unique=True)),
                ('beat_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Outbox',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('lease_token', models.UUIDField(blank=True, editable=False, null=True)),
                ('lease_until', models.DateTimeField(blank=True, null=True)),
                ('attempt', models.PositiveSmallIntegerField(default=0, help_text='attempts begun since it last got further')),
                ('next_at', models.DateTimeField(blank=True, help_text='not before then; empty: at once', null=True)),
                ('problem', models.CharField(blank=True, help_text='why the last attempt failed', max_length=500)),
                ('put_aside_at', models.DateTimeField(blank=True, help_text='when its last attempt was used up; nobody claims it until it is retried', null=True)),
                ('message_id', models.CharField(max_length=120, unique=True)),
                ('template', models.CharField(max_length=80)),
                ('to', models.EmailField(max_length=254)),
                ('reply_to', models.EmailField(blank=True, max_length=254)),
                ('subject', models.CharField(max_length=300)),
                ('body', models.BinaryField(default=bytes)),
                ('stop', models.BinaryField(default=bytes, help_text='sealed: the address at which one press ends such mails')),
                ('created_at', models.DateTimeField()),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('sent', 'Sent'), ('needs_attention', 'Needs attention')], default='waiting', max_length=20)),
                ('sent_at', models.DateTimeField(null=True)),
                ('is_urgent', models.BooleanField(default=False, help_text='it leaves before all others, in a loop of its own')),
            ],
            options={
                'verbose_name': 'email in the outbox',
                'verbose_name_plural': 'emails in the outbox',
                'indexes': [models.Index(fields=['state', 'next_at'], name='core_outbox_due')],
            },
        ),
    ])
