"""The pages that every installation has: home, guidance with its first texts, and the pages of the footer."""

import json
import uuid
from urllib.parse import urlsplit

from django.conf import settings
from django.db import migrations
from django.utils import timezone

ABOUT = [
    # slug, topic, title, description for search engines
    ("privacy", "privacy", "Privacy", "What this site keeps about people, why, for how long, and your rights."),
    (
        "accessibility",
        "accessibility",
        "Accessibility statement",
        "How accessible this site is, how it was tested, and how to tell us of a problem.",
    ),
    ("cookies", "cookies", "Cookies", "The few cookies this site sets, and what each is for."),
    ("contact", "contact", "Contact", "How to reach the helpline and those who run this site."),
    (
        "how-we-protect-you",
        "protection",
        "How we protect you",
        "What this site does, and does not do, to keep people safe.",
    ),
    ("source-code", "source_code", "Source code", "This site is open source: where its code is and who may use it."),
]

GUIDANCE = [
    (
        "what-a-statement-is",
        "What a modern slavery statement is",
        "Who must publish a statement each year, what it must say, and who approves and signs it.",
        """
<h2>Who must publish one</h2>
<p>Section 54 of the Modern Slavery Act 2015 asks larger businesses to publish a statement for each financial year. It covers an organisation that:</p>
<ul>
<li>is a company or a partnership, wherever it was formed</li>
<li>does business, or part of it, in the United Kingdom</li>
<li>supplies goods or services</li>
<li>has a total turnover of £36 million or more a year, its subsidiaries included</li>
</ul>
<p>Others may publish one too, and many do: customers and lenders ask for it. <a href="/do-i-need-a-statement/">Find out if you need a statement</a>.</p>
<h2>What it says</h2>
<p>The statement says what steps you took in the year to keep slavery and human trafficking out of your business and your supply chains. If you took no steps, the statement must say that.</p>
<p>The Act names six things that a statement may cover:</p>
<ul>
<li>your structure, your business and your supply chains</li>
<li>your policies on slavery and human trafficking</li>
<li>your due diligence: how you look for problems and what you do about them</li>
<li>where the risks are, and how you judge and manage them</li>
<li>how well your steps work, measured by figures you choose</li>
<li>the training your people can have</li>
</ul>
<h2>Who approves and signs it</h2>
<p>In a company the board approves the statement and a director signs it. In a limited liability partnership the members approve it and a designated member signs it. In a limited partnership a general partner signs it; in any other partnership, a partner.</p>
<h2>Where it is published</h2>
<p>If you have a website, put the statement there, with a link in a prominent place on the home page. If you have none, give a copy to anyone who asks in writing, within 30 days.</p>
<p>Government guidance asks you to publish within six months of the end of your financial year.</p>
""",
    ),
    (
        "your-first-statement",
        "Your first statement, step by step",
        "A plain way from an empty page to a published statement, for people who have not done it before.",
        """
<h2>Begin with what is true</h2>
<p>A short, honest statement is worth more than a long one full of promises. Write what you did this year, what you found and what you plan. Say plainly what you have not done yet.</p>
<h2>Gather these first</h2>
<ul>
<li>the first and last day of your financial year</li>
<li>the names of the companies that the statement covers</li>
<li>your policies that touch on how people are treated at work</li>
<li>a list of what you buy and from which countries</li>
<li>what training took place, and how many people had it</li>
<li>the date of the board meeting that can approve the statement</li>
</ul>
<h2>Write one area at a time</h2>
<p>Each of the six areas can be a few paragraphs. Use numbers where you have them. Name countries and kinds of work rather than writing of “high-risk regions”.</p>
<h2>Say what you did about what you found</h2>
<p>Finding a problem is not a failure: it shows that you looked. Say what happened next and how the people concerned were helped, without details that could point at them.</p>
<h2>Claims to leave out</h2>
<p>No business can know that its supply chains are free of slavery. Do not write that they are. Do not write that you comply with the Act because you published a statement.</p>
<h2>Leave time for approval</h2>
<p>The board or the members must approve the very text that is published. If the text changes after that, it must be approved again.</p>
""",
    ),
    (
        "signs-at-a-supplier",
        "If you see signs of forced labour at a supplier",
        "What to do first, what not to do, and whom to call, so that nobody comes to harm.",
        """
<h2>If somebody is in danger now</h2>
<p>Call 999. If you cannot speak on a mobile, press 55 when asked. Outside the United Kingdom, call the emergency number of that country.</p>
<h2>Signs to know</h2>
<ul>
<li>workers do not hold their own passports</li>
<li>they owe money for their recruitment, their housing or their travel</li>
<li>their wages are paid to another person or kept back</li>
<li>they cannot leave when the shift is over, or live where they are watched</li>
<li>they seem afraid, or somebody speaks for them</li>
</ul>
<p>One sign alone may mean little. Several together need action.</p>
<h2>Do not warn the site</h2>
<p>Do not confront the supplier and do not question workers in front of others. People may be moved, threatened or hurt before help can come.</p>
<h2>Write down what you saw</h2>
<p>Note the day, the place and what was seen or said, in plain words. Keep it where only those who need it can read it. Do not take photographs of people.</p>
<h2>Call the helpline</h2>
<p>The helpline can tell you what to do next, also when you are not sure. Its number is on every page of this site. You do not have to give your name.</p>
<h2>Do not leave at once</h2>
<p>Ending the contract at once can leave workers without wages, housing or help. Ask for advice first.</p>
""",
    ),
]


def make_first_pages(apps, schema_editor):
    ContentType = apps.get_model("contenttypes", "ContentType")
    Page = apps.get_model("wagtailcore", "Page")
    Site = apps.get_model("wagtailcore", "Site")
    Locale = apps.get_model("wagtailcore", "Locale")
    models = {name: apps.get_model("resources", name) for name in ("HomePage", "GuidancePage", "AboutPage")}
    types = {name: ContentType.objects.get_or_create(app_label="resources", model=name.lower())[0] for name in models}
    locale = Locale.objects.order_by("pk").first()
    now = timezone.now()

    def make(kind, path, url_path, title, children=0, **values):
        return models[kind].objects.create(
            title=title,
            draft_title=title,
            slug=url_path.strip("/").rsplit("/", 1)[-1],
            content_type=types[kind],
            path=path,
            depth=len(path) // 4,
            numchild=children,
            url_path=url_path,
            locale=locale,
            live=True,
            first_published_at=now,
            last_published_at=now,
            latest_revision_created_at=now,
            **values,
        )

    # Wagtail's own welcome page gives way to ours.
    Site.objects.all().delete()
    Page.objects.filter(depth=2, path="00010001").delete()
    home = make("HomePage", "00010001", "/home/", settings.PORTAL_NAME, children=2)
    make(
        "GuidancePage",
        "000100010001",
        "/home/guidance/",
        "Guidance",
        children=len(GUIDANCE),
        summary="Plain guidance on modern slavery statements, and on what to do when something is wrong.",
        body="[]",
    )
    for number, (slug, title, summary, body) in enumerate(GUIDANCE, start=1):
        make(
            "GuidancePage",
            f"000100010001{number:04}",
            f"/home/guidance/{slug}/",
            title,
            summary=summary,
            search_description=summary,
            body=json.dumps([{"type": "text", "value": body.strip(), "id": str(uuid.uuid4())}]),
        )
    make("AboutPage", "000100010002", "/home/about/", "About this website", children=len(ABOUT), topic="list")
    for number, (slug, topic, title, description) in enumerate(ABOUT, start=1):
        make(
            "AboutPage",
            f"000100010002{number:04}",
            f"/home/about/{slug}/",
            title,
            topic=topic,
            search_description=description,
        )
    address = urlsplit(settings.SITE_URL)
    Site.objects.create(
        hostname=address.hostname or "localhost",
        port=address.port or (443 if address.scheme == "https" else 80),
        site_name=settings.PORTAL_NAME,
        root_page_id=home.pk,
        is_default_site=True,
    )


class Migration(migrations.Migration):
    dependencies = [("resources", "0001_initial"), ("contenttypes", "0002_remove_content_type_name")]

    operations = [migrations.RunPython(make_first_pages, migrations.RunPython.noop)]
