"""The database's own refusal to change what was frozen, prepared and published.

See docs/requirements/statistics.md#releases, docs/requirements/statistics.md#extracts.
"""

from portal.core.triggers import Trigger

FROZEN = "A frozen extract stays as it is."
PREPARED = "Figures that were prepared stay as they are: prepare them again."
PUBLISHED = "Published figures stay as they are: correct them by a new revision."
# What a decision, a publication and an author of the words may write.
FREE = frozenset(
    {"state", "decided_by_id", "decided_at", "reason", "published_at", "headline", "commentary", "scheduled_for"}
)
_WORDS_DIFFER = "(NEW.headline <> OLD.headline OR NEW.commentary <> OLD.commentary)"
TRIGGERS = (
    Trigger("statistics_extract_no_update", "statistics_extract", "UPDATE", FROZEN),
    Trigger("statistics_extract_no_delete", "statistics_extract", "DELETE", FROZEN),
    Trigger("statistics_release_tables_no_update", "statistics_release", "UPDATE", PREPARED, free=FREE),
    Trigger(
        "statistics_release_words_no_update",
        "statistics_release",
        "UPDATE",
        PREPARED,
        when=f"OLD.state NOT IN ('prepared', 'unsafe') AND {_WORDS_DIFFER}",
    ),
    Trigger("statistics_release_no_update", "statistics_release", "UPDATE", PUBLISHED, when="OLD.state = 'published'"),
    Trigger("statistics_release_no_delete", "statistics_release", "DELETE", PREPARED),
    Trigger("statistics_releasefile_no_update", "statistics_releasefile", "UPDATE", PUBLISHED),
    Trigger("statistics_releasefile_no_delete", "statistics_releasefile", "DELETE", PUBLISHED),
)
