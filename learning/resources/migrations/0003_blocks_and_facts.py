"""Guidance becomes blocks, with the facts of who it is for, what it is about and who looks after it.

What stood in the old body, and in the drafts of it, becomes one block of text.
"""

import json
import re
import uuid

import django.db.models.deletion
import learning.resources.choices
import wagtail.fields
from django.conf import settings
from django.db import migrations, models


def _block(html):
    return [{"type": "text", "value": html, "id": str(uuid.uuid4())}] if html.strip() else []


def _html(blocks):
    return "".join(block["value"] for block in blocks if block["type"] == "text")


def _drafts(apps):
    """Revisions of guidance, whose content is a dictionary of the page's columns."""
    ContentType = apps.get_model("contenttypes", "ContentType")
    Revision = apps.get_model("wagtailcore", "Revision")
    ours = ContentType.objects.filter(app_label="resources", model="guidancepage")
    return Revision.objects.filter(content_type__in=ours).iterator()


def text_to_blocks(apps, schema_editor):
    GuidancePage = apps.get_model("resources", "GuidancePage")
    for pk, html in GuidancePage.objects.values_list("pk", "body"):
        GuidancePage.objects.filter(pk=pk).update(blocks=_block(html))
    for draft in _drafts(apps):
        html = draft.content.get("body") or ""
        if not re.match(r"\s*\[", html):
            draft.content = {**draft.content, "body": json.dumps(_block(html))}
            draft.save(update_fields=["content"])


def blocks_to_text(apps, schema_editor):
    GuidancePage = apps.get_model("resources", "GuidancePage")
    for page in GuidancePage.objects.all():
        GuidancePage.objects.filter(pk=page.pk).update(body=_html(list(page.blocks.raw_data)))
    for draft in _drafts(apps):
        draft.content = {**draft.content, "body": _html(json.loads(draft.content.get("body") or "[]"))}
        draft.save(update_fields=["content"])


class Migration(migrations.Migration):

    dependencies = [
        ('resources', '0002_first_pages'),
        ('contenttypes', '0002_remove_content_type_name'),
        ('wagtailcore', '0098_apitoken'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='guidancepage',
            name='audience',
            field=models.CharField(choices=[('everyone', 'Everyone'), ('worker', 'People who need help'), ('business', 'Businesses'), ('front_line', 'Police, councils and other front-line staff')], blank=True, default='', max_length=20, verbose_name='for whom'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='guidancepage',
            name='language',
            field=models.CharField(choices=learning.resources.choices.get_page_languages, default='en', max_length=5, verbose_name='language'),
        ),
        migrations.AddField(
            model_name='guidancepage',
            name='looked_after_by',
            field=models.ForeignKey(blank=True, help_text='Who is asked to check the page again.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='looked after by'),
        ),
        migrations.AddField(
            model_name='guidancepage',
            name='sector',
            field=models.CharField(blank=True, choices=learning.resources.choices.get_sectors, help_text='Only where the page is about one.', max_length=40, verbose_name='sector'),
        ),
        migrations.AddField(
            model_name='guidancepage',
            name='sources',
            field=wagtail.fields.StreamField([('source', 5)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'help_text': 'The document and who published it', 'max_length': 200}), 1: ('wagtail.blocks.CharBlock', (), {'help_text': 'Section, paragraph or page', 'max_length': 120, 'required': False}), 2: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('law', 'Law'), ('guidance', 'Statutory guidance'), ('government', 'Government page or form'), ('template', 'International reporting template'), ('framework', 'Framework of another organisation'), ('report', 'Report or study'), ('ours', 'Our own advice')], 'help_text': 'Only the statutory guidance itself is guidance.', 'label': 'What it is'}), 3: ('wagtail.blocks.DateBlock', (), {'help_text': 'The day on which you read it'}), 4: ('wagtail.blocks.URLBlock', (), {'max_length': 500, 'required': False}), 5: ('wagtail.blocks.StructBlock', [[('title', 0), ('place', 1), ('weight', 2), ('read_on', 3), ('address', 4)]], {})}, help_text='Numbered in this order. [1] in the text points at the first.'),
        ),
        migrations.AddField(
            model_name='guidancepage',
            name='topic',
            field=models.CharField(choices=[('help', 'Getting help'), ('signs', 'Spotting the signs'), ('statement', 'Publishing a statement'), ('areas', 'The six areas of a statement'), ('suppliers', 'Suppliers, and putting things right'), ('front_line', 'For front-line staff'), ('law', 'Changes in law and guidance')], blank=True, db_index=True, default='', max_length=20, verbose_name='topic'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='guidancepage',
            name='blocks',
            field=wagtail.fields.StreamField([('text', 0), ('steps', 4), ('do_and_dont', 8), ('care_card', 12), ('example', 14), ('table', 17), ('figure', 20), ('download', 23), ('area', 25), ('related', 27)], blank=True, default='', block_lookup={0: ('wagtail.blocks.RichTextBlock', (), {'features': ['h2', 'h3', 'bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'help_text': 'Short paragraphs under headings. Write [1] after a claim to point at the first source.', 'icon': 'doc-full', 'label': 'Text', 'template': 'blocks/text.html'}), 1: ('wagtail.blocks.CharBlock', (), {'max_length': 120, 'required': False}), 2: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ol', 'ul', 'link'], 'label': 'Step'}), 3: ('wagtail.blocks.ListBlock', (2,), {'min_num': 2}), 4: ('wagtail.blocks.StructBlock', [[('heading', 1), ('steps', 3)]], {}), 5: ('wagtail.blocks.CharBlock', (), {'max_length': 300}), 6: ('wagtail.blocks.ListBlock', (5,), {'label': 'Do', 'min_num': 1}), 7: ('wagtail.blocks.ListBlock', (5,), {'help_text': 'Without the words “do not”.', 'label': 'Do not', 'min_num': 1}), 8: ('wagtail.blocks.StructBlock', [[('heading', 1), ('do', 6), ('dont', 7)]], {}), 9: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('emergency', 'Emergency: now'), ('urgent', 'Urgent: today'), ('advice', 'Not urgent: advice')], 'label': 'How soon'}), 10: ('wagtail.blocks.CharBlock', (), {'max_length': 120}), 11: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ol', 'ul', 'link']}), 12: ('wagtail.blocks.StructBlock', [[('kind', 9), ('heading', 10), ('text', 11)]], {}), 13: ('wagtail.blocks.CharBlock', (), {'help_text': 'What the example shows. People and businesses in it are invented.', 'max_length': 120}), 14: ('wagtail.blocks.StructBlock', [[('heading', 13), ('text', 11)]], {}), 15: ('wagtail.blocks.CharBlock', (), {'label': 'Words', 'max_length': 400, 'required': False}), 16: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'link'], 'label': 'Words with links', 'required': False}), 17: ('wagtail.contrib.typed_table_block.blocks.TypedTableBlock', [[('text', 15), ('rich_text', 16)]], {'help_text': 'Give it a caption. The first column names its rows.', 'icon': 'table', 'label': 'Table', 'template': 'blocks/table.html'}), 18: ('wagtail.images.blocks.ImageBlock', [], {'help_text': 'Say what it shows in “Alt text”. No faces, and nothing that points at a person.'}), 19: ('wagtail.blocks.CharBlock', (), {'max_length': 200, 'required': False}), 20: ('wagtail.blocks.StructBlock', [[('image', 18), ('caption', 19)]], {}), 21: ('wagtail.documents.blocks.DocumentChooserBlock', (), {}), 22: ('wagtail.blocks.CharBlock', (), {'help_text': 'What is in the file. Its type and size are added by themselves.', 'max_length': 120}), 23: ('wagtail.blocks.StructBlock', [[('document', 21), ('title', 22)]], {}), 24: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('structure', 'Structure, business and supply chains'), ('policies', 'Policies'), ('risk', 'Assessing and managing risk'), ('due_diligence', 'Due diligence'), ('training', 'Training'), ('monitoring', 'Measuring how well it works')]}), 25: ('wagtail.blocks.StructBlock', [[('area', 24)]], {}), 26: ('wagtail.blocks.PageChooserBlock', (), {'page_type': ['resources.GuidancePage']}), 27: ('wagtail.blocks.ListBlock', (26,), {'icon': 'link', 'label': 'Read next', 'max_num': 5, 'min_num': 1, 'template': 'blocks/related.html'})}),
            preserve_default=False,
        ),
        migrations.RunPython(text_to_blocks, blocks_to_text),
        migrations.RemoveField(model_name='guidancepage', name='body'),
        migrations.RenameField(model_name='guidancepage', old_name='blocks', new_name='body'),
        migrations.AlterField(
            model_name='guidancepage',
            name='checked_on',
            field=models.DateField(blank=True, help_text='When somebody last checked that it is right.', null=True, verbose_name='last checked on'),
        ),
        migrations.AlterField(
            model_name='guidancepage',
            name='next_check_on',
            field=models.DateField(blank=True, help_text='A year from the last check at most.', null=True, verbose_name='next check by'),
        ),
    ]
