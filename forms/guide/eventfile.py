"""Reads `<event>.toml` into the guide; every mistake is told with file, line, key and remedy."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

from forms import answers, checking, journeypage, kinds, person, procedurefile, procedures, references, tomlfile
from forms.condition import ALWAYS, Condition, Operator, read_condition
from forms.guide.event import (
    Deadline,
    Guide,
    GuideEntry,
    GuideRow,
    LifeEvent,
    Necessity,
    Period,
    Where,
    lawful_deadline,
)
from forms.item import Item
from forms.mistake import Mistake, MistakeKind, collect, raise_all
from forms.procedure import Ask, Procedure
from forms.vocabulary import Vocabulary, read_item

_OWN_WORDS = {
    MistakeKind.NEVER_ASKED: MistakeKind.UNKNOWN_QUESTION,
    MistakeKind.UNKNOWN_CHOICE: MistakeKind.UNKNOWN_ANSWER,
}
"""The same mistakes in a procedure have another remedy."""


def guide_mistakes(event: LifeEvent, *, is_whole: bool) -> Iterator[Mistake]:
    """Yield every reference to nothing, everything said twice, and in a town with all forms every idle question.

    Without a form nothing asks for what it would have saved, and the event is still right.
    """
    known: dict[str, Item] = {}
    for ask in event.questions:
        yield from _conditions(ask.when, ask.origin, known)
        if ask.item.name in known:
            yield ask.origin.mistake(MistakeKind.DUPLICATE, _name_key(ask), ask.item.name)
        known[ask.item.name] = ask.item
    for entry in event.entries:
        yield from _entry_mistakes(entry, known)
    yield from _repeated(event)
    if is_whole:
        yield from _unused(event)


def _name_key(ask: Ask) -> str:
    """Return how the question is named: by an `id` of its own or as an `item` of the vocabulary."""
    return "id" if "id" in ask.origin.spot.inside else "item"


def _entry_mistakes(entry: GuideEntry, known: dict[str, Item]) -> Iterator[Mistake]:
    for row in entry.rows:
        yield from _conditions(row.when, row.origin, known)
        yield from _prefills(entry.procedure, row.prefill.items(), row.origin)
        yield from _deadlines(entry, row.deadline, row.origin, known)
    for thing in entry.bring:
        yield from _conditions(thing.when, thing.origin, known)
    yield from _prefills(entry.procedure, entry.prefill.items(), entry.origin)
    yield from _deadlines(entry, entry.deadline, entry.origin, known)
    for item, question in entry.copies.items():
        asked = entry.procedure.item(item) if entry.procedure else None
        if asked is None:
            yield entry.origin.mistake(MistakeKind.NEVER_ASKED, "copy", item, item)
        elif question not in known or known[question].kind is not asked.kind:
            yield entry.origin.mistake(MistakeKind.UNKNOWN_QUESTION, "copy", question, item)


def _deadlines(
    entry: GuideEntry, deadline: Deadline | None, origin: tomlfile.Origin, known: dict[str, Item]
) -> Iterator[Mistake]:
    """Check that the day a deadline counts from is a question here.

    One taken from the procedure may be asked only there.
    """
    if deadline is None or not deadline.item or "deadline" not in origin.spot.inside:
        return
    name = entry.copies.get(deadline.item, deadline.item)
    if name not in known or known[name].kind is not kinds.DATE:
        yield origin.mistake(MistakeKind.UNKNOWN_QUESTION, "deadline", deadline.item, "item")


def _conditions(condition: Condition, origin: tomlfile.Origin, known: dict[str, Item]) -> Iterator[Mistake]:
    for mistake in references.check_condition(condition, "when", origin, known):
        yield replace(mistake, kind=_OWN_WORDS.get(mistake.kind, mistake.kind))
    for position, test in condition.tests():
        item = known.get(test.item)
        if item and item.kind is kinds.YES_NO and test.operator in (Operator.ANY_OF, Operator.NONE_OF):
            for operand in test.operands:
                if not isinstance(operand, bool):
                    yield origin.mistake(MistakeKind.UNKNOWN_ANSWER, "when", str(operand), position, test.item)


def _prefills(
    procedure: Procedure | None, prefill: Iterable[tuple[str, answers.Value]], origin: tomlfile.Origin
) -> Iterator[Mistake]:
    """Only an answer that the procedure would take."""
    asks = {ask.item.name: ask for ask in procedure.asks()} if procedure else {}
    for item, value in prefill:
        if item not in asks:
            yield origin.mistake(MistakeKind.NEVER_ASKED, "prefill", item, item)
        elif checking.ask_problem(journeypage.JourneyAsk(item, asks[item], ()), value, date.max):
            yield origin.mistake(MistakeKind.UNKNOWN_CHOICE, "prefill", str(value), item)


def _repeated(event: LifeEvent) -> Iterator[Mistake]:
    """Check that a procedure is one step: two tables could contradict each other."""
    seen: set[str] = set()
    for entry in event.entries:
        name, key = (entry.procedure.id, "procedure") if entry.procedure else (entry.title, "title")
        if name in seen:
            yield entry.origin.mistake(MistakeKind.DUPLICATE, key, name)
        seen.add(name)


def _unused(event: LifeEvent) -> Iterator[Mistake]:
    """Check that a question decides something, or save a question later."""
    used = set(_used(event))
    for ask in event.questions:
        if ask.item.name not in used:
            yield ask.origin.mistake(MistakeKind.UNUSED_QUESTION, _name_key(ask), ask.item.name)


def _used(event: LifeEvent) -> Iterator[str]:
    for ask in event.questions:
        yield from ask.when.items
    for entry in event.entries:
        yield from entry.copies.values()
        for thing in entry.bring:
            yield from thing.when.items
        for row in entry.rows:
            yield from row.when.items
            yield row.deadline.item if row.deadline else ""
        yield entry.deadline.item if entry.deadline else ""
        if entry.procedure:
            yield from (ask.item.name for ask in entry.procedure.asks())
            yield person.WHOM if entry.procedure.roles else ""


FOR_GUIDES = tuple(kind.name for kind in kinds.KINDS.values() if kind.is_for_guides)
"""What a guide may ask: questions that need no typing, numbers and days."""

_ID = re.compile(r"[a-z][a-z0-9_]{0,30}")
_TAKEN = {"action", "csrf_token", "procedure", "stays"}
"""Names of other inputs on the guide's pages."""


def event_files(folder: Path, town: Path | None = None) -> tuple[Path, ...]:
    """Return the files of all events, those in the town's folder instead of those of the same name.

    An empty file of the town takes the event away. No folder, no events.
    """
    own = () if town is None else town.glob("*.toml")
    files = {file.name: file for file in (*folder.glob("*.toml"), *own)}
    return tuple(files[name] for name in sorted(files) if files[name].parent != town or files[name].stat().st_size)


def read_guide(folder: Path, catalogue: procedures.Catalogue, town: Path | None = None) -> Guide:
    """Return every event of `event_files`, named by its file. Raise DataMistake with the mistakes of all files."""
    mistakes: list[Mistake] = []
    files = event_files(folder, town)
    read = (collect(mistakes, partial(read_event, file, catalogue)) for file in files)
    events = [event for event in read if event]
    raise_all(mistakes)
    return Guide({event.id: event for event in sorted(events, key=lambda event: (event.order, event.id))})


def read_event(file: Path, catalogue: procedures.Catalogue) -> LifeEvent:
    """Return one event.

    Raise DataMistake: with what is wrong in the file or, if nothing is, in what it refers to.
    """
    root = tomlfile.read_toml(file)
    event = LifeEvent(
        id=file.stem,
        title=root.text("title"),
        lead=root.text("lead", ""),
        group=root.text("group", ""),
        order=root.integer("order", 100),
        questions=root.each("question", lambda table: _question(table, catalogue.vocabulary)),
        entries=root.each("step", lambda table: _entry(table, catalogue)),
        file=file,
        whom=_whom(root, catalogue.vocabulary),
        origin=root.origin,
    )
    if not _ID.fullmatch(event.id):
        root.note(MistakeKind.NOT_ALLOWED, "title", "ファイルの名前は英小文字と数字と _（例 move_in.toml）")
    root.finish()
    raise_all(guide_mistakes(event, is_whole=not catalogue.left_out))
    return event


def _whom(table: tomlfile.Table, vocabulary: Vocabulary) -> str:
    """Return whom it is about, where the event says so: one of the answers to that question."""
    whom = table.text("whom", "")
    if whom and vocabulary[person.WHOM].choice(whom) is None:
        table.note(MistakeKind.UNKNOWN_CHOICE, "whom", whom)
    return whom


def _question(table: tomlfile.Table, vocabulary: Vocabulary) -> Ask:
    required, when = table.boolean("required", True), read_condition(table)
    if not table.has("item"):
        return Ask(_own_item(table, vocabulary), required, when, origin=table.origin)
    item = _shared_item(table, vocabulary)
    words = table.text("ask", ""), table.text("hint", "")
    ask = Ask(item, required, when, *words, procedurefile.read_offered(table, item), origin=table.origin)
    table.finish()
    return ask


def _own_item(table: tomlfile.Table, vocabulary: Vocabulary) -> Item:
    """Read a question of the guide alone."""
    id = table.text("id")
    if not _ID.fullmatch(id) or id in _TAKEN or id in vocabulary:
        table.note(
            MistakeKind.NOT_ALLOWED, "id", "英小文字で始まる名前（例 insurance）。語彙の項目は item で書きます"
        )
    item = read_item(id, table, {})
    if not item.kind.is_for_guides:
        table.note(MistakeKind.NOT_ALLOWED, "kind", "、".join(FOR_GUIDES))
    return item


def _shared_item(table: tomlfile.Table, vocabulary: Vocabulary) -> Item:
    """Read a question of the vocabulary: its answer is taken over into the procedures."""
    name = table.text("item")
    if name not in vocabulary:
        table.refuse(MistakeKind.UNKNOWN_ITEM, "item", name)
    if not vocabulary[name].kind.is_for_guides:
        table.note(MistakeKind.NOT_ALLOWED, "item", "種類が " + "、".join(FOR_GUIDES) + " の項目")
    offered = table.texts("offer", ())
    for code in offered:
        if vocabulary[name].choice(code) is None:
            table.note(MistakeKind.UNKNOWN_CHOICE, "offer", code)
    choices = tuple(choice for choice in vocabulary[name].choices if not offered or choice.code in offered)
    return replace(vocabulary[name], choices=choices)


def _entry(table: tomlfile.Table, catalogue: procedures.Catalogue) -> GuideEntry:
    """One `[[step]]` with its table of rows."""
    procedure = _procedure(table, catalogue)
    given = Where.HERE if procedure else table.choice("place", Where, Where.ELSEWHERE)
    entry = GuideEntry(
        title=table.text("title", procedure.short if procedure else None),
        place=given,
        desk=table.text("desk", procedure.desk if procedure else None),
        order=table.integer("order", most=999),
        rows=table.each("row", lambda row: _row(row, procedure)),
        procedure=procedure,
        deadline=_deadline(table, procedure) or _lawful(procedure, catalogue),
        bring=table.each("bring", procedurefile.read_bring),
        prefill=_prefill(table),
        copies=_copies(table),
        period=_period(table),
        is_offered=table.boolean("offered", True),
        origin=table.origin,
    )
    table.finish()
    if not table.tables("row"):
        table.note(MistakeKind.MISSING_KEY, "row", "1つ以上の [[step.row]]")
    return _without_form(entry, procedure) if procedure and procedure.id in catalogue.left_out else entry


def _without_form(entry: GuideEntry, procedure: Procedure) -> GuideEntry:
    """Return the step where the town has no form for it: still to be done, at the same counter."""
    rows = tuple(replace(row, prefill={}) for row in entry.rows)
    always = tuple(each for each in procedure.bring if each.when == ALWAYS)
    return replace(entry, procedure=None, prefill={}, copies={}, rows=rows, bring=entry.bring or always)


def _procedure(table: tomlfile.Table, catalogue: procedures.Catalogue) -> Procedure | None:
    id = table.text("procedure", "")
    found = catalogue.get(id) or (catalogue.newest(id) if id in catalogue.left_out else None)
    if id and found is None:
        table.refuse(MistakeKind.UNKNOWN_PROCEDURE, "procedure", id)
    if found and found.is_discreet:
        table.refuse(MistakeKind.NOT_ALLOWED, "procedure", 'offered = "counter" でない手続')
    return found


def _row(table: tomlfile.Table, procedure: Procedure | None) -> GuideRow:
    need = table.choice("need", Necessity, Necessity.REQUIRED)
    row = GuideRow(
        need=need,
        why=table.text("why", "" if need is Necessity.NONE else None),
        when=read_condition(table),
        deadline=_deadline(table, procedure),
        prefill=_prefill(table),
        period=_period(table),
        origin=table.origin,
    )
    table.finish()
    return row


def _period(table: tomlfile.Table) -> Period | None:
    return table.choice("period", Period, Period.SOON) if table.has("period") else None


def _deadline(table: tomlfile.Table, procedure: Procedure | None) -> Deadline | None:
    """Read the deadline of a step or row.

    A procedure's own number of days is the law's; the guide may only say it in plainer words.
    """
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
        given.note(MistakeKind.CONTRADICTION, "days", f"procedure.toml は{legal}日、ここは{deadline.days}日")
    if (deadline.days or deadline.months) and not deadline.since:
        given.note(MistakeKind.MISSING_KEY, "since", "いつから数えるか")
    if not (deadline.days or deadline.months or deadline.text):
        given.note(MistakeKind.MISSING_KEY, "days", "days、months、text のどれか")
    return deadline


def _lawful(procedure: Procedure | None, catalogue: procedures.Catalogue) -> Deadline | None:
    return lawful_deadline(procedure, catalogue.vocabulary) if procedure else None


def _prefill(table: tomlfile.Table) -> answers.Answers:
    given = table.table("prefill")
    values = ((item, answers.value_of(given.plain(item))) for item in given.keys())  # noqa: SIM118 - a Table is no mapping
    return {item: value for item, value in values if value is not None}


def _copies(table: tomlfile.Table) -> Mapping[str, str]:
    given = table.table("copy")
    return {item: given.text(item) for item in given.keys()}  # noqa: SIM118
