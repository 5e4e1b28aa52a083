"""What was merged before has the marking, owner and readers of the case that goes on, as after a merge from now on."""

from typing import Any

from django.db import migrations


def share_access(apps: Any, schema_editor: Any) -> None:
    case_model, reader_model = apps.get_model("casework", "Case"), apps.get_model("casework", "CaseReader")
    into = dict(case_model.objects.exclude(merged_into=None).values_list("pk", "merged_into"))
    for part, whole in into.items():
        while whole in into:
            whole = into[whole]
        marking, owner = case_model.objects.values_list("marking", "owner").get(pk=whole)
        case_model.objects.filter(pk=part).update(marking=marking, owner=owner)
        words = reader_model.objects.filter(case=whole).values("user_id", "is_kept_out", "named_by_id", "named_at")
        reader_model.objects.filter(case=part).delete()
        reader_model.objects.bulk_create(reader_model(case_id=part, **word) for word in words)


class Migration(migrations.Migration):
    dependencies = [("casework", "0002_triggers")]
    operations = [migrations.RunPython(share_access, migrations.RunPython.noop)]
