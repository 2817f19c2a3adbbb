"""Where each fact of a case came from, kept beside the answers while they change."""

from collections.abc import Mapping

from forms import Answers, Value
from forms.answers import rows_of
from forms.person import FAMILY, ROW_ID, FactSource, family_rows

Sources = Mapping[str, FactSource]
"""By key, of what nobody typed."""


def sources_after(
    before: Answers, after: Answers, sources: Sources, changed_by: FactSource
) -> dict[str, FactSource]:
    """Return the sources once the answers have changed: what was changed has a new one, what is gone has none."""
    old, new = _facts(before), _facts(after)
    kept = {key: source for key, source in sources.items() if key in new and old.get(key) == new[key]}
    if changed_by is FactSource.TYPED:
        return kept
    return kept | {key: changed_by for key, value in new.items() if old.get(key) != value}


def source_shown(key: str, answers: Answers, sources: Sources) -> FactSource:
    """Return where an answer came from; of a household by staff if any of its facts is."""
    if key != FAMILY:
        return sources.get(key, FactSource.TYPED)
    found = [sources[fact] for fact in _facts({FAMILY: answers.get(FAMILY, ())}) if fact in sources]
    return found[0] if found else FactSource.TYPED


def _facts(answers: Answers) -> dict[str, Value]:
    """The answers with each fact of the household under its person."""
    facts = {key: value for key, value in answers.items() if key != FAMILY}
    if rows_of(answers.get(FAMILY)):
        for id, row in family_rows(answers):
            facts |= {f"{id}.{name}": value for name, value in row.items() if name != ROW_ID}
    return facts
