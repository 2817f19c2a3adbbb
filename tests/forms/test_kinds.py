"""Every kind of question is whole: it reads, shows, packs and gives an example of itself."""

import pytest

from forms import kinds
from forms.checking import is_legal
from forms.item import Choice, Item, inputs_of, value_typed
from forms.kinds.kind import OFFICIAL, Kind
from forms.ticket import TicketError
from forms.ticket.packed import TextReader, TextWriter
from printing.sheets.rows.cells import KINDS as CELLS

EVERY = pytest.mark.parametrize("kind", kinds.KINDS.values(), ids=repr)
COLOURS = tuple(Choice(code, code, code.upper()) for code in ("red", "green"))


def asked(kind: Kind) -> Item:
    others = [other for other in kinds.KINDS.values() if other is not kinds.PEOPLE]
    fields = tuple(asked(other) for other in others) if kind is kinds.PEOPLE else ()
    choices = COLOURS if kind.has_choices else ()
    return Item(
        kind.name,
        kind,
        "それ",
        "それ",
        choices=choices,
        fields=fields,
        most=kind.usual_most,
        longest=kind.usual_longest,
    )


def test_every_class_of_a_kind_is_in_the_list() -> None:
    def below(base: type[object]) -> set[type[object]]:
        return {each for child in base.__subclasses__() for each in (child, *below(child))}

    assert {type(kind) for kind in kinds.KINDS.values()} == below(Kind)
    constants = [value for value in vars(kinds).values() if isinstance(value, Kind)]
    assert constants == list(kinds.KINDS.values())


@EVERY
def test_a_kind_knows_an_example_that_typing_could_have_given(kind: Kind) -> None:
    item = asked(kind)
    value = kind.example(item)
    assert is_legal(item, value)
    assert value_typed(item, inputs_of(item, value)) == value
    assert kind.shown(item, value, OFFICIAL)


@EVERY
def test_a_kind_travels_in_a_ticket(kind: Kind) -> None:
    item = asked(kind)
    value = kind.example(item)
    assert kind.unpack(item, kind.pack(item, value, TextWriter()), TextReader()) == value
    never: tuple[object, ...] = (None, 1.5, {})
    for wrong in never:
        with pytest.raises(TicketError):
            kind.pack(item, wrong, TextWriter())
        with pytest.raises(TicketError):
            kind.unpack(item, wrong, TextReader())


@EVERY
def test_a_kind_is_set_on_paper_in_a_way_that_paper_has(kind: Kind) -> None:
    item = asked(kind)
    assert kind.cell in CELLS
    assert (kind.cell == "ticks") is bool(kind.marks(item))
    assert kind.column_share > 0


@EVERY
def test_what_is_written_freely_is_guarded_against_formulas(kind: Kind) -> None:
    is_harmless = kind.is_chosen or kind.value_type is int or kind is kinds.PEOPLE
    assert kind.is_typed is not is_harmless
