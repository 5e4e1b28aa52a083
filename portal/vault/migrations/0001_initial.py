import django.db.models.deletion
import portal.vault.fields
import uuid
from django.conf import settings
from django.db import migrations, models

from portal.core.migration_operations import combine_operations


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = combine_operations([
        migrations.CreateModel(
            name='Epoch',
            fields=[
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField(unique=True)),
                ('public_key', models.BinaryField()),
                ('signing_half', models.BinaryField(null=True)),
                ('voucher', models.BinaryField(null=True)),
                ('made_at', models.DateTimeField()),
                ('retired_at', models.DateTimeField(null=True)),
                ('destroyed_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ('number',),
                'constraints': [models.UniqueConstraint(models.Value(1), condition=models.Q(('retired_at', None)), name='one_current_epoch'), models.CheckConstraint(condition=models.Q(('destroyed_at', None), ('retired_at__isnull', False), _connector='OR'), name='no_current_epoch_is_destroyed')],
            },
        ),
        migrations.CreateModel(
            name='DataKey',
            fields=[
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('wrapped_key', portal.vault.fields.SealedField()),
                ('epoch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='vault.epoch')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='HandlerKey',
            fields=[
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('public_key', models.BinaryField()),
                ('locked_private_key', portal.vault.fields.SealedField()),
                ('salt', models.BinaryField()),
                ('made_at', models.DateTimeField()),
                ('revoked_at', models.DateTimeField(null=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='handler_keys', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='IndexedWords',
            fields=[
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('data_key', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='indexed_words', to='vault.datakey')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='IndexEntry',
            fields=[
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=10)),
                ('digest', models.BinaryField(db_index=True, max_length=32)),
                ('words', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='entries', to='vault.indexedwords')),
            ],
            options={
                'verbose_name_plural': 'index entries',
            },
        ),
        migrations.CreateModel(
            name='IndexKey',
            fields=[
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('proof', models.BinaryField()),
                ('data_key', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='index_key', to='vault.datakey')),
            ],
        ),
        migrations.CreateModel(
            name='KeyHandover',
            fields=[
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('public_key', models.BinaryField()),
                ('proposed_at', models.DateTimeField()),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('count', models.PositiveIntegerField(null=True)),
                ('code_hash', models.BinaryField(null=True)),
                ('exported_at', models.DateTimeField(null=True)),
                ('done_at', models.DateTimeField(null=True)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('taken_at', models.DateTimeField(null=True)),
                ('confirmed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='RecoveryKey',
            fields=[
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('public_key', models.BinaryField()),
                ('made_at', models.DateTimeField()),
                ('retired_at', models.DateTimeField(null=True)),
                ('last_drill_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.Value(1), condition=models.Q(('retired_at', None)), name='one_current_recovery_key')],
            },
        ),
        migrations.CreateModel(
            name='TeamWrap',
            fields=[
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('wrapped_private_key', portal.vault.fields.SealedField()),
                ('proof', models.BinaryField()),
                ('made_at', models.DateTimeField()),
                ('epoch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='wraps', to='vault.epoch')),
                ('handler_key', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='wraps', to='vault.handlerkey')),
                ('recovery_key', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='wraps', to='vault.recoverykey')),
            ],
        ),
        migrations.CreateModel(
            name='Unlock',
            fields=[
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('session', models.CharField(max_length=64, unique=True)),
                ('sealed_keys', portal.vault.fields.SealedField()),
                ('made_at', models.DateTimeField()),
                ('idle_until', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('handler_key', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='unlocks', to='vault.handlerkey')),
            ],
        ),
        migrations.AddConstraint(
            model_name='handlerkey',
            constraint=models.UniqueConstraint(condition=models.Q(('revoked_at', None)), fields=('user',), name='one_active_key_a_handler'),
        ),
        migrations.AddConstraint(
            model_name='indexentry',
            constraint=models.UniqueConstraint(fields=('words', 'digest'), name='one_entry_a_value_and_words'),
        ),
        migrations.AddConstraint(
            model_name='indexkey',
            constraint=models.UniqueConstraint(models.Value(1), name='one_index_key'),
        ),
        migrations.AddConstraint(
            model_name='keyhandover',
            constraint=models.UniqueConstraint(models.Value(1), condition=models.Q(('done_at', None), ('withdrawn_at', None)), name='one_open_key_handover'),
        ),
        migrations.AddConstraint(
            model_name='keyhandover',
            constraint=models.CheckConstraint(condition=models.Q(('confirmed_by', None), models.Q(('confirmed_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='another_person_confirms_a_handover'),
        ),
        migrations.AddConstraint(
            model_name='keyhandover',
            constraint=models.CheckConstraint(condition=models.Q(('exported_at', None), ('confirmed_by__isnull', False), _connector='OR'), name='no_export_before_two_people'),
        ),
        migrations.AddConstraint(
            model_name='keyhandover',
            constraint=models.CheckConstraint(condition=models.Q(('done_at', None), ('exported_at__isnull', False), _connector='OR'), name='no_handover_is_done_before_its_export'),
        ),
        migrations.AddConstraint(
            model_name='teamwrap',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('handler_key', None), ('recovery_key__isnull', False)), models.Q(('handler_key__isnull', False), ('recovery_key', None)), _connector='OR'), name='wrapped_to_a_handler_or_to_recovery'),
        ),
        migrations.AddConstraint(
            model_name='teamwrap',
            constraint=models.UniqueConstraint(fields=('epoch', 'handler_key'), name='one_wrap_a_handler_and_epoch'),
        ),
        migrations.AddConstraint(
            model_name='teamwrap',
            constraint=models.UniqueConstraint(fields=('epoch', 'recovery_key'), name='one_wrap_a_recovery_key_and_epoch'),
        ),
        migrations.AddConstraint(
            model_name='unlock',
            constraint=models.CheckConstraint(condition=models.Q(('idle_until__lte', models.F('ends_at'))), name='idle_ends_with_the_unlock_at_the_latest'),
        ),
    ])
