"""Reads `procedure.toml` into a Procedure; every mistake in it is told with file, line, key and remedy."""

from pathlib import Path

from forms import answers, condition, mistake, procedure, references, role
from forms.crosscheck import CheckKind, CrossCheck
from forms.item import Choice, Item
from forms.procedure import Known, Offered, Procedure
from forms.tomlfile import Table, read_toml
from forms.vocabulary import Vocabulary

PROCEDURE_FILE = "procedure.toml"
MOST_DAYS_CARRIED = 366


def read_procedure(folder: Path, vocabulary: Vocabulary, id: str = "") -> Procedure:
    """Return the procedure of a catalogue folder.

    The folder also names it, unless `id` does: an older version lies in a folder of its own. Raise DataMistake
    with what is wrong in the file or, if nothing is, in what it refers to.
    """
    root = read_toml(folder / PROCEDURE_FILE)
    procedure = Procedure(
        id=id or folder.name,
        number=root.integer("number", least=1, most=65_535),
        version=root.integer("version", least=1, most=65_535),
        title=root.text("title"),
        short=root.text("short"),
        group=root.text("group"),
        desk=root.text("desk"),
        law=root.text("law"),
        offered=root.choice("offered", Offered, Offered.EVERYWHERE),
        lead=root.text("lead", ""),
        pages=root.each("page", lambda table: _page(table, vocabulary)),
        folder=folder,
        rules=_rules(root.table("rules")),
        who=role.read_bases(root),
        roles=role.read_roles(root.table("role"), vocabulary),
        fees=root.each("fee", _fee),
        fills=root.each("fill", _fill),
        bring=root.each("bring", read_bring),
        notices=root.each("notice", _notice),
        checks=root.each("check", _check),
        carried=_carried(root.table("carried")) if root.is_table("carried") else None,
        unprinted=frozenset(root.texts("unprinted", ())),
        to_check=root.texts("to_check", ()),
        sources=root.texts("sources", ()),
        origin=root.origin,
    )
    root.finish()
    mistake.raise_all(references.reference_mistakes(procedure, vocabulary))
    return procedure


def _page(table: Table, vocabulary: Vocabulary) -> procedure.Page:
    page = procedure.Page(
        id=table.text("id"),
        title=table.text("title"),
        lead=table.text("lead", ""),
        asks=table.each("ask", lambda entry: _ask(entry, vocabulary)),
        when=condition.read_condition(table),
        label=table.text("label", ""),
        origin=table.origin,
    )
    table.finish()
    if not table.tables("ask"):
        table.note(mistake.MistakeKind.MISSING_KEY, "ask", "1つ以上の質問")
    return page


def _ask(table: Table, vocabulary: Vocabulary) -> procedure.Ask:
    name = table.text("item")
    if name not in vocabulary:
        table.refuse(mistake.MistakeKind.UNKNOWN_ITEM, "item", name)
    item = vocabulary[name]
    ask = procedure.Ask(
        item=item,
        required=table.boolean("required", True),
        when=condition.read_condition(table),
        ask=table.text("ask", ""),
        hint=table.text("hint", ""),
        offered=read_offered(table, item),
        fields=_wanted_fields(table, item),
        usual=_plain_value(table, "usual", item) if table.has("usual") else None,
        usual_with=_usual_with(table.table("usual_with"), vocabulary, item),
        known_with=_known_with(table.table("known_with"), item),
        may_be_unknown=table.boolean("may_be_unknown", False),
        among=table.text("among", ""),
        origin=table.origin,
    )
    table.finish()
    return ask


def _usual_with(table: Table, vocabulary: Vocabulary, item: Item) -> tuple[procedure.UsualWith, ...]:
    """Return what other answers propose: `usual_with.purpose = { licence = ["origin"] }`."""
    found = []
    for source in table.keys():  # noqa: SIM118 - a Table is no mapping
        codes = table.table(source)
        for code in codes.keys():  # noqa: SIM118 - a Table is no mapping
            if source in vocabulary and vocabulary[source].choice(code) is None:
                codes.note(mistake.MistakeKind.UNKNOWN_CHOICE, code, code)
            found.append(procedure.UsualWith(source, code, _plain_value(codes, code, item)))
        codes.finish()
    table.finish()
    return tuple(found)


def _known_with(table: Table, item: Item) -> tuple[Known, ...]:
    """Return what other chosen procedures imply.

    `known_with = { move_in = "moved_in" }`, or a table with `value` or `from` (the item whose answer it is),
    `everyone` and `when`.
    """
    found = tuple(
        _known(id, table.table(id), item) if table.is_table(id) else Known(id, _plain_value(table, id, item))
        for id in table.keys()  # noqa: SIM118 - a Table is no mapping
    )
    table.finish()
    return found


def _known(procedure: str, table: Table, item: Item) -> Known:
    value = _plain_value(table, "value", item) if table.has("value") else None
    known = Known(
        procedure, value, table.text("from", ""), table.text("everyone", ""), condition.read_condition(table)
    )
    table.finish()
    return known


def _plain_value(table: Table, key: str, item: Item) -> answers.Value:
    """Return a code or several, a number, or yes or no, as the item allows it."""
    value = table.plain(key)
    if isinstance(value, str | int):
        if item.choices and (not isinstance(value, str) or item.choice(value) is None):
            table.refuse(mistake.MistakeKind.UNKNOWN_CHOICE, key, str(value))
        return value
    codes = tuple(str(each) for each in value)
    for code in codes:
        if item.choice(code) is None:
            table.refuse(mistake.MistakeKind.UNKNOWN_CHOICE, key, code)
    return codes


def read_offered(table: Table, item: Item) -> tuple[Choice, ...]:
    """Return the choices asked here: all of the item's, or those named in `offer`, in that order."""
    codes = table.texts("offer", ())
    for code in codes:
        if item.choice(code) is None:
            table.note(mistake.MistakeKind.UNKNOWN_CHOICE, "offer", code)
    return tuple(choice for code in codes if (choice := item.choice(code))) or item.choices


def _wanted_fields(table: Table, item: Item) -> tuple[str, ...]:
    names = table.texts("fields", ())
    for name in names:
        if item.field(name) is None:
            table.note(mistake.MistakeKind.UNKNOWN_ITEM, "fields", name)
    for field in item.fields if names else ():
        if field.required and field.name not in names:
            table.note(mistake.MistakeKind.MISSING_KEY, "fields", field.name)
    return names


def _rules(table: Table) -> procedure.Rules:
    rules = procedure.Rules(
        signature=table.choice("signature", procedure.Mark, procedure.Mark.REQUIRED),
        seal=table.choice("seal", procedure.Mark, procedure.Mark.NONE),
        identification=table.choice(
            "identification", procedure.Identification, procedure.Identification.ONE_OR_TWO_POINTS
        ),
        photo_only_when=_optional_condition(table, "photo_only_when"),
        number_box=table.boolean("number_box", False),
        deadline_days=table.integer("deadline_days", 0, most=3650),
        deadline_from=table.text("deadline_from", ""),
        first_day_counts=table.boolean("first_day_counts", False),
        organisation_itself=table.boolean("organisation_itself", False),
    )
    table.finish()
    return rules


def _optional_condition(table: Table, key: str) -> condition.Condition | None:
    return condition.read_condition(table, key) if table.has(key) else None


def _carried(table: Table) -> procedure.Carried:
    carried = procedure.Carried(
        table.integer("days", least=1, most=MOST_DAYS_CARRIED), table.each("consent", _consent)
    )
    if not carried.consents:
        table.note(mistake.MistakeKind.MISSING_KEY, "consent", "1つ以上の [[carried.consent]]")
    table.finish()
    return carried


def _consent(table: Table) -> procedure.Consent:
    consent = procedure.Consent(table.text("item"), table.texts("pages"), table.origin)
    table.finish()
    return consent


def _fee(table: Table) -> procedure.FeeRule:
    fee = procedure.FeeRule(
        table.text("key"),
        table.text("count", ""),
        _optional_condition(table, "free"),
        _optional_condition(table, "office_counts_when"),
        condition.read_condition(table),
        table.origin,
    )
    table.finish()
    return fee


def _fill(table: Table) -> procedure.Fill:
    row = table.table("row")
    fill = procedure.Fill(
        item=table.text("item"),
        when=condition.read_condition(table),
        source=table.text("from", ""),
        row=tuple((field, row.text(field)) for field in row.keys()),  # noqa: SIM118 - a Table is no mapping
        where=condition.read_condition(table, "where"),
        field=table.text("field", ""),
        value=table.text("value", ""),
        origin=table.origin,
    )
    table.finish()
    return fill


def read_bring(table: Table) -> procedure.Bring:
    """Return what a `[[bring]]` names, of a procedure or of a step of the guide."""
    shows = (
        table.choice("shows", [each for each in procedure.Shows if each])
        if table.has("shows")
        else procedure.Shows.NOTHING
    )
    bring = procedure.Bring(table.text("text"), condition.read_condition(table), shows, table.origin)
    table.finish()
    return bring


def _notice(table: Table) -> procedure.Notice:
    kind = table.choice("kind", procedure.NoticeKind, procedure.NoticeKind.INFORMATION)
    notice = procedure.Notice(
        kind, table.text("text"), condition.read_condition(table), table.text("item", ""), table.origin
    )
    table.finish()
    return notice


def _check(table: Table) -> CrossCheck:
    check = CrossCheck(
        kind=table.choice("kind", CheckKind),
        item=table.text("item"),
        text=table.text("text"),
        when=condition.read_condition(table),
        where=condition.read_condition(table, "where"),
        than=table.text("than", ""),
        people=table.text("people", ""),
        field=table.text("field", ""),
        code=table.text("code", ""),
        years=table.integer("years", 0, most=120),
        impossible=table.boolean("impossible", False),
        at=table.text("at", ""),
        of=table.texts("of", ()),
        instead=table.text("instead", ""),
        origin=table.origin,
    )
    table.finish()
    for key in _NEEDS[check.kind]:
        if not table.has(key):
            table.note(mistake.MistakeKind.MISSING_KEY, key, f"kind = {check.kind} に必要です")
    return check


_NEEDS: dict[CheckKind, tuple[str, ...]] = {
    CheckKind.AMONG: ("people", "field"),
    CheckKind.ONE_IN: ("field", "code"),
    CheckKind.AT_MOST_ONE_IN: ("field", "code"),
    CheckKind.YOUNGER: ("than",),
    CheckKind.DIFFERENT: ("than",),
    CheckKind.NOT_BEFORE: ("than",),
    CheckKind.FEWER: ("of",),
    CheckKind.OLDER: ("years",),
    CheckKind.IN_TOWN: (),
    CheckKind.ELSEWHERE: (),
    CheckKind.NEVER: ("when",),
}
