"""Reads what `procedure.toml` says beside its questions: rules, fees, fills, what to bring, notices, checks."""

from forms.crosscheck import CheckKind, CrossCheck
from forms.mistake import MistakeKind
from forms.procedure import Bring, FeeRule, Fill, Identification, Mark, Notice, NoticeKind, ProxyRule, Rules
from forms.readingcondition import read_condition
from forms.tomlfile import Table


def read_rules(table: Table) -> Rules:
    rules = Rules(
        signature=table.choice("signature", Mark, Mark.REQUIRED),
        seal=table.choice("seal", Mark, Mark.NONE),
        proxy=table.choice("proxy", ProxyRule, ProxyRule.LETTER),
        identification=table.choice("identification", Identification, Identification.ONE_OR_TWO_POINTS),
        photo_only_when=read_condition(table, "photo_only_when") if table.has("photo_only_when") else None,
        number_box=table.boolean("number_box", False),
        deadline_days=table.integer("deadline_days", 0, most=3650),
        deadline_from=table.text("deadline_from", ""),
    )
    table.finish()
    return rules


def read_fee(table: Table) -> FeeRule:
    free = read_condition(table, "free") if table.has("free") else None
    fee = FeeRule(table.text("key"), table.text("count", ""), free, read_condition(table))
    table.finish()
    return fee


def read_fill(table: Table) -> Fill:
    row = table.table("row")
    fill = Fill(
        item=table.text("item"),
        when=read_condition(table),
        source=table.text("from", ""),
        row=tuple((field, row.text(field)) for field in row.keys()),  # noqa: SIM118 - a Table is no mapping
        where=read_condition(table, "where"),
        field=table.text("field", ""),
        value=table.text("value", ""),
    )
    table.finish()
    return fill


def read_bring(table: Table) -> Bring:
    bring = Bring(table.text("text"), read_condition(table))
    table.finish()
    return bring


def read_notice(table: Table) -> Notice:
    kind = table.choice("kind", NoticeKind, NoticeKind.INFORMATION)
    notice = Notice(kind, table.text("text"), read_condition(table), table.text("item", ""))
    table.finish()
    return notice


def read_check(table: Table) -> CrossCheck:
    check = CrossCheck(
        kind=table.choice("kind", CheckKind),
        item=table.text("item"),
        text=table.text("text"),
        when=read_condition(table),
        where=read_condition(table, "where"),
        than=table.text("than", ""),
        people=table.text("people", ""),
        field=table.text("field", ""),
        code=table.text("code", ""),
        years=table.integer("years", 0, most=120),
        at=table.text("at", ""),
    )
    table.finish()
    for key in _NEEDS[check.kind]:
        if not table.has(key):
            table.refuse(MistakeKind.MISSING_KEY, key, f"kind = {check.kind} に要ります")
    return check


_NEEDS: dict[CheckKind, tuple[str, ...]] = {
    CheckKind.AMONG: ("people", "field"),
    CheckKind.ONE_IN: ("field", "code"),
    CheckKind.AT_MOST_ONE_IN: ("field", "code"),
    CheckKind.YOUNGER: ("than",),
    CheckKind.DIFFERENT: ("than",),
    CheckKind.NOT_BEFORE: ("than",),
    CheckKind.NEVER: ("when",),
}
