import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from portal.core.migration_operations import combine_operations


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('organisations', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = combine_operations([
        migrations.CreateModel(
            name='RiskRun',
            fields=[
                ('lease_token', models.UUIDField(blank=True, editable=False, null=True)),
                ('lease_until', models.DateTimeField(blank=True, null=True)),
                ('attempt', models.PositiveSmallIntegerField(default=0, help_text='attempts begun since it last got further')),
                ('next_at', models.DateTimeField(blank=True, help_text='not before then; empty: at once', null=True)),
                ('problem', models.CharField(blank=True, help_text='why the last attempt failed', max_length=500)),
                ('put_aside_at', models.DateTimeField(blank=True, help_text='when its last attempt was used up; nobody claims it until it is retried', null=True)),
                ('organisation', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='organisations.organisation')),
                ('event', models.CharField(choices=[('import', 'Rows were imported'), ('register', 'The register was changed'), ('audit', 'An audit or a finding was recorded'), ('action', 'An action was changed'), ('goods', 'Somebody said which good a product is'), ('day', 'Time passed: an audit, a control or a date became older'), ('edition', 'A table has a new edition'), ('weights', 'The weights were changed')], max_length=30)),
                ('asked_at', models.DateTimeField(blank=True, help_text='empty: nothing to do', null=True)),
                ('done_for', models.DateField(blank=True, help_text='the last day that ages were worked out for', null=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Site',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('site_ref', models.CharField(max_length=64)),
                ('key', models.CharField(help_text='the reference folded: two references with the same key are the same', max_length=64)),
                ('name', models.CharField(max_length=200)),
                ('address', models.CharField(blank=True, max_length=300)),
                ('town', models.CharField(blank=True, max_length=100)),
                ('region', models.CharField(blank=True, max_length=100)),
                ('postcode', models.CharField(blank=True, max_length=20)),
                ('country', models.CharField(blank=True, help_text='ISO 3166-1 alpha-2, or XK', max_length=2)),
                ('latitude', models.FloatField(blank=True, null=True)),
                ('longitude', models.FloatField(blank=True, null=True)),
                ('function', models.CharField(blank=True, choices=[('agriculture', 'Agriculture'), ('aquaculture_fishing', 'Aquaculture or fishing'), ('raw_material_processing', 'Raw material processing'), ('textile_or_material_production', 'Textile or material production'), ('printing_dyeing_laundering', 'Printing, dyeing or laundering'), ('final_product_assembly', 'Final product assembly'), ('packing', 'Packing'), ('warehousing_distribution', 'Warehousing or distribution'), ('transport', 'Transport'), ('construction_site', 'Construction site'), ('service_delivery_site', 'Site where a service is given'), ('labour_provider', 'Labour provider'), ('sub_contractor', 'Sub-contractor'), ('homework_unit', 'Homework unit'), ('office_hq', 'Office or headquarters')], max_length=40)),
                ('sector', models.CharField(blank=True, help_text='code of the Section 54 sector list', max_length=50)),
                ('activity', models.CharField(blank=True, choices=[('hand_car_wash', 'Hand car wash'), ('nail_bar', 'Nail bar'), ('seasonal_agriculture', 'Seasonal agriculture'), ('shellfish_gathering', 'Shellfish gathering'), ('meat_or_poultry_processing', 'Meat or poultry processing'), ('garment_manufacture', 'Garment manufacture'), ('brick_making', 'Brick making'), ('fishing_vessel', 'Fishing vessel'), ('domestic_work', 'Domestic work'), ('adult_social_care', 'Adult social care'), ('construction_labour_supply', 'Labour supply in construction'), ('labour_provider', 'Labour provider'), ('warehouse_peak_labour', 'Peak labour in warehouses'), ('parcel_delivery_subcontract', 'Sub-contracted parcel delivery'), ('solar_panels', 'Solar panels'), ('rubber_gloves', 'Rubber gloves'), ('electronics_assembly', 'Electronics assembly'), ('cocoa', 'Cocoa'), ('palm_oil', 'Palm oil'), ('cotton', 'Cotton'), ('mining_artisanal', 'Artisanal mining'), ('recycling_sorting', 'Sorting for recycling'), ('hotel_cleaning', 'Hotel cleaning'), ('security_guarding', 'Security guarding'), ('software_and_professional', 'Software and professional services')], max_length=30)),
                ('recruits_from_abroad', models.BooleanField(blank=True, null=True)),
                ('pays_by_piece_or_cash', models.BooleanField(blank=True, null=True)),
                ('os_id', models.CharField(blank=True, max_length=15)),
                ('sedex_site_ref', models.CharField(blank=True, max_length=40)),
                ('extra', models.JSONField(blank=True, default=dict, help_text='columns of an upload that the portal has no field for')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('changed_at', models.DateTimeField(auto_now=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
            ],
            options={
                'ordering': ('name', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='RiskWeights',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(unique=True)),
                ('weights', models.JSONField()),
                ('reason', models.CharField(max_length=500)),
                ('made_at', models.DateTimeField()),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name_plural': 'risk weights',
                'ordering': ('-number',),
            },
        ),
        migrations.CreateModel(
            name='SiteFacts',
            fields=[
                ('site', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='facts', serialize=False, to='suppliers.site')),
                ('last_audit_on', models.DateField(blank=True, null=True)),
                ('last_audit_scheme', models.CharField(blank=True, max_length=30)),
                ('audit_expires_on', models.DateField(blank=True, null=True)),
                ('credited_audit_on', models.DateField(blank=True, help_text='latest independent one against a code', null=True)),
                ('credited_audit_was_announced', models.BooleanField(default=True)),
                ('open_business_critical', models.FloatField(default=0)),
                ('open_critical', models.FloatField(default=0)),
                ('open_major', models.FloatField(default=0)),
                ('open_minor', models.FloatField(default=0)),
                ('open_car', models.FloatField(default=0)),
                ('open_actions', models.PositiveIntegerField(default=0)),
                ('late_actions', models.PositiveIntegerField(default=0)),
                ('areas_not_addressed', models.PositiveSmallIntegerField(default=0, help_text='of 1, 1A and 4')),
                ('has_alert_a', models.BooleanField(default=False)),
                ('has_open_report', models.BooleanField(default=False, help_text='an alert the business itself reported')),
                ('has_repeated_issue', models.BooleanField(default=False)),
                ('has_homework_chain', models.BooleanField(default=False, help_text='FL24 is open')),
                ('strength', models.CharField(blank=True, help_text='of the forced labour signs', max_length=10)),
                ('changed_at', models.DateTimeField(auto_now=True)),
            ],
            options={
                'verbose_name_plural': 'site facts',
            },
        ),
        migrations.CreateModel(
            name='Supplier',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('supplier_ref', models.CharField(max_length=64)),
                ('key', models.CharField(help_text='the reference folded: two references with the same key are the same', max_length=64)),
                ('name', models.CharField(max_length=200)),
                ('trading_name', models.CharField(blank=True, max_length=200)),
                ('company_number', models.CharField(blank=True, max_length=20)),
                ('country', models.CharField(blank=True, help_text='ISO 3166-1 alpha-2, or XK', max_length=2)),
                ('status', models.CharField(choices=[('active', 'Active'), ('onboarding', 'Being taken on'), ('suspended', 'Suspended'), ('ended', 'Ended')], default='active', max_length=12)),
                ('is_labour_provider', models.BooleanField(default=False)),
                ('licence_number', models.CharField(blank=True, help_text='UK gangmaster licence', max_length=50)),
                ('licence_checked_on', models.DateField(blank=True, null=True)),
                ('contact_name', models.CharField(blank=True, max_length=100)),
                ('contact_email', models.EmailField(blank=True, max_length=254)),
                ('os_id', models.CharField(blank=True, max_length=15)),
                ('duns', models.CharField(blank=True, max_length=20)),
                ('lei', models.CharField(blank=True, max_length=20)),
                ('sedex_company_ref', models.CharField(blank=True, max_length=40)),
                ('notes', models.CharField(blank=True, max_length=2000)),
                ('extra', models.JSONField(blank=True, default=dict, help_text='columns of an upload that the portal has no field for')),
                ('likeness', models.CharField(blank=True, help_text='the name cleaned, for finding duplicates', max_length=200)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('changed_at', models.DateTimeField(auto_now=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='suppliers', to='organisations.organisation')),
                ('owner', models.ForeignKey(blank=True, help_text='who looks after it and is told of what its audits find; nobody: the administrators', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('name', 'pk'),
            },
        ),
        migrations.AddField(
            model_name='site',
            name='labour_providers',
            field=models.ManyToManyField(blank=True, related_name='serves', to='suppliers.supplier'),
        ),
        migrations.AddField(
            model_name='site',
            name='supplier',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sites', to='suppliers.supplier'),
        ),
        migrations.CreateModel(
            name='RiskScore',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('is_current', models.BooleanField(default=True)),
                ('computed_at', models.DateTimeField()),
                ('event', models.CharField(help_text='what moved it', max_length=30)),
                ('editions', models.JSONField(help_text='edition by table')),
                ('inputs', models.JSONField()),
                ('parts', models.JSONField(help_text='points, weight and source of each part')),
                ('confidence', models.FloatField(help_text='sum of the weights known, 0 to 1')),
                ('inherent', models.FloatField(null=True)),
                ('residual', models.FloatField(null=True)),
                ('priority', models.FloatField(null=True)),
                ('inherent_band', models.CharField(blank=True, choices=[('low', 'Low'), ('medium', 'Medium'), ('high', 'High'), ('very_high', 'Very high')], max_length=10)),
                ('band', models.CharField(blank=True, choices=[('low', 'Low'), ('medium', 'Medium'), ('high', 'High'), ('very_high', 'Very high')], help_text='of the residual risk', max_length=10)),
                ('weights', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='suppliers.riskweights')),
                ('site', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='scores', to='suppliers.site')),
                ('supplier', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='scores', to='suppliers.supplier')),
            ],
            options={
                'ordering': ('-computed_at',),
            },
        ),
        migrations.CreateModel(
            name='SupplyRelation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('tier', models.PositiveSmallIntegerField(choices=[(1, 'Tier 1'), (2, 'Tier 2'), (3, 'Tier 3 and below'), (0, 'Not known')], default=0)),
                ('products', models.JSONField(blank=True, default=list, help_text='at most 20 texts of 100 characters')),
                ('products_key', models.CharField(help_text='SHA-256 of the folded products in order', max_length=64)),
                ('sector', models.CharField(blank=True, help_text='code of the Section 54 sector list', max_length=50)),
                ('activity', models.CharField(blank=True, choices=[('hand_car_wash', 'Hand car wash'), ('nail_bar', 'Nail bar'), ('seasonal_agriculture', 'Seasonal agriculture'), ('shellfish_gathering', 'Shellfish gathering'), ('meat_or_poultry_processing', 'Meat or poultry processing'), ('garment_manufacture', 'Garment manufacture'), ('brick_making', 'Brick making'), ('fishing_vessel', 'Fishing vessel'), ('domestic_work', 'Domestic work'), ('adult_social_care', 'Adult social care'), ('construction_labour_supply', 'Labour supply in construction'), ('labour_provider', 'Labour provider'), ('warehouse_peak_labour', 'Peak labour in warehouses'), ('parcel_delivery_subcontract', 'Sub-contracted parcel delivery'), ('solar_panels', 'Solar panels'), ('rubber_gloves', 'Rubber gloves'), ('electronics_assembly', 'Electronics assembly'), ('cocoa', 'Cocoa'), ('palm_oil', 'Palm oil'), ('cotton', 'Cotton'), ('mining_artisanal', 'Artisanal mining'), ('recycling_sorting', 'Sorting for recycling'), ('hotel_cleaning', 'Hotel cleaning'), ('security_guarding', 'Security guarding'), ('software_and_professional', 'Software and professional services')], max_length=30)),
                ('annual_spend_pence', models.BigIntegerField(blank=True, null=True)),
                ('started_on', models.DateField(blank=True, null=True)),
                ('ended_on', models.DateField(blank=True, null=True)),
                ('buys_from', models.ForeignKey(blank=True, help_text='empty: us', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='sells_on', to='suppliers.supplier')),
                ('supplier', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='relations', to='suppliers.supplier')),
            ],
        ),
        migrations.CreateModel(
            name='WorkerFigures',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('counted_on', models.DateField()),
                ('total', models.PositiveIntegerField(blank=True, null=True)),
                ('permanent', models.PositiveIntegerField(blank=True, null=True)),
                ('temporary', models.PositiveIntegerField(blank=True, null=True)),
                ('agency', models.PositiveIntegerField(blank=True, null=True)),
                ('seasonal', models.PositiveIntegerField(blank=True, null=True)),
                ('homeworker', models.PositiveIntegerField(blank=True, null=True)),
                ('self_employed', models.PositiveIntegerField(blank=True, null=True)),
                ('apprentice', models.PositiveIntegerField(blank=True, null=True)),
                ('migrant_international', models.PositiveIntegerField(blank=True, null=True)),
                ('migrant_internal', models.PositiveIntegerField(blank=True, null=True)),
                ('young', models.PositiveIntegerField(blank=True, null=True)),
                ('women', models.PositiveIntegerField(blank=True, null=True)),
                ('in_provided_housing', models.PositiveIntegerField(blank=True, null=True)),
                ('youngest_age', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('details', models.JSONField(blank=True, default=dict, help_text='nationalities, languages, interviews, by sex')),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='figures', to='suppliers.site')),
            ],
            options={
                'ordering': ('-counted_on',),
            },
        ),
        migrations.CreateModel(
            name='DuplicateAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first_key', models.CharField(max_length=64)),
                ('second_key', models.CharField(max_length=64)),
                ('is_same', models.BooleanField()),
                ('answered_at', models.DateTimeField()),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'first_key', 'second_key'), name='one_answer_a_pair')],
            },
        ),
        migrations.CreateModel(
            name='GoodsAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('product', models.CharField(help_text='folded', max_length=100)),
                ('good', models.CharField(blank=True, max_length=100)),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'product'), name='one_answer_a_product')],
            },
        ),
        migrations.CreateModel(
            name='SavedView',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('name', models.CharField(max_length=80)),
                ('query', models.CharField(help_text="the address's query string", max_length=1000)),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
            ],
            options={
                'ordering': ('name',),
                'constraints': [models.UniqueConstraint(fields=('organisation', 'name'), name='one_view_a_name')],
            },
        ),
        migrations.CreateModel(
            name='Control',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('saq', 'Self-assessment questionnaire'), ('training', 'Modern slavery training of managers and worker leaders'), ('grievance_mechanism', 'Grievance route'), ('employer_pays_policy', 'Employer pays recruitment costs'), ('document_retention_policy', "No keeping of workers' documents"), ('worker_representation', 'Independent union or elected representatives'), ('licensed_labour_provider_check', "Labour provider's licence checked")], max_length=40)),
                ('held_on', models.DateField()),
                ('is_confirmed', models.BooleanField(default=False)),
                ('note', models.CharField(blank=True, max_length=500)),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='controls', to='suppliers.site')),
            ],
            options={
                'ordering': ('-held_on',),
                'constraints': [models.UniqueConstraint(fields=('site', 'kind', 'held_on'), name='one_control_a_day')],
            },
        ),
        migrations.AddIndex(
            model_name='supplier',
            index=models.Index(fields=['organisation', 'country', 'likeness'], name='suppliers_like'),
        ),
        migrations.AddConstraint(
            model_name='supplier',
            constraint=models.UniqueConstraint(fields=('organisation', 'key'), name='one_supplier_a_reference'),
        ),
        migrations.AddConstraint(
            model_name='site',
            constraint=models.UniqueConstraint(fields=('organisation', 'key'), name='one_site_a_reference'),
        ),
        migrations.AddConstraint(
            model_name='site',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('latitude', None), ('longitude', None)), models.Q(('latitude__isnull', False), ('longitude__isnull', False)), _connector='OR'), name='both_or_no_coordinates'),
        ),
        migrations.AddConstraint(
            model_name='riskscore',
            constraint=models.UniqueConstraint(condition=models.Q(('is_current', True)), fields=('site',), name='one_current_score'),
        ),
        migrations.AddConstraint(
            model_name='riskscore',
            constraint=models.UniqueConstraint(condition=models.Q(('is_current', True), ('site', None)), fields=('supplier',), name='one_current_score_without_site'),
        ),
        migrations.AddConstraint(
            model_name='supplyrelation',
            constraint=models.UniqueConstraint(fields=('supplier', 'buys_from', 'products_key'), name='one_relation_a_product_set'),
        ),
        migrations.AddConstraint(
            model_name='supplyrelation',
            constraint=models.UniqueConstraint(condition=models.Q(('buys_from', None)), fields=('supplier', 'products_key'), name='one_direct_relation'),
        ),
        migrations.AddConstraint(
            model_name='supplyrelation',
            constraint=models.CheckConstraint(condition=models.Q(('buys_from', None), models.Q(('buys_from', models.F('supplier')), _negated=True), _connector='OR'), name='nobody_buys_from_themselves'),
        ),
        migrations.AddConstraint(
            model_name='workerfigures',
            constraint=models.UniqueConstraint(fields=('site', 'counted_on'), name='one_count_a_day'),
        ),
    ])
