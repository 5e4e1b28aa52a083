import uuid
from django.db import migrations, models

from portal.core.migration_operations import combine_operations


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = combine_operations([
        migrations.CreateModel(
            name='Edition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('table', models.CharField(max_length=40)),
                ('edition', models.CharField(help_text='as its publisher calls it', max_length=100)),
                ('dated_on', models.DateField(help_text='published on, or the last day its figures speak of')),
                ('rows', models.JSONField()),
                ('reason', models.CharField(max_length=500)),
                ('uploaded_by', models.CharField(max_length=254)),
                ('uploaded_at', models.DateTimeField()),
                ('is_current', models.BooleanField(default=False)),
                ('switched_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ('-uploaded_at',),
                'constraints': [models.UniqueConstraint(condition=models.Q(('is_current', True)), fields=('table',), name='one_current_edition')],
            },
        ),
        migrations.CreateModel(
            name='IndexValue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('iso2', models.CharField(max_length=2, unique=True)),
                ('per_thousand', models.DecimalField(decimal_places=1, help_text='people in modern slavery, estimated', max_digits=5)),
                ('source', models.CharField(help_text='edition and page', max_length=200)),
                ('dated_on', models.DateField(help_text='when that was published')),
                ('typed_by', models.CharField(max_length=254)),
                ('typed_at', models.DateTimeField()),
            ],
            options={
                'ordering': ('iso2',),
                'constraints': [models.CheckConstraint(condition=models.Q(('per_thousand__gte', 0), ('per_thousand__lte', 1000)), name='a_share_of_a_thousand')],
            },
        ),
    ])
