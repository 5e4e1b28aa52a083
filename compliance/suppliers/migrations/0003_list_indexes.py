import datetime

import django.db.models.deletion
import django.db.models.functions.comparison
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from compliance.suppliers.triggers import TRIGGERS
from portal.core.triggers import install_triggers, remove_triggers


def install(apps, schema_editor):
    install_triggers(schema_editor.connection, TRIGGERS)


def remove(apps, schema_editor):
    remove_triggers(schema_editor.connection, TRIGGERS)


class Migration(migrations.Migration):

    dependencies = [
        ('organisations', '0001_initial'),
        ('suppliers', '0002_first_weights'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='riskscore',
            name='country',
            field=models.CharField(blank=True, editable=False, help_text='of the site, else of the supplier', max_length=2),
        ),
        migrations.AddField(
            model_name='riskscore',
            name='has_alert',
            field=models.BooleanField(default=False, editable=False, help_text='an A-alert is open at the site'),
        ),
        migrations.AddField(
            model_name='riskscore',
            name='organisation',
            field=models.ForeignKey(db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation'),
        ),
        migrations.AddField(
            model_name='supplier',
            name='band',
            field=models.CharField(blank=True, choices=[('low', 'Low'), ('medium', 'Medium'), ('high', 'High'), ('very_high', 'Very high')], editable=False, help_text='of that score', max_length=10),
        ),
        migrations.AddField(
            model_name='supplier',
            name='last_audit_on',
            field=models.DateField(editable=False, help_text='of all its sites', null=True),
        ),
        migrations.AddField(
            model_name='supplier',
            name='residual',
            field=models.FloatField(editable=False, help_text='the highest of its current scores', null=True),
        ),
        migrations.AddField(
            model_name='supplier',
            name='open_actions',
            field=models.PositiveIntegerField(default=0, editable=False, help_text='at all its sites'),
        ),
        migrations.AddField(
            model_name='supplier',
            name='annual_spend_pence',
            field=models.BigIntegerField(editable=False, help_text='what the business itself buys from it, of relations on tier_day', null=True),
        ),
        migrations.AddField(
            model_name='supplier',
            name='tier_day',
            field=models.DateField(default=django.utils.timezone.localdate, editable=False, help_text='on which tier_rank was so'),
        ),
        migrations.AddField(
            model_name='supplier',
            name='tier_rank',
            field=models.PositiveSmallIntegerField(default=9, editable=False, help_text='the nearest'),
        ),
        migrations.AddField(
            model_name='supplier',
            name='tier_until',
            field=models.DateField(editable=False, help_text='the next end of a relation: from then on tier_rank may be another', null=True),
        ),
        migrations.AddField(
            model_name='riskscore',
            name='urgency',
            field=models.GeneratedField(db_persist=True, expression=django.db.models.functions.comparison.Coalesce('priority', models.Value(-1.0)), output_field=models.FloatField()),
        ),
        migrations.AddField(
            model_name='supplier',
            name='earliest_audit',
            field=models.GeneratedField(db_persist=True, expression=django.db.models.functions.comparison.Coalesce('last_audit_on', models.Value(datetime.date(9999, 12, 31), output_field=models.DateField())), output_field=models.DateField()),
        ),
        migrations.AddField(
            model_name='supplier',
            name='latest_audit',
            field=models.GeneratedField(db_persist=True, expression=django.db.models.functions.comparison.Coalesce('last_audit_on', models.Value(datetime.date(1, 1, 1), output_field=models.DateField())), output_field=models.DateField()),
        ),
        migrations.AddField(
            model_name='supplier',
            name='falling_spend',
            field=models.GeneratedField(db_persist=True, expression=django.db.models.functions.comparison.Coalesce('annual_spend_pence', models.Value(-1, output_field=models.BigIntegerField())), output_field=models.BigIntegerField()),
        ),
        migrations.AddField(
            model_name='supplier',
            name='falling_risk',
            field=models.GeneratedField(db_persist=True, expression=django.db.models.functions.comparison.Coalesce('residual', models.Value(-1.0, output_field=models.FloatField())), output_field=models.FloatField()),
        ),
        migrations.AddField(
            model_name='supplier',
            name='rising_risk',
            field=models.GeneratedField(db_persist=True, expression=django.db.models.functions.comparison.Coalesce('residual', models.Value(101.0, output_field=models.FloatField())), output_field=models.FloatField()),
        ),
        migrations.AddIndex(
            model_name='riskscore',
            index=models.Index(condition=models.Q(('is_current', True)), fields=['organisation', '-has_alert', '-urgency', 'id'], name='suppliers_risk_order'),
        ),
        migrations.AddIndex(
            model_name='riskscore',
            index=models.Index(condition=models.Q(('is_current', True)), fields=['organisation', 'country', '-has_alert', '-urgency', 'id'], name='suppliers_risk_country'),
        ),
        migrations.AddIndex(
            model_name='riskscore',
            index=models.Index(condition=models.Q(('is_current', True)), fields=['organisation', 'band', '-has_alert', '-urgency', 'id'], name='suppliers_risk_band'),
        ),
        migrations.AddIndex(
            model_name='riskscore',
            index=models.Index(condition=models.Q(('is_current', True)), fields=['supplier', 'residual'], name='suppliers_risk_highest'),
        ),
        migrations.AddIndex(
            model_name='site',
            index=models.Index(fields=['organisation', 'country'], name='suppliers_site_country'),
        ),
        migrations.AddIndex(
            model_name='supplier',
            index=models.Index(fields=['organisation', 'name', 'id', 'status'], name='suppliers_by_name'),
        ),
        migrations.AddIndex(
            model_name='supplier',
            index=models.Index(fields=['organisation', 'country', 'name', 'id'], name='suppliers_by_country'),
        ),
        migrations.AddIndex(
            model_name='supplier',
            index=models.Index(fields=['organisation', 'tier_rank', 'name', 'id'], name='suppliers_by_tier'),
        ),
        migrations.AddIndex(
            model_name='supplier',
            index=models.Index(fields=['organisation', '-falling_risk', 'name', 'id'], name='suppliers_by_falling_risk'),
        ),
        migrations.AddIndex(
            model_name='supplier',
            index=models.Index(fields=['organisation', 'rising_risk', 'name', 'id'], name='suppliers_by_rising_risk'),
        ),
        migrations.AddIndex(
            model_name='supplier',
            index=models.Index(fields=['organisation', 'earliest_audit', 'name', 'id'], name='suppliers_by_earliest_audit'),
        ),
        migrations.AddIndex(
            model_name='supplier',
            index=models.Index(fields=['organisation', '-latest_audit', 'name', 'id'], name='suppliers_by_latest_audit'),
        ),
        migrations.AddIndex(
            model_name='supplier',
            index=models.Index(fields=['organisation', '-open_actions', 'name', 'id'], name='suppliers_by_actions'),
        ),
        migrations.AddIndex(
            model_name='supplier',
            index=models.Index(fields=['organisation', '-falling_spend', 'name', 'id'], name='suppliers_by_spend'),
        ),
        migrations.AddIndex(
            model_name='supplier',
            index=models.Index(fields=['organisation', 'category', 'name', 'id'], name='suppliers_by_category'),
        ),
        migrations.AddIndex(
            model_name='supplier',
            index=models.Index(condition=models.Q(('tier_until__isnull', False)), fields=['organisation', 'tier_until'], name='suppliers_tier_until'),
        ),
        migrations.RunPython(install, remove),
    ]
