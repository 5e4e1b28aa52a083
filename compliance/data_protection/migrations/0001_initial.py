import django.db.models.deletion
import portal.vault.fields
import uuid
from django.conf import settings
from django.db import migrations, models

from portal.core.migration_operations import combine_operations


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('casework', '0001_initial'),
        ('vault', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = combine_operations([
        migrations.CreateModel(
            name='Complaint',
            fields=[
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('reference', models.CharField(max_length=12, unique=True)),
                ('status', models.CharField(choices=[('received', 'Received'), ('acknowledged', 'Acknowledged'), ('under_review', 'Being looked at'), ('answered', 'Answered')], default='received', max_length=15)),
                ('received_on', models.DateField()),
                ('acknowledge_by', models.DateField()),
                ('due_on', models.DateField()),
                ('acknowledged_at', models.DateTimeField(blank=True, null=True)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('complaint', portal.vault.fields.SealedField(help_text='JSON: who complains, how to answer, what it is about')),
                ('answer', portal.vault.fields.SealedField(blank=True)),
                ('data_key', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='vault.datakey')),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('due_on',),
            },
        ),
        migrations.CreateModel(
            name='RetentionRun',
            fields=[
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('erased', models.JSONField(default=dict)),
                ('refused', models.JSONField(default=dict, help_text='{"cases": {"due": 40, "of": 500}}')),
                ('confirmed_at', models.DateTimeField(blank=True, null=True)),
                ('done_at', models.DateTimeField(blank=True, null=True)),
                ('confirmed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('-at',),
                'constraints': [models.CheckConstraint(condition=models.Q(('done_at', None), ('refused', {}), ('confirmed_at__isnull', False), _connector='OR'), name='a_large_run_is_confirmed_before_it_is_done')],
            },
        ),
        migrations.CreateModel(
            name='SubjectAccess',
            fields=[
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('reference', models.CharField(max_length=12, unique=True)),
                ('kind', models.CharField(choices=[('access', 'Copy of their data'), ('erasure', 'Erasure'), ('rectification', 'Correction'), ('objection', 'Objection or restriction')], max_length=15)),
                ('status', models.CharField(choices=[('received', 'Received'), ('identity_check', 'Checking identity'), ('searching', 'Searching'), ('review', 'Waiting for a second person'), ('answered', 'Answered'), ('refused', 'Refused')], default='received', max_length=15)),
                ('is_held_apart', models.BooleanField(default=False)),
                ('received_on', models.DateField()),
                ('due_on', models.DateField()),
                ('identity_checked_at', models.DateTimeField(blank=True, null=True)),
                ('exemptions', models.JSONField(blank=True, default=list)),
                ('review_on', models.DateField(blank=True, help_text='of a refusal', null=True)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('request', portal.vault.fields.SealedField(help_text='JSON: who asks, how they were checked, what they ask for, where to answer')),
                ('answer', portal.vault.fields.SealedField(blank=True, help_text='JSON: what was found, what is left out and why, the answer')),
                ('case', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='casework.case')),
                ('data_key', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='vault.datakey')),
                ('first_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('identity_checked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('second_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('due_on',),
                'constraints': [models.CheckConstraint(condition=models.Q(('second_by', None), models.Q(('second_by', models.F('first_by')), _negated=True), _connector='OR'), name='two_people_answer_a_request')],
            },
        ),
    ])
