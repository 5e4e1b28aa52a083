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
            name='Consent',
            fields=[
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('recipient', models.CharField(max_length=40)),
                ('state', models.CharField(choices=[('given', 'Given'), ('refused', 'Refused'), ('withdrawn', 'Withdrawn'), ('not_asked', 'Not asked'), ('lacks_capacity', 'Lacks capacity: decided in their best interests'), ('not_required', 'Not required: child or danger')], max_length=20)),
                ('how_given', models.CharField(blank=True, max_length=30)),
                ('language', models.CharField(blank=True, max_length=10)),
                ('with_interpreter', models.BooleanField(default=False)),
                ('on', models.DateField()),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('recorded_at', models.DateTimeField(null=True)),
                ('words', portal.vault.fields.SealedField(blank=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='casework.case')),
                ('group', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='consents', to='casework.persongroup')),
                ('recorded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('reporter', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='consents', to='casework.reporter')),
            ],
            options={
                'ordering': ('-on',),
            },
        ),
        migrations.CreateModel(
            name='Disclosure',
            fields=[
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('recipient_type', models.CharField(max_length=40)),
                ('basis', models.CharField(blank=True, max_length=40)),
                ('condition', models.CharField(blank=True, max_length=40)),
                ('override_ground', models.CharField(blank=True, choices=[('imminent_danger', 'Danger to life now'), ('child_at_risk', 'A child at risk'), ('legal_obligation', 'Court order or legal duty'), ('serious_crime', 'To prevent or detect serious crime')], max_length=40)),
                ('fields_sent', models.JSONField(blank=True, default=list, help_text='names of the fields, not their values')),
                ('shows_reporter', models.BooleanField(default=False)),
                ('file_hash', models.CharField(blank=True, max_length=64)),
                ('is_person_told', models.BooleanField(null=True)),
                ('at', models.DateTimeField()),
                ('words', portal.vault.fields.SealedField(help_text='JSON: recipient, facts relied on, why the person was not told')),
                ('approval', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='casework.approval')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='casework.case')),
                ('consent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='referrals.consent')),
            ],
            options={
                'ordering': ('-at',),
            },
        ),
        migrations.CreateModel(
            name='Partner',
            fields=[
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=160)),
                ('target_type', models.CharField(max_length=40)),
                ('places', models.JSONField(blank=True, default=list, help_text='codes of the forces or councils that it covers')),
                ('email_domains', models.JSONField(blank=True, default=list, help_text='where its people have their work addresses')),
                ('emergency_line', models.CharField(blank=True, max_length=60)),
                ('public_key', models.BinaryField(null=True)),
                ('private_key', portal.vault.fields.SealedField(null=True)),
                ('key_salt', models.BinaryField(null=True)),
                ('added_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('added_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('name',),
            },
        ),
        migrations.CreateModel(
            name='PartnerMember',
            fields=[
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('added_at', models.DateTimeField()),
                ('partner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='members', to='referrals.partner')),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Referral',
            fields=[
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('referral', 'Referral'), ('warm_transfer', 'Call transferred live'), ('notification', 'For information')], max_length=20)),
                ('target_type', models.CharField(max_length=40)),
                ('route', models.CharField(blank=True, choices=[('phone', 'By phone'), ('secure_email', 'Encrypted file by email, passphrase by phone'), ('partner_account', "To the partner’s account here")], max_length=20)),
                ('status', models.CharField(choices=[('draft', 'Draft'), ('approval_pending', 'Waiting for a second person'), ('in_progress', 'Sent'), ('no_response', 'No response by the due time'), ('accepted', 'Accepted'), ('rejected', 'Rejected'), ('done', 'Done'), ('revoked', 'Revoked')], default='draft', max_length=20)),
                ('made_at', models.DateTimeField()),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('response_due_at', models.DateTimeField(blank=True, null=True)),
                ('call_back_due_at', models.DateTimeField(blank=True, null=True)),
                ('acknowledged_at', models.DateTimeField(blank=True, null=True)),
                ('outcome', models.CharField(blank=True, max_length=40)),
                ('outcome_on', models.DateField(blank=True, null=True)),
                ('package', portal.vault.fields.SealedField(null=True)),
                ('package_key', portal.vault.fields.SealedField(null=True)),
                ('package_expires_at', models.DateTimeField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('target', portal.vault.fields.SealedField(help_text='JSON: force or council or service, name, phone, email, office hours')),
                ('fields', portal.vault.fields.SealedField(blank=True, help_text='JSON: what is shared, each field with its value, while it is a draft')),
                ('call', portal.vault.fields.SealedField(blank=True, help_text='JSON: who took it, when, their reference, call-back number')),
                ('approval', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='casework.approval')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='casework.case')),
                ('disclosure', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='referrals.disclosure')),
                ('made_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('partner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='referrals', to='referrals.partner')),
            ],
            options={
                'ordering': ('-made_at',),
            },
        ),
        migrations.CreateModel(
            name='ReferralAnswer',
            fields=[
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('status', models.CharField(choices=[('draft', 'Draft'), ('approval_pending', 'Waiting for a second person'), ('in_progress', 'Sent'), ('no_response', 'No response by the due time'), ('accepted', 'Accepted'), ('rejected', 'Rejected'), ('done', 'Done'), ('revoked', 'Revoked')], max_length=20)),
                ('outcome', models.CharField(blank=True, max_length=40)),
                ('on', models.DateField()),
                ('at', models.DateTimeField()),
                ('words', portal.vault.fields.SealedField(blank=True, help_text='JSON: text, their own reference')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('data_key', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='vault.datakey')),
                ('referral', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='referrals.referral')),
            ],
            options={
                'ordering': ('-at',),
            },
        ),
        migrations.CreateModel(
            name='NrmPack',
            fields=[
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('pathway', models.CharField(choices=[('not_applicable', 'Not applicable'), ('child_referral', 'Child: referral, no consent needed'), ('adult_consent_yes', 'Adult who consents: referral'), ('adult_consent_no_cooperates', 'Adult who does not consent but helps authorities: duty to notify with details'), ('adult_consent_no', 'Adult who does not consent: anonymous duty to notify'), ('age_unknown', 'Age unknown: treated as a child'), ('undecided', 'Adult who has not decided: no referral yet')], max_length=30)),
                ('stage', models.CharField(choices=[('pack_in_preparation', 'Preparing the pack'), ('pack_sent_to_first_responder', 'Pack sent to a first responder'), ('referred', 'Referred'), ('dtn_submitted', 'Duty to notify submitted'), ('rg_pending', 'Reasonable grounds pending'), ('rg_positive', 'Reasonable grounds positive'), ('rg_negative', 'Reasonable grounds negative'), ('cg_pending', 'Conclusive grounds pending'), ('cg_positive', 'Conclusive grounds positive'), ('cg_negative', 'Conclusive grounds negative'), ('suspended', 'Suspended'), ('withdrawn', 'Withdrawn')], default='pack_in_preparation', max_length=30)),
                ('form_edition', models.CharField(max_length=20)),
                ('answered', models.PositiveSmallIntegerField(default=0)),
                ('needed', models.PositiveSmallIntegerField(default=0)),
                ('made_at', models.DateTimeField()),
                ('handed_over_at', models.DateTimeField(blank=True, null=True)),
                ('confirmed_on', models.DateField(blank=True, null=True)),
                ('delete_on', models.DateField(blank=True, help_text='28 days after the hand-over was confirmed', null=True)),
                ('deleted_at', models.DateTimeField(blank=True, help_text='its answers went; stage and dates stay', null=True)),
                ('stage_dates', models.JSONField(blank=True, default=dict)),
                ('link_hash', models.CharField(blank=True, max_length=64)),
                ('link_expires_at', models.DateTimeField(blank=True, null=True)),
                ('link_used_at', models.DateTimeField(blank=True, null=True)),
                ('link_package', portal.vault.fields.SealedField(help_text='under a key that is in the link only', null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('answers', portal.vault.fields.SealedField(blank=True, help_text='JSON: form key to value, whose words they are, why it is missing')),
                ('recipient', portal.vault.fields.SealedField(blank=True, help_text='JSON: first responder, person, work email, their reference')),
                ('approval', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='casework.approval')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='casework.case')),
                ('consent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='referrals.consent')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='packs', to='casework.persongroup')),
                ('made_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('-made_at',),
                'constraints': [models.UniqueConstraint(condition=models.Q(('link_hash', ''), _negated=True), fields=('link_hash',), name='one_pack_a_link')],
            },
        ),
        migrations.AddIndex(
            model_name='referral',
            index=models.Index(fields=['status', 'response_due_at'], name='casework_referral_due'),
        ),
    ])
