import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from portal.core.migration_operations import combine_operations


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('organisations', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = combine_operations([
        migrations.CreateModel(
            name='Archive',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('lease_token', models.UUIDField(blank=True, editable=False, null=True)),
                ('lease_until', models.DateTimeField(blank=True, null=True)),
                ('attempt', models.PositiveSmallIntegerField(default=0, help_text='attempts begun since it last got further')),
                ('next_at', models.DateTimeField(blank=True, help_text='not before then; empty: at once', null=True)),
                ('problem', models.CharField(blank=True, help_text='why the last attempt failed', max_length=500)),
                ('put_aside_at', models.DateTimeField(blank=True, help_text='when its last attempt was used up; nobody claims it until it is retried', null=True)),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('state', models.CharField(choices=[('waiting', 'Waiting to start'), ('making', 'In progress'), ('ready', 'Ready'), ('failed', 'Could not be made')], default='waiting', max_length=10)),
                ('asked_at', models.DateTimeField()),
                ('progress', models.PositiveIntegerField(default=0, help_text='entries written')),
                ('total', models.PositiveIntegerField(default=0, help_text='entries there will be, about')),
                ('made_at', models.DateTimeField(blank=True, null=True)),
                ('expires_at', models.DateTimeField(blank=True, null=True)),
                ('stored_as', models.UUIDField(blank=True, null=True)),
                ('size', models.PositiveBigIntegerField(default=0, help_text='bytes of the ZIP file')),
                ('sha256', models.CharField(blank=True, max_length=64)),
                ('missing', models.PositiveIntegerField(default=0, help_text='files that could not be read, which the README names')),
                ('asked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
            ],
            options={
                'ordering': ('-asked_at', '-pk'),
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['making', 'waiting'])), fields=('organisation',), name='one_archive_at_a_time')],
            },
        ),
        migrations.CreateModel(
            name='EarlierHistory',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(help_text='1 is the earliest')),
                ('portal', models.CharField(help_text='the address of the portal it came from', max_length=200)),
                ('brought_at', models.DateTimeField()),
                ('sha256', models.CharField(help_text='of the archive', max_length=64)),
                ('chain', models.JSONField()),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
            ],
            options={
                'verbose_name_plural': 'earlier histories',
                'ordering': ('number',),
                'constraints': [models.UniqueConstraint(fields=('organisation', 'number'), name='one_earlier_history_a_number')],
            },
        ),
    ])
