import django.db.models.deletion
import uuid
import wagtail.fields
from django.conf import settings
from django.db import migrations, models

from portal.core.migration_operations import combine_operations


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = combine_operations([
        migrations.CreateModel(
            name='Course',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=60, unique=True)),
                ('title', models.CharField(max_length=120)),
                ('summary', models.CharField(max_length=300)),
                ('audience', models.CharField(choices=[('everybody', 'Everybody at work'), ('buyers', 'People who buy or choose suppliers'), ('board', 'Directors and those who write the statement'), ('listeners', 'People whom others tell: team leaders, HR, safeguarding leads'), ('handlers', 'Staff of the helpline')], max_length=20, verbose_name='for whom')),
                ('language', models.CharField(default='en', max_length=5)),
                ('warning', models.CharField(blank=True, max_length=300, verbose_name='content warning')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('is_offered', models.BooleanField(default=True)),
                ('fingerprint', models.CharField(help_text='of the files it was loaded from', max_length=64)),
                ('loaded_at', models.DateTimeField()),
                ('checked_on', models.DateField(blank=True, help_text='when somebody last held it against its sources', null=True)),
                ('next_check_on', models.DateField(blank=True, null=True)),
                ('reminded_for', models.DateField(blank=True, help_text='the next check of which we sent a mail', null=True)),
            ],
            options={
                'ordering': ('position', 'pk'),
            },
        ),
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
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='training.course')),
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
            name='Lesson',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=60)),
                ('title', models.CharField(max_length=120)),
                ('minutes', models.PositiveSmallIntegerField()),
                ('warning', models.CharField(blank=True, max_length=300, verbose_name='content warning')),
                ('position', models.PositiveSmallIntegerField()),
                ('is_offered', models.BooleanField(default=True)),
                ('body', wagtail.fields.StreamField([('text', 0), ('steps', 4), ('do_and_dont', 8), ('care_card', 12), ('example', 14), ('table', 17)], blank=True, block_lookup={0: ('wagtail.blocks.RichTextBlock', (), {'features': ['h2', 'h3', 'bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'help_text': 'Short paragraphs under headings. Write [1] after a claim to point at the first source.', 'icon': 'doc-full', 'label': 'Text', 'template': 'blocks/text.html'}), 1: ('wagtail.blocks.CharBlock', (), {'max_length': 120, 'required': False}), 2: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ol', 'ul', 'link'], 'label': 'Step'}), 3: ('wagtail.blocks.ListBlock', (2,), {'min_num': 2}), 4: ('wagtail.blocks.StructBlock', [[('heading', 1), ('steps', 3)]], {}), 5: ('wagtail.blocks.CharBlock', (), {'max_length': 300}), 6: ('wagtail.blocks.ListBlock', (5,), {'label': 'Do', 'min_num': 1}), 7: ('wagtail.blocks.ListBlock', (5,), {'help_text': 'Without the words “do not”.', 'label': 'Do not', 'min_num': 1}), 8: ('wagtail.blocks.StructBlock', [[('heading', 1), ('do', 6), ('dont', 7)]], {}), 9: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('emergency', 'Emergency: now'), ('urgent', 'Urgent: today'), ('advice', 'Not urgent: advice')], 'label': 'How soon'}), 10: ('wagtail.blocks.CharBlock', (), {'max_length': 120}), 11: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ol', 'ul', 'link']}), 12: ('wagtail.blocks.StructBlock', [[('kind', 9), ('heading', 10), ('text', 11)]], {}), 13: ('wagtail.blocks.CharBlock', (), {'help_text': 'What the example shows. People and businesses in it are invented.', 'max_length': 120}), 14: ('wagtail.blocks.StructBlock', [[('heading', 13), ('text', 11)]], {}), 15: ('wagtail.blocks.CharBlock', (), {'label': 'Words', 'max_length': 400, 'required': False}), 16: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'link'], 'label': 'Words with links', 'required': False}), 17: ('wagtail.contrib.typed_table_block.blocks.TypedTableBlock', [[('text', 15), ('rich_text', 16)]], {'help_text': 'Give it a caption. The first column names its rows.', 'icon': 'table', 'label': 'Table', 'template': 'blocks/table.html'})})),
                ('sources', wagtail.fields.StreamField([('source', 5)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'help_text': 'The document and who published it', 'max_length': 200}), 1: ('wagtail.blocks.CharBlock', (), {'help_text': 'Section, paragraph or page', 'max_length': 120, 'required': False}), 2: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('law', 'Law'), ('guidance', 'Statutory guidance'), ('government', 'Government page or form'), ('template', 'International reporting template'), ('framework', 'Framework of another organisation'), ('report', 'Report or study'), ('ours', 'Our own advice')], 'help_text': 'Only the statutory guidance itself is guidance.', 'label': 'What it is'}), 3: ('wagtail.blocks.DateBlock', (), {'help_text': 'The day on which you read it'}), 4: ('wagtail.blocks.URLBlock', (), {'max_length': 500, 'required': False}), 5: ('wagtail.blocks.StructBlock', [[('title', 0), ('place', 1), ('weight', 2), ('read_on', 3), ('address', 4)]], {})})),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lessons', to='training.course')),
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
                ('key', models.CharField(help_text='fingerprint of its words', max_length=64)),
                ('text', models.CharField(max_length=300)),
                ('answers', models.JSONField(help_text='a list of {text, is_right}')),
                ('because', models.TextField(help_text='HTML of our own file: why the right answers are right')),
                ('position', models.PositiveSmallIntegerField()),
                ('is_current', models.BooleanField(default=True)),
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
            constraint=models.UniqueConstraint(fields=('course', 'slug'), name='one_lesson_of_a_name'),
        ),
        migrations.AddConstraint(
            model_name='lessonread',
            constraint=models.UniqueConstraint(fields=('user', 'lesson'), name='lesson_read_once'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.UniqueConstraint(fields=('lesson', 'use', 'key'), name='one_question_of_a_text'),
        ),
        migrations.AddConstraint(
            model_name='attemptquestion',
            constraint=models.UniqueConstraint(fields=('attempt', 'position'), name='one_question_at_a_place'),
        ),
    ])
