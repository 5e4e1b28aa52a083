import django.db.models.deletion
import portal.vault.fields
import uuid
from django.db import migrations, models

from portal.core.migration_operations import combine_operations


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('vault', '0001_initial'),
    ]

    operations = combine_operations([
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('submit_token', models.UUIDField(default=uuid.uuid4, unique=True)),
                ('blob', portal.vault.fields.SealedField(default=bytes)),
                ('last_action_at', models.DateTimeField()),
                ('receipt', portal.vault.fields.SealedField(default=bytes)),
                ('sent_at', models.DateTimeField(null=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Concern',
            fields=[
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('submit_token', models.UUIDField(unique=True)),
                ('channel', models.CharField(choices=[('webform', 'Online report form'), ('portal_business', 'Business account'), ('phone', 'Phone call')], default='webform', max_length=20)),
                ('route', models.CharField(max_length=2)),
                ('purpose', models.CharField(max_length=30)),
                ('danger_level', models.CharField(max_length=20)),
                ('age_of_person', models.CharField(max_length=10)),
                ('child_involved', models.BooleanField()),
                ('exploitation_types', models.JSONField(default=list)),
                ('sectors', models.JSONField(default=list)),
                ('language', models.CharField(default='unknown', max_length=10)),
                ('region', models.CharField(default='unknown', max_length=20)),
                ('nation', models.CharField(blank=True, max_length=20)),
                ('identity_mode', models.CharField(choices=[('named_share', 'Named, details may be shared'), ('confidential', 'Confidential'), ('anonymous', 'Anonymous')], max_length=20)),
                ('triage_level', models.CharField(choices=[('p1', 'Immediate'), ('p2', 'Urgent'), ('p3', 'Standard'), ('p4', 'Advice')], max_length=2)),
                ('wants_call', models.BooleanField(default=False)),
                ('arrived_hour', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('is_claimed', models.BooleanField(default=False, editable=False)),
                ('is_adult', models.GeneratedField(db_persist=True, expression=models.Q(('age_of_person', 'adult')), output_field=models.BooleanField())),
                ('status', models.CharField(choices=[('received', 'Received'), ('looked_at', 'Being looked at'), ('under_way', 'Action under way'), ('closed', 'Closed')], default='received', max_length=10)),
                ('answers', portal.vault.fields.SealedField()),
                ('data_key', models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='vault.datakey')),
            ],
        ),
        migrations.CreateModel(
            name='ConcernFile',
            fields=[
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=10)),
                ('size', models.PositiveBigIntegerField(help_text='bytes')),
                ('role', models.CharField(choices=[('cleaned', 'Cleaned copy'), ('original', 'Original'), ('uncleaned', 'Could not be cleaned')], max_length=10)),
                ('scan', models.CharField(choices=[('clean', 'Checked'), ('not_scanned', 'Not checked for viruses')], max_length=15)),
                ('facts', portal.vault.fields.SealedField(default=bytes)),
                ('concern', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='files', to='concerns.concern')),
                ('draft', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='files', to='concerns.draft')),
            ],
        ),
        migrations.CreateModel(
            name='HeldLine',
            fields=[
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('action', models.CharField(max_length=80)),
                ('detail', models.JSONField(default=dict)),
                ('hour', models.DateTimeField()),
                ('concern', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='concerns.concern')),
            ],
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('author', models.CharField(choices=[('reporter', 'The person who told us'), ('helpline', 'The helpline')], max_length=10)),
                ('text', portal.vault.fields.SealedField()),
                ('day', models.DateField()),
                ('is_seen', models.BooleanField(default=False)),
                ('concern', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='messages', to='concerns.concern')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Receipt',
            fields=[
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('lookup', models.BinaryField(max_length=32, unique=True)),
                ('salt', models.BinaryField(max_length=32)),
                ('wrapped', portal.vault.fields.SealedField()),
                ('ends_on', models.DateField()),
                ('retired_on', models.DateField(null=True)),
                ('pending_since', models.DateTimeField(null=True)),
                ('concern', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='receipts', to='concerns.concern')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Visit',
            fields=[
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('wrapped', portal.vault.fields.SealedField()),
                ('begun_at', models.DateTimeField()),
                ('last_action_at', models.DateTimeField()),
                ('concern', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='concerns.concern')),
                ('receipt', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='concerns.receipt')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddIndex(
            model_name='concern',
            index=models.Index(fields=['is_claimed', 'is_adult', 'triage_level', 'due_at', 'arrived_hour', 'uuid'], name='concerns_queue'),
        ),
        migrations.AddConstraint(
            model_name='concern',
            constraint=models.CheckConstraint(condition=models.Q(('arrived_hour__minute', 0), ('arrived_hour__second', 0)), name='concerns_arrived_on_the_hour'),
        ),
        migrations.AddConstraint(
            model_name='concernfile',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('concern__isnull', True), ('draft__isnull', False)), models.Q(('concern__isnull', False), ('draft__isnull', True)), _connector='OR'), name='concerns_file_of_one_thing'),
        ),
        migrations.AddConstraint(
            model_name='heldline',
            constraint=models.CheckConstraint(condition=models.Q(('hour__minute', 0), ('hour__second', 0)), name='concerns_held_on_the_hour'),
        ),
    ])
