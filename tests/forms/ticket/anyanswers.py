"""Hypothesis strategies: any schema with any answers that fit it."""

from collections.abc import Sequence

from hypothesis import strategies as st

from forms import kinds
from forms.answers import UNKNOWN, Value
from forms.item import Choice, Item
from forms.kinds.kind import Kind
from forms.ticket import SchemaField

PLAIN_KINDS = [kind for kind in kinds.KINDS.values() if kind is not kinds.PEOPLE]
JAPANESE = "あいうアイウヴー・　々〆ヶ佐藤鈴木髙﨑𠮷邉\U000e0110辻\U000e0100葛城丁目番地号の市区町0123456789０９－- ABCéÇãß№①㈱𪜈"

texts = st.one_of(
    st.text(st.sampled_from(JAPANESE), max_size=25),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=25),
)
digits = st.text("0123456789", max_size=25)
phones = st.one_of(
    st.from_regex(r"0[0-9]{1,4}-[0-9]{1,4}-[0-9]{3,4}", fullmatch=True),
    st.from_regex(r"[0-9]{9,12}", fullmatch=True),
    st.from_regex(r"[0-9-]{1,14}", fullmatch=True),
    texts,
)
dates = st.one_of(
    st.dates().map(str),
    st.from_regex(r"[0-9]{4}-[01][0-9]-[0-3][0-9]", fullmatch=True),
    st.from_regex(r"[0-9]{4}-(00|0[1-9]|1[0-2])-00", fullmatch=True),
    st.from_regex(r"[0-9]{8}", fullmatch=True),
    texts,
)

holders = st.text(st.sampled_from("ｱｲｶﾊﾝｦﾞﾟ09AZ ()-./,\\｢｣"), max_size=25)


Plain = str | int | bool | tuple[str, ...]
"""What one field of a person may hold."""


def answers_to(item: Item) -> st.SearchStrategy[Value]:
    if item.kind is kinds.PEOPLE:
        row = st.fixed_dictionaries({}, optional={field.name: _plain_answers_to(field) for field in item.fields})
        return st.lists(row, max_size=4).map(_people)
    return _plain_answers_to(item)


def _people(rows: list[dict[str, Plain]]) -> Value:
    return tuple(rows)


def _plain_answers_to(item: Item) -> st.SearchStrategy[Plain]:
    codes = [choice.code for choice in item.choices]
    match item.kind:
        case kinds.DATE:
            return dates
        case kinds.PHONE:
            return phones
        case kinds.BANK_HOLDER:
            return holders
        case kinds.POSTAL_CODE | kinds.DIGITS:
            return st.one_of(digits, texts)
        case kinds.CHOICE:
            return st.sampled_from(codes)
        case kinds.CHOICES:
            in_order = st.sets(st.sampled_from(codes)).map(lambda some: tuple(sorted(some, key=codes.index)))
            return st.one_of(in_order, st.lists(st.sampled_from(codes), max_size=5).map(tuple))
        case kinds.YES_NO:
            return st.booleans()
        case kinds.CONSENT:
            return st.just(True)
        case kinds.COUNT | kinds.MONEY:
            return st.integers(-(2**53) + 1, 2**53 - 1)
        case _:
            return texts


@st.composite
def items(draw: st.DrawFn, name: str, allowed: Sequence[Kind]) -> Item:
    kind = draw(st.sampled_from(allowed))
    choices = tuple(Choice(f"c{place}", "", "") for place in range(draw(st.integers(1, 60))))
    fields: tuple[Item, ...] = ()
    if kind is kinds.PEOPLE:
        fields = tuple(draw(items(f"f{place}", PLAIN_KINDS)) for place in range(draw(st.integers(1, 4))))
    return Item(name, kind, name, name, choices=choices, fields=fields)


@st.composite
def filled_schemas(draw: st.DrawFn) -> tuple[tuple[SchemaField, ...], dict[str, Value]]:
    """A schema of up to eight fields of any kind, and answers to some of them."""
    asked = [draw(items(f"i{place}", list(kinds.KINDS.values()))) for place in range(draw(st.integers(1, 8)))]
    answers = draw(
        st.fixed_dictionaries({}, optional={item.name: answers_to(item) | st.just(UNKNOWN) for item in asked})
    )
    return tuple(SchemaField(item.name, item) for item in asked), answers
