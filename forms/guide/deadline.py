"""Until when something has to be done, counted as the law counts."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from forms.answers import Answers
from forms.procedure import Procedure
from forms.vocabulary import Vocabulary
from forms.wareki import latest_day

SOON_DAYS = 16
"""How far "within 14 days" reaches: 15 days counted from tomorrow (児童手当法8条3項) end in the same visit."""


class Period(StrEnum):
    """When to do a step, for people who read a long list."""

    NOW = "now"
    """Today: the last day has come, or others wait for it."""
    SOON = "soon"
    """Within 14 days."""
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Deadline:
    """`days` or `months` from `since`; or only `text`, where no number fits.

    The first day does not count (民法140条) unless `first_day_counts` (戸籍法43条). `item` names the question or
    item that holds the day, if the person was asked for it.
    """

    days: int = 0
    months: int = 0
    since: str = ""
    item: str = ""
    first_day_counts: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline of one case: `until` is the last day where it is known, `late` whether it has passed."""

    deadline: Deadline
    until: date | None = None
    late: bool = False


def lawful_deadline(procedure: Procedure, vocabulary: Vocabulary) -> Deadline | None:
    """Return the procedure's own rule in the resident's words; None where it has none."""
    if not procedure.rules.deadline_days:
        return None
    item = vocabulary.get(procedure.rules.deadline_from)
    since = item.ask if item else procedure.rules.deadline_from
    return Deadline(procedure.rules.deadline_days, since=since, item=item.name if item else "")


def find_period(found: Due | None, today: date, *, is_required: bool) -> Period:
    """Return when to do it: by the last day, else by how long there is, else by whether it is needed at all."""
    if found and found.until:
        left = (found.until - today).days
        return Period.NOW if left <= 0 else Period.SOON if left <= SOON_DAYS else Period.LATER
    if found and (found.deadline.days or found.deadline.months):
        is_long = found.deadline.months or found.deadline.days > SOON_DAYS
        return Period.LATER if is_long else Period.SOON
    return Period.SOON if is_required else Period.LATER


def due(deadline: Deadline | None, answers: Answers, today: date) -> Due | None:
    """Return until when it must be done in the words for a person; None without a deadline."""
    if deadline is None:
        return None
    until = last_day(deadline, answers)
    return Due(deadline, until, until is not None and until < today)


def last_day(deadline: Deadline, answers: Answers) -> date | None:
    """Return the last day; None where the first day is unknown or there is no number of days.

    Rest days are not counted out (民法142条 moves the end to the next working day): the earlier day is the safe
    one to tell.
    """
    given = answers.get(deadline.item)
    if not isinstance(given, str) or not (deadline.days or deadline.months):
        return None
    try:
        since = date.fromisoformat(latest_day(given))
        end = _months_later(since, deadline.months) + timedelta(days=deadline.days)
        return end - timedelta(days=1) if deadline.first_day_counts else end
    except (ValueError, OverflowError):
        return None


def _months_later(since: date, months: int) -> date:
    """Return the same day of the later month, or its last day if it has no such day (民法143条)."""
    year, month = divmod(since.month - 1 + months, 12)
    year, month = since.year + year, month + 1
    return date(year, month, min(since.day, calendar.monthrange(year, month)[1]))
