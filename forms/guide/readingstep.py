"""Reads one step of a guide's event: its decision table, deadline, what to bring and what it already answers."""

from collections.abc import Mapping

from forms.answers import Answers
from forms.exchange import value_of
from forms.guide.deadline import Deadline
from forms.guide.event import GuideEntry, GuideRow, Need, Place
from forms.mistake import MistakeKind
from forms.procedure import Bring, Procedure
from forms.procedures import Catalogue
from forms.readingcondition import read_condition
from forms.tomlfile import Table
from forms.vocabulary import Vocabulary


def read_entry(table: Table, catalogue: Catalogue) -> GuideEntry:
    """One `[[step]]` with its table of rows. Raises DataMistake."""
    procedure = _procedure(table, catalogue)
    given = Place.HERE if procedure else table.choice("place", Place, Place.ELSEWHERE)
    entry = GuideEntry(
        title=table.text("title", procedure.short if procedure else None),
        place=given,
        desk=table.text("desk", procedure.desk if procedure else None),
        order=table.integer("order", most=999),
        rows=table.each("row", lambda row: _row(row, procedure)),
        procedure=procedure,
        deadline=_deadline(table, procedure) or _lawful(procedure, catalogue.vocabulary),
        bring=table.each("bring", _bring),
        prefill=_prefill(table),
        copies=_copies(table),
    )
    table.finish()
    if not entry.rows:
        table.refuse(MistakeKind.MISSING_KEY, "row", "1つ以上の [[step.row]]")
    return entry


def _procedure(table: Table, catalogue: Catalogue) -> Procedure | None:
    id = table.text("procedure", "")
    if id and catalogue.get(id) is None:
        table.refuse(MistakeKind.UNKNOWN_PROCEDURE, "procedure", id)
    return catalogue.get(id)


def _row(table: Table, procedure: Procedure | None) -> GuideRow:
    need = table.choice("need", Need, Need.REQUIRED)
    row = GuideRow(
        need=need,
        why=table.text("why", "" if need is Need.NONE else None),
        when=read_condition(table),
        deadline=_deadline(table, procedure),
        prefill=_prefill(table),
    )
    table.finish()
    return row


def _deadline(table: Table, procedure: Procedure | None) -> Deadline | None:
    """A procedure's own number of days is the law's; the guide may only say it in plainer words."""
    if not table.has("deadline"):
        return None
    given = table.table("deadline")
    legal = procedure.rules.deadline_days if procedure else 0
    deadline = Deadline(
        days=given.integer("days", 0, most=3650),
        months=given.integer("months", 0, most=600),
        since=given.text("since", ""),
        item=given.text("item", ""),
        first_day_counts=given.boolean("first_day_counts", False),
        text=given.text("text", ""),
    )
    given.finish()
    if legal and deadline.days != legal:
        given.refuse(MistakeKind.CONTRADICTION, "days", f"procedure.toml は{legal}日、ここは{deadline.days}日")
    if (deadline.days or deadline.months) and not deadline.since:
        given.refuse(MistakeKind.MISSING_KEY, "since", "いつから数えるか")
    if not (deadline.days or deadline.months or deadline.text):
        given.refuse(MistakeKind.MISSING_KEY, "days", "days、months、text のどれか")
    return deadline


def _lawful(procedure: Procedure | None, vocabulary: Vocabulary) -> Deadline | None:
    """The procedure's rule in the resident's words."""
    if procedure is None or not procedure.rules.deadline_days:
        return None
    item = vocabulary.get(procedure.rules.deadline_from)
    since = item.ask if item else procedure.rules.deadline_from
    return Deadline(procedure.rules.deadline_days, since=since, item=item.name if item else "")


def _bring(table: Table) -> Bring:
    bring = Bring(table.text("text"), read_condition(table))
    table.finish()
    return bring


def _prefill(table: Table) -> Answers:
    given = table.table("prefill")
    values = ((item, value_of(given.plain(item))) for item in given.keys())  # noqa: SIM118 - a Table is no mapping
    return {item: value for item, value in values if value is not None}


def _copies(table: Table) -> Mapping[str, str]:
    given = table.table("copy")
    return {item: given.text(item) for item in given.keys()}  # noqa: SIM118
