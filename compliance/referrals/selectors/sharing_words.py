"""What the people who told us wrote about sharing, for whoever refers next.

See docs/requirements/helpline.md#words-about-sharing.
"""

from compliance.casework.models import Case
from compliance.casework.selectors.case import get_stories
from compliance.casework.selectors.concerns import get_concerns
from compliance.casework.services.case_keys import Keys
from compliance.concerns.choices import Author
from compliance.concerns.models import Message
from compliance.concerns.services import dialogue
from compliance.referrals.rules.sharing_words import find_sharing_words
from portal.vault.encryption import DecryptionError


def has_unread_message(case: Case) -> bool:
    """Return whether a reporter wrote something that nobody at the desk has read."""
    return Message.objects.filter(concern__in=get_concerns(case), author=Author.REPORTER, is_seen=False).exists()


def get_sharing_words(case: Case, keys: Keys) -> list[str]:
    """Return their sentences about sharing, of messages the newest first, then of what they told us."""
    texts = [*reversed(_get_messages(case, keys)), *(story.account for story in get_stories(case, keys))]
    return list(dict.fromkeys(sentence for text in texts for sentence in find_sharing_words(text)))


def _get_messages(case: Case, keys: Keys) -> list[str]:
    """Return what reporters wrote, the newest last; nothing of a concern whose key was erased."""
    messages = []
    for concern in get_concerns(case):
        try:
            messages += dialogue.get_conversation(concern, keys.get_key(concern))
        except DecryptionError:
            continue
    return [said.text for said in sorted(messages, key=lambda said: said.at) if said.author == Author.REPORTER]
