import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import portal.accounts.models
import uuid
from django.conf import settings
from django.db import migrations, models

from portal.core.migration_operations import combine_operations


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = combine_operations([
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('first_name', models.CharField(blank=True, max_length=150, verbose_name='first name')),
                ('last_name', models.CharField(blank=True, max_length=150, verbose_name='last name')),
                ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                ('email', models.EmailField(max_length=254, unique=True, verbose_name='email address')),
                ('session_epoch', models.PositiveIntegerField(default=0, help_text='part of what a web session is checked against: raising it ends every session at once')),
                ('privileges_changed_at', models.DateTimeField(blank=True, help_text='a web session older than this changes its key on the next request', null=True)),
                ('must_set_second_factor', models.BooleanField(default=False, help_text='the second factors were reset: new ones come before anything else')),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            managers=[
                ('objects', portal.accounts.models.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name='FactorReset',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('route', models.CharField(choices=[('colleague', 'Another administrator of the business'), ('staff', 'A check by our staff')], max_length=10)),
                ('reason', models.CharField(max_length=500)),
                ('allowed_at', models.DateTimeField()),
                ('scope', models.UUIDField(help_text='uuid of the organisation whose administrator allowed it', null=True)),
                ('due_at', models.DateTimeField(help_text='until then the person can stop it')),
                ('done_at', models.DateTimeField(null=True)),
                ('stopped_at', models.DateTimeField(null=True)),
                ('allowed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='factor_resets', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('-allowed_at',),
            },
        ),
        migrations.CreateModel(
            name='KnownNetwork',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('mark', models.CharField(max_length=64)),
                ('last_used_on', models.DateField()),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='known_networks', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='StaffInvitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('email', models.EmailField(max_length=254)),
                ('role', models.CharField(choices=[('handler', 'Call handler'), ('triage_lead', 'Triage lead'), ('statistician', 'Statistician'), ('helpline_manager', 'Helpline manager'), ('content_editor', 'Content editor'), ('site_administrator', 'Site administrator'), ('partner', 'Partner agency')], max_length=20)),
                ('invited_at', models.DateTimeField()),
                ('accepted_at', models.DateTimeField(null=True)),
                ('granted_at', models.DateTimeField(null=True)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('confirmed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('invited_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('-invited_at',),
            },
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='one_account_an_address', violation_error_message='Another account already uses this email address.'),
        ),
        migrations.AddConstraint(
            model_name='factorreset',
            constraint=models.UniqueConstraint(condition=models.Q(('done_at', None), ('stopped_at', None)), fields=('user',), name='one_waiting_reset_a_person'),
        ),
        migrations.AddIndex(
            model_name='knownnetwork',
            index=models.Index(fields=['mark'], name='accounts_network_mark'),
        ),
        migrations.AddConstraint(
            model_name='knownnetwork',
            constraint=models.UniqueConstraint(fields=('user', 'mark'), name='one_row_a_known_network'),
        ),
        migrations.AddConstraint(
            model_name='staffinvitation',
            constraint=models.UniqueConstraint(condition=models.Q(('granted_at', None), ('withdrawn_at', None)), fields=('email', 'role'), name='one_open_offer_of_a_role'),
        ),
        migrations.AddConstraint(
            model_name='staffinvitation',
            constraint=models.CheckConstraint(condition=models.Q(('confirmed_by', None), models.Q(('confirmed_by', models.F('invited_by')), _negated=True), _connector='OR'), name='another_person_confirms'),
        ),
    ])
