"""A wish to be called is a task of its own, and an unread message in an immediate case is an alarm of its own."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0005_open_calls'),
    ]

    operations = [
        migrations.AlterField(
            model_name='alarm',
            name='kind',
            field=models.CharField(choices=[('not_opened', 'An immediate concern that no one has opened'), ('case_in_danger', 'A caller is in immediate danger and no one has acted on their case'), ('new_message', 'A new message in an immediate case that no one has read'), ('call_left_open', 'A call form about someone at risk has been left open'), ('nobody_unlocked', 'No one has unlocked the desk'), ('no_worker', 'The background worker is not running'), ('bulk_reading', 'Someone is opening an unusual number of cases'), ('many_reveals', 'Someone is revealing an unusual number of identities')], max_length=20),
        ),
        migrations.AlterField(
            model_name='task',
            name='kind',
            field=models.CharField(choices=[('call_back', 'Call back'), ('contact_request', 'Call someone who asked us to'), ('reply', 'Answer a message'), ('chase_referral', 'Chase a partner for an answer'), ('child_action', 'Protect the child'), ('review', 'Review'), ('other', 'Something else')], max_length=20),
        ),
    ]
