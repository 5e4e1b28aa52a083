import django.core.validators
import django.db.models.deletion
import learning.training.choices
import re
import uuid
import wagtail.fields
import wagtail.models.preview
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
            name='Attempt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('round', models.PositiveSmallIntegerField(default=1)),
                ('began_at', models.DateTimeField()),
                ('sent_at', models.DateTimeField(null=True)),
                ('right', models.PositiveSmallIntegerField(null=True)),
                ('of', models.PositiveSmallIntegerField()),
                ('is_passed', models.BooleanField(null=True)),
                ('minutes', models.PositiveSmallIntegerField(default=0, help_text='of lessons and quiz as they were when it was sent')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('number',),
            },
        ),
        migrations.CreateModel(
            name='Certificate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('code', models.CharField(max_length=16, unique=True)),
                ('name', models.CharField(max_length=120)),
                ('course_title', models.CharField(max_length=120)),
                ('version', models.PositiveSmallIntegerField(help_text='of the course, that was taken')),
                ('minutes', models.PositiveSmallIntegerField()),
                ('completed_on', models.DateField()),
                ('issued_at', models.DateTimeField()),
                ('attempt', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='certificate', to='training.attempt')),
            ],
            options={
                'ordering': ('-issued_at',),
            },
        ),
        migrations.CreateModel(
            name='Course',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('live', models.BooleanField(default=True, editable=False, verbose_name='live')),
                ('has_unpublished_changes', models.BooleanField(default=False, editable=False, verbose_name='has unpublished changes')),
                ('first_published_at', models.DateTimeField(blank=True, db_index=True, null=True, verbose_name='first published at')),
                ('last_published_at', models.DateTimeField(editable=False, null=True, verbose_name='last published at')),
                ('go_live_at', models.DateTimeField(blank=True, null=True, verbose_name='go live date/time')),
                ('expire_at', models.DateTimeField(blank=True, null=True, verbose_name='expiry date/time')),
                ('expired', models.BooleanField(default=False, editable=False, verbose_name='expired')),
                ('locked', models.BooleanField(default=False, editable=False, verbose_name='locked')),
                ('locked_at', models.DateTimeField(editable=False, null=True, verbose_name='locked at')),
                ('slug', models.SlugField(help_text='The last part of its web address.', max_length=60, unique=True, verbose_name='address')),
                ('title', models.CharField(max_length=120, verbose_name='title')),
                ('summary', models.CharField(help_text='One or two sentences. We show this in the list of courses.', max_length=300, verbose_name='summary')),
                ('audience', models.CharField(choices=[('everybody', 'Everyone at work'), ('buyers', 'People who buy from or choose suppliers'), ('board', 'Directors and people who write the statement'), ('listeners', 'People others may tell: team leaders, HR and safeguarding leads'), ('handlers', 'Helpline staff')], max_length=20, verbose_name='audience')),
                ('language', models.CharField(choices=learning.training.choices.get_course_languages, default='en', max_length=5, verbose_name='language')),
                ('warning', models.CharField(blank=True, help_text='What may distress a reader. Leave empty if none.', max_length=300, verbose_name='content warning')),
                ('position', models.PositiveSmallIntegerField(default=0, help_text='Courses with a low number come first.', verbose_name='place in the list')),
                ('content', wagtail.fields.StreamField([('lesson', 56)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'label': 'Title', 'max_length': 120}), 1: ('wagtail.blocks.CharBlock', (), {'help_text': 'The last part of its web address, like what-to-do.', 'label': 'Address', 'max_length': 60, 'validators': [django.core.validators.RegexValidator(re.compile('^[-a-zA-Z0-9_]+\\Z'), 'Enter a valid “slug” consisting of letters, numbers, underscores or hyphens.', 'invalid')]}), 2: ('wagtail.blocks.CharBlock', (), {'help_text': 'What may distress a reader. Leave empty if none.', 'label': 'Content warning', 'max_length': 300, 'required': False}), 3: ('wagtail.blocks.RichTextBlock', (), {'features': ['h2', 'h3', 'bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'help_text': 'Use short paragraphs under headings. Write [1] after a claim to refer to the first source.', 'icon': 'doc-full', 'label': 'Text', 'template': 'blocks/text.html'}), 4: ('wagtail.blocks.CharBlock', (), {'max_length': 120, 'required': False}), 5: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ol', 'ul', 'link'], 'label': 'Step'}), 6: ('wagtail.blocks.ListBlock', (5,), {'min_num': 2}), 7: ('wagtail.blocks.StructBlock', [[('heading', 4), ('steps', 6)]], {}), 8: ('wagtail.blocks.CharBlock', (), {'max_length': 300}), 9: ('wagtail.blocks.ListBlock', (8,), {'label': 'Do', 'min_num': 1}), 10: ('wagtail.blocks.ListBlock', (8,), {'help_text': 'Leave out the words “do not”.', 'label': 'Do not', 'min_num': 1}), 11: ('wagtail.blocks.StructBlock', [[('heading', 4), ('do', 9), ('dont', 10)]], {}), 12: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('emergency', 'Emergency: now'), ('urgent', 'Urgent: today'), ('advice', 'Not urgent: advice')], 'label': 'How soon'}), 13: ('wagtail.blocks.CharBlock', (), {'max_length': 120}), 14: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ol', 'ul', 'link']}), 15: ('wagtail.blocks.StructBlock', [[('kind', 12), ('heading', 13), ('text', 14)]], {}), 16: ('wagtail.blocks.CharBlock', (), {'help_text': 'Say what the example shows. People and businesses in it must be invented.', 'max_length': 120}), 17: ('wagtail.blocks.StructBlock', [[('heading', 16), ('text', 14)]], {}), 18: ('wagtail.blocks.CharBlock', (), {'label': 'Text', 'max_length': 400, 'required': False}), 19: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'link'], 'label': 'Text with links', 'required': False}), 20: ('wagtail.contrib.typed_table_block.blocks.TypedTableBlock', [[('text', 18), ('rich_text', 19)]], {'help_text': 'Add a caption. The first column names each row.', 'icon': 'table', 'label': 'Table', 'template': 'blocks/table.html'}), 21: ('wagtail.blocks.CharBlock', (), {'label': 'Name of the step', 'max_length': 40}), 22: ('wagtail.blocks.CharBlock', (), {'label': 'Name of the step it leads to', 'max_length': 40}), 23: ('wagtail.blocks.CharBlock', (), {'label': 'What you do', 'max_length': 200}), 24: ('wagtail.blocks.StructBlock', [[('step', 22), ('text', 23)]], {}), 25: ('wagtail.blocks.ListBlock', (24,), {'default': [], 'label': 'Choices. A step without choices ends the scenario'}), 26: ('wagtail.blocks.StructBlock', [[('key', 21), ('text', 14), ('choices', 25)]], {}), 27: ('wagtail.blocks.ListBlock', (26,), {'min_num': 2}), 28: ('wagtail.blocks.StructBlock', [[('heading', 13), ('steps', 27)]], {}), 29: ('wagtail.blocks.CharBlock', (), {'label': 'Heading', 'max_length': 120}), 30: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('car-wash', 'A car wash: a man cleans a van, another man watches'), ('notice', 'A customer sees raw hands and no gloves'), ('leave', 'The customer drives away'), ('write', 'Hands write a note: place, time, number plate'), ('call', 'A person calls the helpline')], 'label': 'Picture'}), 31: ('wagtail.blocks.CharBlock', (), {'label': 'Caption', 'max_length': 200}), 32: ('wagtail.blocks.StructBlock', [[('picture', 30), ('caption', 31)]], {}), 33: ('wagtail.blocks.ListBlock', (32,), {'label': 'Pictures', 'max_num': 8, 'min_num': 2}), 34: ('wagtail.blocks.StructBlock', [[('heading', 29), ('frames', 33)]], {}), 35: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'help_text': 'An MP3, M4A or MP4 file. It must not show a real person in need.', 'label': 'Audio or video'}), 36: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'help_text': 'A WebVTT file: its name ends in .vtt.', 'label': 'Captions'}), 37: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ol', 'ul', 'link'], 'help_text': 'Everything that is said, and what a reader needs to know about what is shown.', 'label': 'Transcript'}), 38: ('wagtail.blocks.StructBlock', [[('title', 0), ('file', 35), ('captions', 36), ('transcript', 37)]], {}), 39: ('wagtail.blocks.StreamBlock', [[('text', 3), ('steps', 7), ('do_and_dont', 11), ('care_card', 15), ('example', 17), ('table', 20), ('scenario', 28), ('picture_story', 34), ('recording', 38)]], {'label': 'Text'}), 40: ('wagtail.blocks.CharBlock', (), {'label': 'Question', 'max_length': 300}), 41: ('wagtail.blocks.CharBlock', (), {'label': 'Answer', 'max_length': 200}), 42: ('wagtail.blocks.BooleanBlock', (), {'label': 'This answer is correct', 'required': False}), 43: ('wagtail.blocks.StructBlock', [[('text', 41), ('is_right', 42)]], {}), 44: ('wagtail.blocks.ListBlock', (43,), {'help_text': 'We show them in a different order.', 'label': 'Answers', 'max_num': 6, 'min_num': 2}), 45: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ol', 'ul', 'link'], 'help_text': 'Explain the correct answers.', 'label': 'Why'}), 46: ('wagtail.blocks.StructBlock', [[('question', 40), ('answers', 44), ('because', 45)]], {'label': 'Question at the end of the lesson'}), 47: ('wagtail.blocks.StructBlock', [[('question', 40), ('answers', 44), ('because', 45)]], {}), 48: ('wagtail.blocks.ListBlock', (47,), {'default': [], 'label': 'Questions for the quiz'}), 49: ('wagtail.blocks.CharBlock', (), {'help_text': 'Name of the document and who published it', 'max_length': 200}), 50: ('wagtail.blocks.CharBlock', (), {'help_text': 'Section, paragraph or page', 'max_length': 120, 'required': False}), 51: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('law', 'Law'), ('guidance', 'Statutory guidance'), ('government', 'Government page or form'), ('template', 'International reporting template'), ('framework', 'Framework of another organisation'), ('report', 'Report or study'), ('ours', 'Our own advice')], 'help_text': 'Use “guidance” only for the statutory guidance.', 'label': 'Type of source'}), 52: ('wagtail.blocks.DateBlock', (), {'help_text': 'Date you read it'}), 53: ('wagtail.blocks.URLBlock', (), {'max_length': 500, 'required': False}), 54: ('wagtail.blocks.StructBlock', [[('title', 49), ('place', 50), ('weight', 51), ('read_on', 52), ('address', 53)]], {}), 55: ('wagtail.blocks.StreamBlock', [[('source', 54)]], {'label': 'Sources', 'required': False}), 56: ('wagtail.blocks.StructBlock', [[('title', 0), ('slug', 1), ('warning', 2), ('body', 39), ('check', 46), ('questions', 48), ('sources', 55)]], {})}, verbose_name='lessons')),
                ('must_restart', models.BooleanField(default=False, help_text='Use this only if the earlier text was wrong or did harm. Otherwise they finish the version they started.', verbose_name='Learners who have started must start again')),
                ('fingerprint', models.CharField(default='', editable=False, help_text='of the files it was loaded from', max_length=64)),
                ('loaded_at', models.DateTimeField(editable=False, null=True)),
                ('checked_on', models.DateField(blank=True, help_text='When someone last checked it against its sources.', null=True, verbose_name='last checked on')),
                ('next_check_on', models.DateField(blank=True, help_text='No more than a year after the last check.', null=True, verbose_name='next check by')),
                ('reminded_for', models.DateField(blank=True, editable=False, help_text='the next check of which we sent a mail', null=True)),
                ('latest_revision', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision', verbose_name='latest revision')),
                ('live_revision', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision', verbose_name='live revision')),
                ('locked_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='locked_%(class)ss', to=settings.AUTH_USER_MODEL, verbose_name='locked by')),
            ],
            options={
                'verbose_name': 'course',
                'verbose_name_plural': 'courses',
                'ordering': ('position', 'pk'),
            },
            bases=(wagtail.models.preview.PreviewableMixin, models.Model),
        ),
        migrations.AddField(
            model_name='attempt',
            name='course',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='training.course'),
        ),
        migrations.CreateModel(
            name='CourseVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('title', models.CharField(max_length=120)),
                ('minutes', models.PositiveSmallIntegerField(help_text='of its lessons')),
                ('published_at', models.DateTimeField()),
                ('must_restart', models.BooleanField(default=False, help_text='whoever began an earlier version does not finish it')),
                ('is_current', models.BooleanField(default=True)),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='training.course')),
                ('revision', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wagtailcore.revision')),
            ],
            options={
                'ordering': ('number',),
            },
        ),
        migrations.AddField(
            model_name='attempt',
            name='version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attempts', to='training.courseversion'),
        ),
        migrations.CreateModel(
            name='Lesson',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=60)),
                ('title', models.CharField(max_length=120)),
                ('minutes', models.PositiveSmallIntegerField()),
                ('warning', models.CharField(blank=True, max_length=300, verbose_name='content warning')),
                ('position', models.PositiveSmallIntegerField()),
                ('body', wagtail.fields.StreamField([('text', 0), ('steps', 4), ('do_and_dont', 8), ('care_card', 12), ('example', 14), ('table', 17), ('scenario', 25), ('picture_story', 31), ('recording', 36)], blank=True, block_lookup={0: ('wagtail.blocks.RichTextBlock', (), {'features': ['h2', 'h3', 'bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'help_text': 'Use short paragraphs under headings. Write [1] after a claim to refer to the first source.', 'icon': 'doc-full', 'label': 'Text', 'template': 'blocks/text.html'}), 1: ('wagtail.blocks.CharBlock', (), {'max_length': 120, 'required': False}), 2: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ol', 'ul', 'link'], 'label': 'Step'}), 3: ('wagtail.blocks.ListBlock', (2,), {'min_num': 2}), 4: ('wagtail.blocks.StructBlock', [[('heading', 1), ('steps', 3)]], {}), 5: ('wagtail.blocks.CharBlock', (), {'max_length': 300}), 6: ('wagtail.blocks.ListBlock', (5,), {'label': 'Do', 'min_num': 1}), 7: ('wagtail.blocks.ListBlock', (5,), {'help_text': 'Leave out the words “do not”.', 'label': 'Do not', 'min_num': 1}), 8: ('wagtail.blocks.StructBlock', [[('heading', 1), ('do', 6), ('dont', 7)]], {}), 9: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('emergency', 'Emergency: now'), ('urgent', 'Urgent: today'), ('advice', 'Not urgent: advice')], 'label': 'How soon'}), 10: ('wagtail.blocks.CharBlock', (), {'max_length': 120}), 11: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ol', 'ul', 'link']}), 12: ('wagtail.blocks.StructBlock', [[('kind', 9), ('heading', 10), ('text', 11)]], {}), 13: ('wagtail.blocks.CharBlock', (), {'help_text': 'Say what the example shows. People and businesses in it must be invented.', 'max_length': 120}), 14: ('wagtail.blocks.StructBlock', [[('heading', 13), ('text', 11)]], {}), 15: ('wagtail.blocks.CharBlock', (), {'label': 'Text', 'max_length': 400, 'required': False}), 16: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'link'], 'label': 'Text with links', 'required': False}), 17: ('wagtail.contrib.typed_table_block.blocks.TypedTableBlock', [[('text', 15), ('rich_text', 16)]], {'help_text': 'Add a caption. The first column names each row.', 'icon': 'table', 'label': 'Table', 'template': 'blocks/table.html'}), 18: ('wagtail.blocks.CharBlock', (), {'label': 'Name of the step', 'max_length': 40}), 19: ('wagtail.blocks.CharBlock', (), {'label': 'Name of the step it leads to', 'max_length': 40}), 20: ('wagtail.blocks.CharBlock', (), {'label': 'What you do', 'max_length': 200}), 21: ('wagtail.blocks.StructBlock', [[('step', 19), ('text', 20)]], {}), 22: ('wagtail.blocks.ListBlock', (21,), {'default': [], 'label': 'Choices. A step without choices ends the scenario'}), 23: ('wagtail.blocks.StructBlock', [[('key', 18), ('text', 11), ('choices', 22)]], {}), 24: ('wagtail.blocks.ListBlock', (23,), {'min_num': 2}), 25: ('wagtail.blocks.StructBlock', [[('heading', 10), ('steps', 24)]], {}), 26: ('wagtail.blocks.CharBlock', (), {'label': 'Heading', 'max_length': 120}), 27: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('car-wash', 'A car wash: a man cleans a van, another man watches'), ('notice', 'A customer sees raw hands and no gloves'), ('leave', 'The customer drives away'), ('write', 'Hands write a note: place, time, number plate'), ('call', 'A person calls the helpline')], 'label': 'Picture'}), 28: ('wagtail.blocks.CharBlock', (), {'label': 'Caption', 'max_length': 200}), 29: ('wagtail.blocks.StructBlock', [[('picture', 27), ('caption', 28)]], {}), 30: ('wagtail.blocks.ListBlock', (29,), {'label': 'Pictures', 'max_num': 8, 'min_num': 2}), 31: ('wagtail.blocks.StructBlock', [[('heading', 26), ('frames', 30)]], {}), 32: ('wagtail.blocks.CharBlock', (), {'label': 'Title', 'max_length': 120}), 33: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'help_text': 'An MP3, M4A or MP4 file. It must not show a real person in need.', 'label': 'Audio or video'}), 34: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'help_text': 'A WebVTT file: its name ends in .vtt.', 'label': 'Captions'}), 35: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ol', 'ul', 'link'], 'help_text': 'Everything that is said, and what a reader needs to know about what is shown.', 'label': 'Transcript'}), 36: ('wagtail.blocks.StructBlock', [[('title', 32), ('file', 33), ('captions', 34), ('transcript', 35)]], {})})),
                ('sources', wagtail.fields.StreamField([('source', 5)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'help_text': 'Name of the document and who published it', 'max_length': 200}), 1: ('wagtail.blocks.CharBlock', (), {'help_text': 'Section, paragraph or page', 'max_length': 120, 'required': False}), 2: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('law', 'Law'), ('guidance', 'Statutory guidance'), ('government', 'Government page or form'), ('template', 'International reporting template'), ('framework', 'Framework of another organisation'), ('report', 'Report or study'), ('ours', 'Our own advice')], 'help_text': 'Use “guidance” only for the statutory guidance.', 'label': 'Type of source'}), 3: ('wagtail.blocks.DateBlock', (), {'help_text': 'Date you read it'}), 4: ('wagtail.blocks.URLBlock', (), {'max_length': 500, 'required': False}), 5: ('wagtail.blocks.StructBlock', [[('title', 0), ('place', 1), ('weight', 2), ('read_on', 3), ('address', 4)]], {})})),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lessons', to='training.courseversion')),
            ],
            options={
                'ordering': ('position', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='LessonRead',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('read_at', models.DateTimeField()),
                ('lesson', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='training.lesson')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('use', models.CharField(choices=[('check', 'At the end of the lesson'), ('quiz', 'In the quiz')], max_length=10)),
                ('text', models.CharField(max_length=300)),
                ('answers', models.JSONField(help_text='a list of {text, is_right}')),
                ('because', models.TextField(help_text='HTML as Wagtail keeps it: why the right answers are right')),
                ('position', models.PositiveSmallIntegerField()),
                ('lesson', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='training.lesson')),
            ],
            options={
                'ordering': ('position', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='AttemptQuestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('chosen', models.JSONField(null=True)),
                ('attempt', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='training.attempt')),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='training.question')),
            ],
            options={
                'ordering': ('position',),
            },
        ),
        migrations.AddConstraint(
            model_name='courseversion',
            constraint=models.UniqueConstraint(fields=('course', 'number'), name='one_course_version_of_a_number'),
        ),
        migrations.AddConstraint(
            model_name='courseversion',
            constraint=models.UniqueConstraint(condition=models.Q(('is_current', True)), fields=('course',), name='one_current_course'),
        ),
        migrations.AddIndex(
            model_name='attempt',
            index=models.Index(condition=models.Q(('is_passed', True)), fields=['user', 'sent_at'], name='training_passed'),
        ),
        migrations.AddConstraint(
            model_name='attempt',
            constraint=models.UniqueConstraint(fields=('user', 'course', 'number'), name='attempt_of_a_number'),
        ),
        migrations.AddConstraint(
            model_name='attempt',
            constraint=models.UniqueConstraint(condition=models.Q(('sent_at', None)), fields=('user', 'course'), name='one_attempt_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='lesson',
            constraint=models.UniqueConstraint(fields=('version', 'slug'), name='one_lesson_of_a_name'),
        ),
        migrations.AddConstraint(
            model_name='lessonread',
            constraint=models.UniqueConstraint(fields=('user', 'lesson'), name='lesson_read_once'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.UniqueConstraint(fields=('lesson', 'use', 'position'), name='one_question_of_a_position'),
        ),
        migrations.AddConstraint(
            model_name='attemptquestion',
            constraint=models.UniqueConstraint(fields=('attempt', 'position'), name='one_question_at_a_place'),
        ),
    ])
