"""Addresses that differ in capitals alone are one address.

An account written past the sign-up pages may hold capitals: its address is put in small letters first. Where two
accounts would then have the same one, the constraint refuses, and the operator decides which of them is closed.
"""

import django.db.models.functions.text
from django.db import migrations, models
from django.db.models.functions import Lower


def to_small_letters(apps, schema_editor):
    people = apps.get_model("accounts", "User").objects
    people.exclude(email=Lower("email")).update(email=Lower("email"))


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_staff_groups")]
    operations = [
        migrations.RunPython(to_small_letters, migrations.RunPython.noop, elidable=True),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.UniqueConstraint(
                django.db.models.functions.text.Lower("email"),
                name="one_account_an_address",
                violation_error_message="Another account has this address.",
            ),
        ),
    ]
