"""All rules, by their codes: what forbids to publish first."""

from pages.checking import bodies, issues, stories
from snippets.checking import rules
from snippets.checking.findings import Rule

RULES: dict[str, Rule] = {
    rule.code: rule
    for rule in (
        rules.ALT_TEXT,
        bodies.HEADING_ORDER,
        rules.EMPTY_LINK,
        bodies.QUOTE_SPEAKER,
        bodies.QUOTE_ROLE,
        issues.UNSENDABLE,
        rules.UNSEEN,
        rules.UNSEEN_LINK,
        rules.BARE_LINK,
        rules.CREDIT,
        stories.NO_COVER,
        stories.LONG_STANDFIRST,
        stories.UNHEARD_SPEAKER,
        bodies.LONG_SECTION,
        bodies.READABILITY,
    )
}
