import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from portal.core.migration_operations import combine_operations


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('files', '0001_initial'),
        ('organisations', '0001_initial'),
        ('suppliers', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = combine_operations([
        migrations.CreateModel(
            name='Import',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('lease_token', models.UUIDField(blank=True, editable=False, null=True)),
                ('lease_until', models.DateTimeField(blank=True, null=True)),
                ('attempt', models.PositiveSmallIntegerField(default=0, help_text='attempts begun since it last got further')),
                ('next_at', models.DateTimeField(blank=True, help_text='not before then; empty: at once', null=True)),
                ('problem', models.CharField(blank=True, help_text='why the last attempt failed', max_length=500)),
                ('put_aside_at', models.DateTimeField(blank=True, help_text='when its last attempt was used up; nobody claims it until it is retried', null=True)),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('token', models.UUIDField(help_text='of the page it was sent from: sent twice, it is one upload', unique=True)),
                ('name', models.CharField(max_length=255)),
                ('sha256', models.CharField(max_length=64)),
                ('kind', models.CharField(choices=[('auto', 'Work it out from the columns'), ('suppliers', 'Suppliers and their sites'), ('findings', 'Audit findings'), ('actions', 'Action plan')], default='auto', max_length=10)),
                ('state', models.CharField(choices=[('received', 'Received'), ('checking', 'Being checked'), ('mapping_needed', 'Tell us what your columns are'), ('validating', 'Being compared with your register'), ('preview', 'Ready to check'), ('queued', 'Waiting for another upload to finish'), ('applying', 'Being imported'), ('done', 'Done'), ('done_with_errors', 'Done, except for rows with problems'), ('stopped', 'Stopped part-way'), ('undoing', 'Being undone'), ('failed', 'Could not be read'), ('cancelled', 'Cancelled'), ('undone', 'Undone')], default='received', max_length=20)),
                ('received_at', models.DateTimeField()),
                ('waits_since', models.DateTimeField(blank=True, help_text='a person waits; empty once told by mail', null=True)),
                ('progress', models.PositiveIntegerField(default=0, help_text='rows done in this step')),
                ('total', models.PositiveIntegerField(default=0, help_text='rows of this step; 0 is not known yet')),
                ('cursor', models.PositiveIntegerField(default=0, help_text='rows put into the register so far')),
                ('encoding', models.CharField(blank=True, help_text='of a CSV file, as a person chose it', max_length=20)),
                ('guessed_encoding', models.CharField(blank=True, help_text='of a CSV file that is not in UTF-8', max_length=20)),
                ('unread', models.JSONField(blank=True, default=list, help_text='visible sheets that look like data and were not read')),
                ('heads', models.JSONField(blank=True, default=list, help_text='first rows of sheets that a person is asked about')),
                ('given', models.JSONField(blank=True, default=dict, help_text='of the audit, as a person said for this file alone')),
                ('sheets', models.JSONField(blank=True, default=dict, help_text='kind and row of the header, by sheet')),
                ('counts', models.JSONField(blank=True, default=dict, help_text='rows by outcome, and warnings')),
                ('messages', models.JSONField(blank=True, default=list, help_text='of the file and its sheets as a whole')),
                ('error', models.JSONField(blank=True, help_text='F code and message', null=True)),
                ('all_or_nothing', models.BooleanField(default=False)),
                ('load_as_draft', models.BooleanField(default=False)),
                ('ends_others', models.BooleanField(default=False, help_text='suppliers that are not in the file are ended')),
                ('compared_at', models.DateTimeField(blank=True, null=True)),
                ('digest', models.CharField(blank=True, help_text='of what its rows would do, as last compared', max_length=64)),
                ('is_compared_again', models.BooleanField(default=False, help_text='the register changed after somebody had said yes, and with it what rows would do')),
                ('applied_at', models.DateTimeField(blank=True, null=True)),
                ('undone_at', models.DateTimeField(blank=True, null=True)),
                ('undone', models.JSONField(blank=True, default=dict, help_text='stage and position that an undo has reached, its counts, and what stayed')),
                ('applied_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('file', models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='files.storedfile')),
                ('from_supplier', models.ForeignKey(blank=True, help_text='returned by its link', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='suppliers.supplier')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('result', models.OneToOneField(help_text='their file, marked by us', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='files.storedfile')),
                ('undone_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('uploaded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('-received_at', '-pk'),
            },
        ),
        migrations.CreateModel(
            name='Package',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('lease_token', models.UUIDField(blank=True, editable=False, null=True)),
                ('lease_until', models.DateTimeField(blank=True, null=True)),
                ('attempt', models.PositiveSmallIntegerField(default=0, help_text='attempts begun since it last got further')),
                ('next_at', models.DateTimeField(blank=True, help_text='not before then; empty: at once', null=True)),
                ('problem', models.CharField(blank=True, help_text='why the last attempt failed', max_length=500)),
                ('put_aside_at', models.DateTimeField(blank=True, help_text='when its last attempt was used up; nobody claims it until it is retried', null=True)),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('state', models.CharField(choices=[('waiting', 'Queued'), ('making', 'Being created'), ('ready', 'Ready'), ('failed', 'Could not be created')], default='waiting', max_length=10)),
                ('asked_at', models.DateTimeField()),
                ('progress', models.PositiveIntegerField(default=0, help_text='suppliers done')),
                ('total', models.PositiveIntegerField(default=0)),
                ('asked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('file', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='files.storedfile')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
            ],
            options={
                'ordering': ('-asked_at',),
            },
        ),
        migrations.CreateModel(
            name='SavedMapping',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fingerprint', models.CharField(max_length=64)),
                ('kind', models.CharField(choices=[('auto', 'Work it out from the columns'), ('suppliers', 'Suppliers and their sites'), ('findings', 'Audit findings'), ('actions', 'Action plan')], max_length=10)),
                ('columns', models.JSONField()),
                ('constants', models.JSONField(blank=True, default=dict, help_text='what holds for every row, by column')),
                ('answered_at', models.DateTimeField()),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
            ],
            options={
                'ordering': ('-answered_at',),
            },
        ),
        migrations.CreateModel(
            name='StagedRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(help_text="from 1, in the file's order")),
                ('sheet', models.CharField(blank=True, max_length=100)),
                ('number', models.PositiveIntegerField(help_text="Excel's row; 0 is of no row")),
                ('kind', models.CharField(max_length=10)),
                ('key', models.CharField(blank=True, help_text='the folded references that name the record', max_length=200)),
                ('group', models.CharField(blank=True, help_text='audit: its rows are applied together or not at all', max_length=64)),
                ('values', models.JSONField()),
                ('extra', models.JSONField(default=dict)),
                ('messages', models.JSONField(default=list)),
                ('outcome', models.CharField(choices=[('add', 'Add'), ('change', 'Change'), ('same', 'No change'), ('skip', 'Skip'), ('error', 'Has a problem'), ('end', 'Mark as ended: not in the file')], max_length=6)),
                ('changes', models.JSONField(default=list)),
                ('is_held', models.BooleanField(default=False, help_text='good, but another row of its audit is not')),
                ('is_early', models.BooleanField(default=False, help_text='its supplier went in before its turn')),
                ('upload', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='workbooks.import')),
            ],
            options={
                'ordering': ('position',),
            },
        ),
        migrations.AddIndex(
            model_name='import',
            index=models.Index(fields=['state', 'next_at'], name='workbooks_due'),
        ),
        migrations.AddIndex(
            model_name='import',
            index=models.Index(fields=['organisation', '-received_at', '-id'], name='workbooks_newest_first'),
        ),
        migrations.AddConstraint(
            model_name='import',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('applying', 'undoing'))), fields=('organisation',), name='one_apply_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='package',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['waiting', 'making'])), fields=('organisation',), name='one_package_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='savedmapping',
            constraint=models.UniqueConstraint(fields=('organisation', 'fingerprint'), name='one_mapping_a_header_row'),
        ),
        migrations.AddIndex(
            model_name='stagedrow',
            index=models.Index(fields=['upload', 'outcome'], name='workbooks_outcome'),
        ),
        migrations.AddConstraint(
            model_name='stagedrow',
            constraint=models.UniqueConstraint(fields=('upload', 'position'), name='one_staged_row_a_position'),
        ),
    ])
