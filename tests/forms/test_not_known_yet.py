"""「いまは分からない」: one answer of any kind, only where a question allows it."""

import copy
from dataclasses import replace
from datetime import date

import pytest

from forms import kinds
from forms.answers import UNKNOWN, Answers, Unknown
from forms.checking import ask_problem
from forms.crosscheck import CheckKind, CrossCheck, contradicts
from forms.journeypage import JourneyAsk
from forms.kinds.kind import Kind
from forms.procedure import Ask
from forms.showing import official_text, resident_text
from forms.ticket.packing import pack_answers, unpack_answers
from forms.ticket.schema import SchemaField
from forms.typed import inputs_of, value_typed
from tests.forms.test_kinds import EVERY, asked

TODAY = date(2026, 11, 29)


def ask_of(kind: Kind) -> JourneyAsk:
    return JourneyAsk(kind.name, Ask(asked(kind), required=True, may_be_unknown=True), ("any",))


@EVERY
def test_any_kind_may_be_not_known_yet(kind: Kind) -> None:
    item, sent = asked(kind), {f"{kind.name}!unknown": ("yes",)}
    assert value_typed(item, sent, may_be_unknown=True) is UNKNOWN
    assert inputs_of(item, UNKNOWN) == sent
    assert ask_problem(ask_of(kind), UNKNOWN, TODAY) is None
    assert official_text(item, UNKNOWN) == ""
    assert resident_text(item, UNKNOWN) == "窓口で書きます"


@EVERY
def test_it_travels_in_a_ticket_as_the_empty_byte_string(kind: Kind) -> None:
    schema = [SchemaField(kind.name, asked(kind))]
    assert pack_answers({kind.name: UNKNOWN}, schema) == [b""]
    assert unpack_answers([b""], schema) == {kind.name: UNKNOWN}


@EVERY
def test_where_it_is_not_allowed_it_is_neither_read_nor_legal(kind: Kind) -> None:
    ask = ask_of(kind)
    strict = replace(ask, ask=replace(ask.ask, may_be_unknown=False))
    assert value_typed(asked(kind), {f"{kind.name}!unknown": ("yes",)}) is None
    assert ask_problem(strict, UNKNOWN, TODAY) is not None


def test_there_is_only_one_of_it() -> None:
    assert Unknown() is UNKNOWN
    assert copy.deepcopy({"a": UNKNOWN})["a"] is UNKNOWN


@pytest.mark.parametrize("kind", [CheckKind.DIFFERENT, CheckKind.NOT_BEFORE, CheckKind.YOUNGER, CheckKind.AMONG])
def test_it_contradicts_nothing(kind: CheckKind) -> None:
    check = CrossCheck(kind, "one", "", than="other", years=1, people="people", field="name")
    answers: Answers = {"one": UNKNOWN, "other": UNKNOWN, "people": ({"name": "髙﨑"},)}
    assert not contradicts(check, answers, TODAY)


def test_what_was_typed_gives_way_to_the_tick() -> None:
    item = asked(kinds.TEXT)
    assert value_typed(item, {"text": ("何か",), "text!unknown": ("yes",)}, may_be_unknown=True) is UNKNOWN
    assert value_typed(item, {"text": ("何か",)}, may_be_unknown=True) == "何か"
