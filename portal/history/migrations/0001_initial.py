from django.db import migrations, models

from portal.core.migration_operations import combine_operations


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = combine_operations([
        migrations.CreateModel(
            name='Head',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seq', models.BigIntegerField(default=0)),
                ('hash', models.CharField(default='0000000000000000000000000000000000000000000000000000000000000000', max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('seq', models.BigIntegerField(primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('actor_id', models.BigIntegerField(null=True)),
                ('actor', models.CharField(max_length=254)),
                ('action', models.CharField(max_length=80)),
                ('object_type', models.CharField(max_length=80)),
                ('object_uuid', models.UUIDField(null=True)),
                ('object_label', models.CharField(max_length=254)),
                ('scope', models.UUIDField(null=True)),
                ('scope_seq', models.BigIntegerField(help_text='its number among those of the same organisation', null=True)),
                ('scope_prev', models.CharField(default='0000000000000000000000000000000000000000000000000000000000000000', max_length=64)),
                ('detail', models.JSONField(default=dict)),
                ('prev', models.CharField(max_length=64)),
                ('hash', models.CharField(max_length=64)),
            ],
            options={
                'verbose_name_plural': 'entries',
                'ordering': ('seq',),
                'indexes': [
                    models.Index(fields=['actor_id', '-seq'], name='history_by_person'),
                    models.Index(fields=['action', '-seq'], name='history_by_action'),
                    models.Index(fields=['scope', 'actor_id', '-scope_seq'], name='history_of_scope_by_person'),
                    models.Index(fields=['scope', 'action', '-scope_seq'], name='history_of_scope_by_action'),
                ],
                'constraints': [models.UniqueConstraint(condition=models.Q(('scope__isnull', False)), fields=('scope', 'scope_seq'), name='one_entry_a_scope_number'), models.UniqueConstraint(fields=('prev',), name='no_fork_in_history')],
            },
        ),
    ])
