"""Handing every data key to another operator."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('vault', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
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
                ('confirmed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.Value(1), condition=models.Q(('done_at', None), ('withdrawn_at', None)), name='one_open_key_handover'), models.CheckConstraint(condition=models.Q(('confirmed_by', None), models.Q(('confirmed_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='another_person_confirms_a_handover'), models.CheckConstraint(condition=models.Q(('exported_at', None), ('confirmed_by__isnull', False), _connector='OR'), name='no_export_before_two_people'), models.CheckConstraint(condition=models.Q(('done_at', None), ('exported_at__isnull', False), _connector='OR'), name='no_handover_is_done_before_its_export')],
            },
        ),
    ]
