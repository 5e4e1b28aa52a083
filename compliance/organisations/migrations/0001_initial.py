import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models

from portal.core.migration_operations import combine_operations


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('files', '0001_initial'),
        ('training', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = combine_operations([
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('name', models.CharField(max_length=160)),
                ('likeness', models.CharField(db_index=True, editable=False, help_text='equal for names that a reader takes for the same', max_length=160)),
                ('slug', models.SlugField(help_text='made from the name; never reused, and never changed after the first confirmation', max_length=80, unique=True)),
                ('legal_form', models.CharField(choices=[('company', 'Company'), ('body_corporate', 'Another kind of incorporated body, for example one set up by royal charter'), ('llp', 'Limited liability partnership'), ('limited_partnership', 'Limited partnership registered under the Limited Partnerships Act 1907'), ('other_partnership', 'Any other partnership, including a similar foreign firm (Partnership Act 1890)'), ('public_body', 'Public body'), ('other_unincorporated', 'Other unincorporated body, trust or sole trader')], max_length=30)),
                ('company_number', models.CharField(blank=True, db_index=True, help_text='8 characters; kept by one confirmed organisation only', max_length=8)),
                ('wanted_name', models.CharField(blank=True, help_text='waits for a new confirmation', max_length=160)),
                ('wanted_company_number', models.CharField(blank=True, help_text='waits for a new confirmation', max_length=8)),
                ('address', models.CharField(blank=True, max_length=500)),
                ('country', models.CharField(default='GB', help_text='ISO 3166-1 alpha-2', max_length=2)),
                ('website', models.URLField(blank=True, max_length=1024)),
                ('sectors', models.JSONField(blank=True, default=list, help_text='codes of the Section 54 sector list')),
                ('sectors_other', models.CharField(blank=True, max_length=128)),
                ('turnover_band', models.CharField(blank=True, choices=[('not_provided', 'Not provided'), ('under_36m', 'Under £36 million'), ('36m_60m', '£36 million to £60 million'), ('60m_100m', '£60 million to £100 million'), ('100m_500m', '£100 million to £500 million'), ('over_500m', 'Over £500 million')], max_length=20)),
                ('year_end_on', models.DateField(blank=True, help_text='end of the latest or current financial year', null=True)),
                ('group_role', models.CharField(blank=True, choices=[('not_in_group', 'No, it is not part of a group'), ('parent', 'Yes, it is a parent'), ('subsidiary', 'Yes, it is a subsidiary')], max_length=15)),
                ('date_order', models.CharField(choices=[('day_first', 'Day first: 03/04/2026 is 3 April 2026'), ('month_first', 'Month first: 03/04/2026 is 4 March 2026')], default='day_first', max_length=11)),
                ('confirmed_at', models.DateTimeField(blank=True, null=True)),
                ('confirmed_by', models.CharField(blank=True, choices=[('page', 'A code on a page of our website'), ('dns', 'A code in a DNS record of our domain'), ('evidence', 'A document for your staff to check'), ('email', 'An email address at our domain')], max_length=10)),
                ('confirmed_domain', models.CharField(blank=True, max_length=253)),
                ('taken_down_at', models.DateTimeField(blank=True, null=True)),
                ('taken_down_reason', models.CharField(blank=True, max_length=500)),
                ('closed_at', models.DateTimeField(blank=True, db_index=True, help_text='an administrator closed it; what was published stays public', null=True)),
                ('emptied_at', models.DateTimeField(blank=True, help_text='what was not published was removed', null=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('closed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='subsidiaries', to='organisations.organisation')),
            ],
            options={
                'ordering': ('name',),
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('role', models.CharField(choices=[('viewer', 'Member'), ('editor', 'Editor'), ('approver', 'Approver'), ('administrator', 'Administrator')], default='viewer', max_length=15)),
                ('is_safeguarding_lead', models.BooleanField(default=False)),
                ('is_verifier', models.BooleanField(default=False)),
                ('joined_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='organisations.organisation')),
            ],
            options={
                'ordering': ('joined_at', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='JoinRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('message', models.CharField(blank=True, max_length=500)),
                ('asked_at', models.DateTimeField(auto_now_add=True)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('is_accepted', models.BooleanField(null=True)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='join_requests', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='join_requests', to='organisations.organisation')),
            ],
            options={
                'ordering': ('asked_at',),
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('email', models.EmailField(max_length=254)),
                ('role', models.CharField(choices=[('viewer', 'Member'), ('editor', 'Editor'), ('approver', 'Approver'), ('administrator', 'Administrator')], default='viewer', max_length=15)),
                ('is_safeguarding_lead', models.BooleanField(default=False)),
                ('is_verifier', models.BooleanField(default=False)),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('sent_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('accepted_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('invited_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='organisations.organisation')),
            ],
            options={
                'ordering': ('-sent_at',),
            },
        ),
        migrations.CreateModel(
            name='Handover',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('message', models.CharField(max_length=1000)),
                ('asked_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('is_accepted', models.BooleanField(null=True)),
                ('reason', models.CharField(blank=True, help_text='what the person is told', max_length=500)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('evidence', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='handovers', to='organisations.organisation')),
            ],
            options={
                'ordering': ('asked_at',),
            },
        ),
        migrations.CreateModel(
            name='GroupRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('company_number', models.CharField(db_index=True, max_length=8)),
                ('asked_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('is_accepted', models.BooleanField(null=True)),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('parent', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='group_requests', to='organisations.organisation')),
                ('subsidiary', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
            ],
            options={
                'ordering': ('-asked_at',),
            },
        ),
        migrations.CreateModel(
            name='ControlProof',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('lease_token', models.UUIDField(blank=True, editable=False, null=True)),
                ('lease_until', models.DateTimeField(blank=True, null=True)),
                ('attempt', models.PositiveSmallIntegerField(default=0, help_text='attempts begun since it last got further')),
                ('next_at', models.DateTimeField(blank=True, help_text='not before then; empty: at once', null=True)),
                ('problem', models.CharField(blank=True, help_text='why the last attempt failed', max_length=500)),
                ('put_aside_at', models.DateTimeField(blank=True, help_text='when its last attempt was used up; nobody claims it until it is retried', null=True)),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('method', models.CharField(choices=[('page', 'A code on a page of our website'), ('dns', 'A code in a DNS record of our domain'), ('evidence', 'A document for your staff to check'), ('email', 'An email address at our domain')], max_length=10)),
                ('state', models.CharField(choices=[('open', 'You need to act'), ('checking', 'Being checked'), ('accepted', 'Accepted'), ('refused', 'Refused'), ('withdrawn', 'Withdrawn')], default='open', max_length=10)),
                ('code', models.CharField(blank=True, max_length=64)),
                ('domain', models.CharField(blank=True, max_length=253)),
                ('page_url', models.CharField(blank=True, help_text='where the code stands, if not at its usual place', max_length=1024)),
                ('note', models.CharField(blank=True, help_text='what the organisation says of its evidence', max_length=1000)),
                ('is_dispute', models.BooleanField(default=False, help_text='another confirmed organisation holds this company number or name')),
                ('needs_staff', models.BooleanField(default=False, help_text='a person of ours has to look')),
                ('seen_at', models.DateTimeField(blank=True, help_text='when the code was found', null=True)),
                ('finding', models.CharField(blank=True, help_text='what the last check found, in a sentence', max_length=500)),
                ('started_at', models.DateTimeField(auto_now_add=True)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('reason', models.CharField(blank=True, help_text='what the organisation is told', max_length=500)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('evidence', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile')),
                ('started_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='proofs', to='organisations.organisation')),
            ],
            options={
                'ordering': ('-started_at', '-pk'),
            },
        ),
        migrations.CreateModel(
            name='ScopeAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('period_end_on', models.DateField(blank=True, null=True)),
                ('due_on', models.DateField(blank=True, null=True)),
                ('answers', models.JSONField()),
                ('outcome', models.CharField(max_length=30)),
                ('reason', models.TextField()),
                ('rule', models.PositiveSmallIntegerField(help_text='number of the rule that matched')),
                ('ruleset', models.CharField(max_length=40)),
                ('answered_at', models.DateTimeField(auto_now_add=True)),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='scope_answers', to='organisations.organisation')),
            ],
            options={
                'ordering': ('-answered_at', '-pk'),
            },
        ),
        migrations.CreateModel(
            name='TrainingAssignment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('group', models.CharField(choices=[('whole_organisation', 'People from the whole organisation'), ('front_line_staff', 'Front-line staff'), ('human_resources', 'Human resources'), ('executives', 'Executives'), ('procurement', 'Procurement'), ('other', 'Other people')], max_length=20)),
                ('due_on', models.DateField()),
                ('roles', models.JSONField(default=list, help_text='codes of Role')),
                ('assigned_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('assigned_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='training.course')),
                ('members', models.ManyToManyField(blank=True, related_name='+', to='organisations.membership')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='training_assignments', to='organisations.organisation')),
            ],
            options={
                'ordering': ('due_on', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='TrainingReminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('asked', 'Assigned'), ('soon', 'A week before the due date'), ('late', 'After the due date'), ('by_hand', 'An administrator sent a reminder')], max_length=10)),
                ('sent_at', models.DateTimeField()),
                ('assignment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reminders', to='organisations.trainingassignment')),
                ('membership', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.membership')),
            ],
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.UniqueConstraint(condition=models.Q(('closed_at', None), ('confirmed_at__isnull', False), models.Q(('company_number', ''), _negated=True)), fields=('company_number',), name='one_confirmed_organisation_a_company_number'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('organisation', 'user'), name='one_active_membership'),
        ),
        migrations.AddConstraint(
            model_name='joinrequest',
            constraint=models.UniqueConstraint(condition=models.Q(('decided_at', None)), fields=('organisation', 'user'), name='one_open_join_request'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.UniqueConstraint(condition=models.Q(('accepted_at', None), ('withdrawn_at', None)), fields=('organisation', 'email'), name='one_waiting_invitation'),
        ),
        migrations.AddConstraint(
            model_name='handover',
            constraint=models.UniqueConstraint(condition=models.Q(('decided_at', None)), fields=('organisation', 'user'), name='one_open_handover'),
        ),
        migrations.AddConstraint(
            model_name='grouprequest',
            constraint=models.UniqueConstraint(condition=models.Q(('decided_at', None)), fields=('parent', 'company_number'), name='one_open_group_request'),
        ),
        migrations.AddConstraint(
            model_name='controlproof',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('open', 'checking'))), fields=('organisation',), name='one_undecided_proof'),
        ),
        migrations.AddConstraint(
            model_name='trainingreminder',
            constraint=models.UniqueConstraint(fields=('assignment', 'membership', 'kind'), name='training_reminder_once'),
        ),
        migrations.CreateModel(
            name='TrainingAssignee',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name='trainingassignment',
            name='learner_groups',
            field=models.JSONField(blank=True, default=list, help_text='codes of TrainingGroup'),
        ),
        migrations.AddField(
            model_name='trainingassignment',
            name='repeat_months',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name='trainingreminder',
            name='kind',
            field=models.CharField(choices=[('asked', 'Assigned'), ('soon', 'A week before the due date'), ('late', 'After the due date'), ('refresh', 'Before a completion expires'), ('by_hand', 'An administrator sent a reminder')], max_length=10),
        ),
        migrations.AlterField(
            model_name='trainingreminder',
            name='membership',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.membership'),
        ),
        migrations.CreateModel(
            name='Learner',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('email', models.EmailField(max_length=254)),
                ('name', models.CharField(max_length=120)),
                ('group', models.CharField(choices=[('whole_organisation', 'People from the whole organisation'), ('front_line_staff', 'Front-line staff'), ('human_resources', 'Human resources'), ('executives', 'Executives'), ('procurement', 'Procurement'), ('other', 'Other people')], max_length=20)),
                ('added_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='learners', to='organisations.organisation')),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('name', 'pk'),
            },
        ),
        migrations.AddField(
            model_name='trainingassignment',
            name='learners',
            field=models.ManyToManyField(blank=True, related_name='+', to='organisations.learner'),
        ),
        migrations.AddField(
            model_name='trainingreminder',
            name='learner',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.learner'),
        ),
        migrations.AddConstraint(
            model_name='trainingreminder',
            constraint=models.UniqueConstraint(fields=('assignment', 'learner', 'kind'), name='learner_reminder_once'),
        ),
        migrations.AddField(
            model_name='trainingassignee',
            name='assignment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='assignees', to='organisations.trainingassignment'),
        ),
        migrations.AddField(
            model_name='trainingassignee',
            name='learner',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.learner'),
        ),
        migrations.AddField(
            model_name='trainingassignee',
            name='membership',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.membership'),
        ),
        migrations.AddConstraint(
            model_name='learner',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('organisation', 'email'), name='one_active_learner'),
        ),
        migrations.AddConstraint(
            model_name='trainingassignee',
            constraint=models.UniqueConstraint(fields=('assignment', 'membership'), name='one_assignee_a_member'),
        ),
        migrations.AddConstraint(
            model_name='trainingassignee',
            constraint=models.UniqueConstraint(fields=('assignment', 'learner'), name='one_assignee_a_learner'),
        ),
    ])
