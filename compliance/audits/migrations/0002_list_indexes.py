import datetime

import django.db.models.deletion
import django.db.models.functions.comparison
from django.conf import settings
from django.db import migrations, models

from compliance.audits.triggers import TRIGGERS
from portal.core.triggers import install_triggers, remove_triggers


def install(apps, schema_editor):
    install_triggers(schema_editor.connection, TRIGGERS)


def remove(apps, schema_editor):
    remove_triggers(schema_editor.connection, TRIGGERS)


class Migration(migrations.Migration):

    dependencies = [
        ('audits', '0001_initial'),
        ('organisations', '0001_initial'),
        ('suppliers', '0003_list_indexes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='action',
            name='is_outstanding',
            field=models.BooleanField(default=False, editable=False, help_text='open, of a finding in an audit that counts'),
        ),
        migrations.AddField(
            model_name='action',
            name='is_unverified',
            field=models.BooleanField(default=False, editable=False, help_text='closed and not verified, of a finding in an audit that counts'),
        ),
        migrations.AddField(
            model_name='action',
            name='organisation',
            field=models.ForeignKey(db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation'),
        ),
        migrations.AddField(
            model_name='action',
            name='site_name',
            field=models.CharField(blank=True, editable=False, max_length=200),
        ),
        migrations.AddField(
            model_name='finding',
            name='organisation',
            field=models.ForeignKey(db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation'),
        ),
        migrations.AddField(
            model_name='finding',
            name='audit_ended_on',
            field=models.DateField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='finding',
            name='closed_month',
            field=models.CharField(blank=True, editable=False, help_text='empty while it is open', max_length=7),
        ),
        migrations.AddField(
            model_name='finding',
            name='is_unplanned',
            field=models.BooleanField(default=False, editable=False, help_text='an open breach, in an audit that counts, without an action'),
        ),
        migrations.AddField(
            model_name='finding',
            name='opened_month',
            field=models.CharField(blank=True, editable=False, help_text='of a breach that counts, like 2026-03', max_length=7),
        ),
        migrations.AddField(
            model_name='action',
            name='sort_due_on',
            field=models.GeneratedField(db_persist=True, expression=django.db.models.functions.comparison.Coalesce('due_on', models.Value(datetime.date(9999, 12, 31), output_field=models.DateField())), output_field=models.DateField()),
        ),
        migrations.AddField(
            model_name='finding',
            name='sort_due_on',
            field=models.GeneratedField(db_persist=True, expression=django.db.models.functions.comparison.Coalesce('due_on', models.Value(datetime.date(9999, 12, 31), output_field=models.DateField())), output_field=models.DateField()),
        ),
        migrations.AddField(
            model_name='carplan',
            name='organisation',
            field=models.ForeignKey(db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation'),
        ),
        migrations.AddIndex(
            model_name='carplan',
            index=models.Index(fields=['organisation', 'review_on', 'finding'], name='audits_plans_by_review'),
        ),
        migrations.AddIndex(
            model_name='action',
            index=models.Index(condition=models.Q(('is_outstanding', True)), fields=['organisation', 'sort_due_on', 'site_name', 'number', 'id'], name='audits_actions_by_due_date'),
        ),
        migrations.AddIndex(
            model_name='action',
            index=models.Index(condition=models.Q(('is_unverified', True)), fields=['organisation', 'completed_on', 'id'], name='audits_actions_unverified'),
        ),
        migrations.AddIndex(
            model_name='audit',
            index=models.Index(fields=['organisation', '-ended_on', '-id'], name='audits_newest_first'),
        ),
        migrations.AddIndex(
            model_name='finding',
            index=models.Index(fields=['audit', 'position', 'id'], name='audits_findings_in_order'),
        ),
        migrations.AddIndex(
            model_name='finding',
            index=models.Index(fields=['organisation', '-audit_ended_on', '-audit', 'position', 'id'], name='audits_findings_newest'),
        ),
        migrations.AddIndex(
            model_name='finding',
            index=models.Index(condition=models.Q(('is_unplanned', True)), fields=['organisation', 'sort_due_on', 'id'], name='audits_unplanned'),
        ),
        migrations.AddIndex(
            model_name='finding',
            index=models.Index(condition=models.Q(('issue_is_suggested', True)), fields=['organisation', 'status'], name='audits_to_name'),
        ),
        migrations.AddIndex(
            model_name='finding',
            index=models.Index(condition=models.Q(('opened_month', ''), _negated=True), fields=['organisation', 'opened_month', 'grade'], name='audits_opened'),
        ),
        migrations.AddIndex(
            model_name='finding',
            index=models.Index(condition=models.Q(('closed_month', ''), _negated=True), fields=['organisation', 'closed_month', 'grade'], name='audits_closed'),
        ),
        migrations.RunPython(install, remove),
    ]
