import django.db.models.deletion
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
            name='Postcode',
            fields=[
                ('code', models.CharField(max_length=7, primary_key=True, serialize=False)),
                ('council', models.CharField(max_length=9)),
                ('latitude', models.FloatField(null=True)),
                ('longitude', models.FloatField(null=True)),
                ('edition', models.PositiveIntegerField(help_text='of the loading that last named it')),
            ],
        ),
        migrations.CreateModel(
            name='Provider',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('name', models.CharField(max_length=200, unique=True)),
                ('description', models.TextField(blank=True, max_length=4000)),
                ('website', models.URLField(blank=True, max_length=500)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('charity_number', models.CharField(blank=True, max_length=20)),
                ('company_number', models.CharField(blank=True, max_length=20)),
            ],
            options={
                'ordering': ('name',),
            },
        ),
        migrations.CreateModel(
            name='Phone',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('number', models.CharField(max_length=40)),
                ('extension', models.CharField(blank=True, max_length=10)),
                ('kind', models.CharField(choices=[('voice', 'Call'), ('text', 'Text message'), ('textphone', 'Textphone')], default='voice', max_length=10)),
                ('description', models.CharField(blank=True, max_length=100)),
                ('is_public', models.BooleanField(default=True, help_text='no: a duty line, for our staff only')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('typed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('position', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='Service',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('slug', models.SlugField(max_length=120, unique=True)),
                ('name', models.CharField(max_length=200)),
                ('alternate_name', models.CharField(blank=True, max_length=200)),
                ('summary', models.CharField(blank=True, help_text='what it does, in plain words, for lists', max_length=300)),
                ('description', models.TextField(max_length=4000)),
                ('url', models.URLField(blank=True, max_length=500)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('alert', models.CharField(blank=True, help_text='shown first, for a time', max_length=300)),
                ('status', models.CharField(choices=[('active', 'Active'), ('inactive', 'Not running'), ('defunct', 'Ended for good'), ('temporarily closed', 'Closed for now')], default='active', max_length=20)),
                ('visibility', models.CharField(choices=[('public', 'Everybody'), ('staff_only', 'Our staff only'), ('hidden', 'Nobody: it is hidden')], default='public', max_length=12)),
                ('is_draft', models.BooleanField(default=True)),
                ('is_public', models.GeneratedField(db_persist=True, expression=models.Case(models.When(models.Q(('gone_at', None), ('is_draft', False), ('lapsed_at', None), ('status__in', ['active', 'temporarily closed']), ('visibility', 'public')), then=True), default=False), output_field=models.BooleanField())),
                ('needs', models.JSONField(blank=True, default=list)),
                ('audiences', models.JSONField(blank=True, default=list)),
                ('minimum_age', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('maximum_age', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('eligibility_description', models.CharField(blank=True, max_length=1000)),
                ('languages', models.JSONField(blank=True, default=list)),
                ('has_interpreters', models.BooleanField(default=False)),
                ('interpretation_services', models.CharField(blank=True, max_length=300)),
                ('areas', models.JSONField(blank=True, default=list)),
                ('area_note', models.CharField(blank=True, max_length=300)),
                ('hours_note', models.CharField(blank=True, max_length=300)),
                ('is_free', models.BooleanField(blank=True, null=True)),
                ('fees_description', models.CharField(blank=True, max_length=500)),
                ('application_process', models.CharField(blank=True, help_text='how to refer', max_length=1000)),
                ('wait_time', models.CharField(blank=True, max_length=300)),
                ('takes_referrals_at_night', models.BooleanField(default=False)),
                ('is_first_responder', models.BooleanField(blank=True, null=True)),
                ('safe_contact', models.CharField(blank=True, help_text='how to reach them safely', max_length=500)),
                ('person_name', models.CharField(blank=True, help_text='who answers questions about the service', max_length=200)),
                ('person_title', models.CharField(blank=True, max_length=100)),
                ('person_email', models.EmailField(blank=True, max_length=254)),
                ('person_phone', models.CharField(blank=True, max_length=40)),
                ('person_is_public', models.BooleanField(default=False, help_text='no: for our staff only')),
                ('staff_email', models.EmailField(blank=True, max_length=254)),
                ('staff_note', models.TextField(blank=True, max_length=4000)),
                ('sources', models.JSONField(blank=True, default=list)),
                ('source_checked', models.CharField(blank=True, help_text='year, month or day of the source', max_length=10)),
                ('confidence', models.CharField(blank=True, max_length=40)),
                ('assured_on', models.DateField(blank=True, help_text='last confirmed, by our staff or its own people', null=True)),
                ('next_review_on', models.DateField()),
                ('partner_email', models.EmailField(blank=True, help_text='who is asked to confirm it', max_length=254)),
                ('lapsed_at', models.DateTimeField(blank=True, help_text='hidden, for nobody confirmed it', null=True)),
                ('origin', models.CharField(choices=[('file', 'File of services'), ('staff', 'Our staff'), ('application', 'The organisation itself')], default='staff', max_length=12)),
                ('fingerprint', models.CharField(blank=True, help_text='of its facts in the file, as last loaded', max_length=64)),
                ('created_at', models.DateTimeField()),
                ('updated_at', models.DateTimeField()),
                ('edited_at', models.DateTimeField(blank=True, help_text='by hand; a file then changes it no more', null=True)),
                ('gone_at', models.DateTimeField(blank=True, help_text='no longer in the file', null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('searched', models.CharField(help_text='folded words of its names', max_length=700)),
                ('assurer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('provider', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='services', to='directory.provider')),
            ],
            options={
                'ordering': ('name', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='Schedule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('byday', models.CharField(help_text='MO,TU,WE or 1TU,3TU', max_length=160)),
                ('opens_at', models.TimeField()),
                ('closes_at', models.TimeField()),
                ('valid_from', models.DateField(blank=True, help_text='the first day; empty: always', null=True)),
                ('valid_to', models.DateField(blank=True, help_text='the last day', null=True)),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='schedules', to='directory.service')),
            ],
            options={
                'ordering': ('pk',),
            },
        ),
        migrations.CreateModel(
            name='PhoneChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('number', models.CharField(max_length=40)),
                ('extension', models.CharField(blank=True, max_length=10)),
                ('kind', models.CharField(choices=[('voice', 'Call'), ('text', 'Text message'), ('textphone', 'Textphone')], default='voice', max_length=10)),
                ('description', models.CharField(blank=True, max_length=100)),
                ('is_public', models.BooleanField(default=True, help_text='no: a duty line, for our staff only')),
                ('act', models.CharField(choices=[('add', 'Add the number'), ('change', 'Change the number'), ('remove', 'Take the number away')], max_length=8)),
                ('before', models.CharField(blank=True, help_text='the number until then', max_length=40)),
                ('source', models.CharField(help_text='where it was read or who said it', max_length=500)),
                ('asked_at', models.DateTimeField()),
                ('outcome', models.CharField(choices=[('waiting', 'Waiting'), ('accepted', 'Accepted'), ('refused', 'Refused')], default='waiting', max_length=10)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('asked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('phone', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='directory.phone')),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='phone_changes', to='directory.service')),
            ],
            options={
                'ordering': ('asked_at', 'pk'),
            },
        ),
        migrations.AddField(
            model_name='phone',
            name='service',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='phones', to='directory.service'),
        ),
        migrations.CreateModel(
            name='Location',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('physical', 'A place people come to'), ('postal', 'An address for letters'), ('virtual', 'By phone or online')], max_length=10)),
                ('name', models.CharField(blank=True, max_length=200)),
                ('address', models.CharField(blank=True, max_length=300)),
                ('city', models.CharField(blank=True, max_length=100)),
                ('postcode', models.CharField(blank=True, max_length=10)),
                ('council', models.CharField(blank=True, help_text="the ONS's code", max_length=9)),
                ('latitude', models.FloatField(blank=True, null=True)),
                ('longitude', models.FloatField(blank=True, null=True)),
                ('accessibility', models.CharField(blank=True, max_length=500)),
                ('is_public', models.BooleanField(default=True, help_text='no: a refuge, for our staff only')),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='locations', to='directory.service')),
            ],
            options={
                'ordering': ('pk',),
            },
        ),
        migrations.CreateModel(
            name='Facet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('need', 'Need'), ('audience', 'Who it is for'), ('language', 'Language'), ('area', 'Area')], max_length=10)),
                ('code', models.CharField(max_length=40)),
                ('rank', models.PositiveSmallIntegerField(default=0)),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='facets', to='directory.service')),
            ],
        ),
        migrations.CreateModel(
            name='Confirmation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('sent_to', models.EmailField(max_length=254)),
                ('sent_at', models.DateTimeField()),
                ('is_reminder', models.BooleanField(default=False)),
                ('ended_at', models.DateTimeField(blank=True, help_text='another was sent, or our staff confirmed', null=True)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('word', models.CharField(blank=True, choices=[('right', 'All of it is right'), ('changed', 'Something is different')], max_length=8)),
                ('note', models.CharField(blank=True, help_text='what is different', max_length=2000)),
                ('handled_at', models.DateTimeField(blank=True, help_text='our staff saw to what is different', null=True)),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='confirmations', to='directory.service')),
            ],
            options={
                'ordering': ('-sent_at',),
            },
        ),
        migrations.CreateModel(
            name='Application',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('token', models.UUIDField(help_text='of the form: sent twice it is one', unique=True)),
                ('organisation', models.CharField(max_length=200)),
                ('answers', models.JSONField()),
                ('sent_at', models.DateTimeField()),
                ('outcome', models.CharField(choices=[('waiting', 'Waiting'), ('accepted', 'Accepted'), ('refused', 'Refused')], default='waiting', max_length=10)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('reason', models.CharField(blank=True, max_length=1000)),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('service', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='directory.service')),
            ],
            options={
                'ordering': ('sent_at', 'pk'),
            },
        ),
        migrations.AddIndex(
            model_name='service',
            index=models.Index(fields=['is_public', 'name', 'id', 'next_review_on'], name='directory_listed'),
        ),
        migrations.AddIndex(
            model_name='service',
            index=models.Index(fields=['next_review_on'], name='directory_due'),
        ),
        migrations.AddConstraint(
            model_name='service',
            constraint=models.CheckConstraint(condition=models.Q(('minimum_age', None), ('maximum_age', None), ('minimum_age__lte', models.F('maximum_age')), _connector='OR'), name='ages_in_order'),
        ),
        migrations.AddConstraint(
            model_name='schedule',
            constraint=models.CheckConstraint(condition=models.Q(('valid_from', None), ('valid_to', None), ('valid_from__lte', models.F('valid_to')), _connector='OR'), name='hours_end_after_they_begin'),
        ),
        migrations.AddConstraint(
            model_name='phonechange',
            constraint=models.CheckConstraint(condition=models.Q(('decided_by', models.F('asked_by')), _negated=True), name='another_decides_on_a_number'),
        ),
        migrations.AddConstraint(
            model_name='phonechange',
            constraint=models.UniqueConstraint(condition=models.Q(('outcome', 'waiting')), fields=('phone',), name='one_waiting_change_a_number'),
        ),
        migrations.AddConstraint(
            model_name='facet',
            constraint=models.UniqueConstraint(fields=('kind', 'code', 'service'), name='one_facet_of_a_code'),
        ),
    ])
