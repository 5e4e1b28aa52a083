import django.db.models.deletion
import learning.base.public_page
import learning.resources.choices
import wagtail.fields
from django.conf import settings
from django.db import migrations, models

from portal.core.migration_operations import combine_operations


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('wagtailcore', '0098_apitoken'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = combine_operations([
        migrations.CreateModel(
            name='AboutPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('topic', models.CharField(choices=[('list', 'List of the pages below'), ('privacy', 'Privacy'), ('accessibility', 'Accessibility statement'), ('cookies', 'Cookies'), ('contact', 'Contact'), ('protection', 'How we protect you'), ('source_code', 'Source code')], max_length=20)),
                ('body', wagtail.fields.RichTextField(blank=True, help_text='We show this below the website’s own text.')),
            ],
            options={
                'abstract': False,
            },
            bases=(learning.base.public_page.PublicPage, 'wagtailcore.page'),
        ),
        migrations.CreateModel(
            name='HomePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
            ],
            options={
                'abstract': False,
            },
            bases=(learning.base.public_page.PublicPage, 'wagtailcore.page'),
        ),
        migrations.CreateModel(
            name='Subscription',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address_key', models.CharField(max_length=64, unique=True)),
                ('secret_hash', models.CharField(max_length=64, unique=True)),
                ('sealed', models.BinaryField(help_text='the address, and the secret of its links')),
                ('topics', models.JSONField(default=list)),
                ('asked_at', models.DateTimeField(help_text='when a mail with the link was sent last')),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('told_until', models.DateTimeField(db_index=True, help_text='what was published until then is told', null=True)),
            ],
        ),
        migrations.CreateModel(
            name='GuidancePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('summary', models.CharField(help_text='One or two sentences. We show this in lists and under the title.', max_length=300)),
                ('body', wagtail.fields.StreamField([('text', 0), ('steps', 4), ('do_and_dont', 8), ('care_card', 12), ('example', 14), ('table', 17), ('figure', 20), ('download', 23), ('area', 25), ('related', 27)], blank=True, block_lookup={0: ('wagtail.blocks.RichTextBlock', (), {'features': ['h2', 'h3', 'bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'help_text': 'Use short paragraphs under headings. Write [1] after a claim to refer to the first source.', 'icon': 'doc-full', 'label': 'Text', 'template': 'blocks/text.html'}), 1: ('wagtail.blocks.CharBlock', (), {'max_length': 120, 'required': False}), 2: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ol', 'ul', 'link'], 'label': 'Step'}), 3: ('wagtail.blocks.ListBlock', (2,), {'min_num': 2}), 4: ('wagtail.blocks.StructBlock', [[('heading', 1), ('steps', 3)]], {}), 5: ('wagtail.blocks.CharBlock', (), {'max_length': 300}), 6: ('wagtail.blocks.ListBlock', (5,), {'label': 'Do', 'min_num': 1}), 7: ('wagtail.blocks.ListBlock', (5,), {'help_text': 'Leave out the words “do not”.', 'label': 'Do not', 'min_num': 1}), 8: ('wagtail.blocks.StructBlock', [[('heading', 1), ('do', 6), ('dont', 7)]], {}), 9: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('emergency', 'Emergency: now'), ('urgent', 'Urgent: today'), ('advice', 'Not urgent: advice')], 'label': 'How soon'}), 10: ('wagtail.blocks.CharBlock', (), {'max_length': 120}), 11: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ol', 'ul', 'link']}), 12: ('wagtail.blocks.StructBlock', [[('kind', 9), ('heading', 10), ('text', 11)]], {}), 13: ('wagtail.blocks.CharBlock', (), {'help_text': 'Say what the example shows. People and businesses in it must be invented.', 'max_length': 120}), 14: ('wagtail.blocks.StructBlock', [[('heading', 13), ('text', 11)]], {}), 15: ('wagtail.blocks.CharBlock', (), {'label': 'Text', 'max_length': 400, 'required': False}), 16: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'link'], 'label': 'Text with links', 'required': False}), 17: ('wagtail.contrib.typed_table_block.blocks.TypedTableBlock', [[('text', 15), ('rich_text', 16)]], {'help_text': 'Add a caption. The first column names each row.', 'icon': 'table', 'label': 'Table', 'template': 'blocks/table.html'}), 18: ('wagtail.images.blocks.ImageBlock', [], {'help_text': 'Describe the picture in “Alt text”. Do not show faces or anything that identifies a person.'}), 19: ('wagtail.blocks.CharBlock', (), {'max_length': 200, 'required': False}), 20: ('wagtail.blocks.StructBlock', [[('image', 18), ('caption', 19)]], {}), 21: ('wagtail.documents.blocks.DocumentChooserBlock', (), {}), 22: ('wagtail.blocks.CharBlock', (), {'help_text': 'Say what is in the file. We add its type and size.', 'max_length': 120}), 23: ('wagtail.blocks.StructBlock', [[('document', 21), ('title', 22)]], {}), 24: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('structure', 'Structure, business and supply chains'), ('policies', 'Policies'), ('risk', 'Assessing and managing risk'), ('due_diligence', 'Due diligence'), ('training', 'Training'), ('monitoring', 'Measuring how well it works')]}), 25: ('wagtail.blocks.StructBlock', [[('area', 24)]], {}), 26: ('wagtail.blocks.PageChooserBlock', (), {'page_type': ['resources.GuidancePage']}), 27: ('wagtail.blocks.ListBlock', (26,), {'icon': 'link', 'label': 'Read next', 'max_num': 5, 'min_num': 1, 'template': 'blocks/related.html'})})),
                ('sources', wagtail.fields.StreamField([('source', 5)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'help_text': 'Name of the document and who published it', 'max_length': 200}), 1: ('wagtail.blocks.CharBlock', (), {'help_text': 'Section, paragraph or page', 'max_length': 120, 'required': False}), 2: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('law', 'Law'), ('guidance', 'Statutory guidance'), ('government', 'Government page or form'), ('template', 'International reporting template'), ('framework', 'Framework of another organisation'), ('report', 'Report or study'), ('ours', 'Our own advice')], 'help_text': 'Use “guidance” only for the statutory guidance.', 'label': 'Type of source'}), 3: ('wagtail.blocks.DateBlock', (), {'help_text': 'Date you read it'}), 4: ('wagtail.blocks.URLBlock', (), {'max_length': 500, 'required': False}), 5: ('wagtail.blocks.StructBlock', [[('title', 0), ('place', 1), ('weight', 2), ('read_on', 3), ('address', 4)]], {})}, help_text='We number sources in this order. [1] in the text refers to the first.')),
                ('audience', models.CharField(blank=True, choices=[('everyone', 'Everyone'), ('worker', 'People who need help'), ('business', 'Businesses'), ('front_line', 'Police, councils and other front-line staff')], max_length=20, verbose_name='audience')),
                ('topic', models.CharField(blank=True, choices=[('help', 'Getting help'), ('signs', 'Spotting the signs'), ('statement', 'Publishing a statement'), ('areas', 'The six areas of a statement'), ('suppliers', 'Suppliers, and putting things right'), ('front_line', 'For front-line staff'), ('law', 'Changes in law and guidance')], db_index=True, max_length=20, verbose_name='topic')),
                ('sector', models.CharField(blank=True, choices=learning.resources.choices.get_sectors, help_text='Fill this in only if the page is about one.', max_length=40, verbose_name='sector')),
                ('nations', models.CharField(blank=True, choices=[('uk', 'the whole of the United Kingdom'), ('great_britain', 'England, Wales and Scotland'), ('england_wales', 'England and Wales'), ('england', 'England'), ('wales', 'Wales'), ('scotland', 'Scotland'), ('northern_ireland', 'Northern Ireland')], help_text='Where the laws, services and numbers on the page apply.', max_length=20, verbose_name='applies to')),
                ('language', models.CharField(choices=learning.resources.choices.get_page_languages, default='en', max_length=5, verbose_name='language')),
                ('search_words', models.TextField(blank=True, help_text='Other words people might search for, one or more on each line. Readers do not see them.', verbose_name='search words')),
                ('searched', models.TextField(default='', editable=False, help_text='what is searched: learning.resources.search_index')),
                ('checked_on', models.DateField(blank=True, help_text='When someone last checked that it is correct.', null=True, verbose_name='last checked on')),
                ('next_check_on', models.DateField(blank=True, help_text='No more than a year after the last check.', null=True, verbose_name='next check by')),
                ('looked_after_by', models.ForeignKey(blank=True, help_text='The person we ask to check the page.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='owner')),
            ],
            options={
                'abstract': False,
            },
            bases=(learning.base.public_page.PublicPage, 'wagtailcore.page'),
        ),
        migrations.CreateModel(
            name='Feedback',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.UUIDField(unique=True)),
                ('is_useful', models.BooleanField()),
                ('words_sealed', models.BinaryField(default=bytes)),
                ('sent_on', models.DateField(db_index=True)),
                ('page', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='resources.guidancepage')),
            ],
        ),
        migrations.CreateModel(
            name='LoadedPage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=120, unique=True)),
                ('fingerprint', models.CharField(max_length=64)),
                ('loaded_at', models.DateTimeField()),
                ('page', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='resources.guidancepage')),
            ],
        ),
        migrations.CreateModel(
            name='Reminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('due_on', models.DateField()),
                ('days', models.PositiveSmallIntegerField(help_text='before the day that it was due: rules.review')),
                ('sent_at', models.DateTimeField()),
                ('page', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reminders', to='resources.guidancepage')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('page', 'due_on', 'days', 'person'), name='one_reminder_each')],
            },
        ),
    ])
