"""docs/ticket-format.md says what the code does: its vectors, its CDDL and its numbers hold."""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import TypedDict

import cbor2
import pytest
from hypothesis import given

from forms import kinds
from forms.answers import UNKNOWN, Value
from forms.item import Choice, Item
from forms.ticket import (
    LONGEST_VALIDITY,
    Keyring,
    SchemaField,
    TicketContents,
    TicketError,
    TicketReason,
    TownKey,
    open_ticket,
    seal,
)
from forms.ticket.frame import (
    LARGEST_PAYLOAD,
    LARGEST_SINGLE,
    LONGEST_BODY,
    LONGEST_INPUT,
    SEPARATORS,
    SHORTEST_BODY,
    payload_of,
)
from forms.ticket.packing import (
    DEEPEST,
    LARGEST_CONTENTS,
    MOST_ITEMS,
    dictionary,
    pack_answers,
    unpack_answers,
    unsqueezed,
    write_cbor,
)
from forms.ticket.sealing import OVERHEAD, unsealed
from tests.forms.ticket.anyanswers import filled_schemas
from tests.forms.ticket.cddl import matches, members_of, rules_in
from tests.forms.ticket.secondreader import opened

DOCUMENT = (Path(__file__).parents[3] / "docs" / "ticket-format.md").read_text(encoding="utf-8")


class Field(TypedDict, total=False):
    key: str
    kind: str
    choices: list[str]
    fields: list["Field"]


class Published(TypedDict):
    number: int
    version: int
    fields: list[Field]


class Contents(TypedDict):
    issued: str
    expires: str
    language: str
    procedures: list[list[object]]
    answers: dict[str, object]


class Vector(TypedDict, total=False):
    name: str
    now: str
    texts: list[str]
    contents: Contents
    reason: str
    cbor: str
    deflated: str
    payload: str


class Vectors(TypedDict):
    town: str
    key_id: int
    private_key: str
    public_key: str
    procedures: dict[str, Published]
    vectors: list[Vector]


def block(language: str) -> str:
    (found,) = re.findall(rf"^```{language}\n(.*?)^```$", DOCUMENT, flags=re.MULTILINE | re.DOTALL)
    return str(found)


PUBLISHED: Vectors = json.loads(block("json"))
RULES = rules_in(block("cddl"))
LONG_AGO = datetime.fromisoformat("2026-01-01T00:00:00+00:00")
PRIVATE = bytes.fromhex(PUBLISHED["private_key"])
KEY = TownKey(PUBLISHED["key_id"], bytes.fromhex(PUBLISHED["public_key"]), PRIVATE, LONG_AGO)
RING = Keyring(PUBLISHED["town"], (KEY,))
OPENING = [vector for vector in PUBLISHED["vectors"] if "contents" in vector]
FAILING = [vector for vector in PUBLISHED["vectors"] if "reason" in vector]
STEPS = [vector for vector in PUBLISHED["vectors"] if "payload" in vector]


def item_of(field: Field) -> Item:
    choices = tuple(Choice(code, code, code) for code in field.get("choices", []))
    fields = tuple(item_of(inner) for inner in field.get("fields", []))
    return Item(field["key"], kinds.KINDS[field["kind"]], "", "", choices=choices, fields=fields)


class PublishedCatalogue:
    def number_of(self, procedure: str) -> int:
        return PUBLISHED["procedures"][procedure]["number"]

    def id_of(self, number: int) -> str:
        return {each["number"]: id for id, each in PUBLISHED["procedures"].items()}[number]

    def schema_for(self, procedures: Sequence[tuple[str, int]]) -> tuple[SchemaField, ...]:
        fields: dict[str, SchemaField] = {}
        for id, version in procedures:
            if PUBLISHED["procedures"][id]["version"] != version:
                raise KeyError(version)
            for field in PUBLISHED["procedures"][id]["fields"]:
                fields.setdefault(field["key"], SchemaField(field["key"], item_of(field)))
        return tuple(fields.values())


CATALOGUE = PublishedCatalogue()


def opened_vector(vector: Vector) -> TicketContents:
    return open_ticket(vector["texts"], RING, CATALOGUE, datetime.fromisoformat(vector["now"]))


def plain(contents: TicketContents) -> object:
    """As JSON has it: lists for tuples."""
    return json.loads(
        json.dumps(
            {
                "issued": contents.issued.isoformat(),
                "expires": contents.expires.isoformat(),
                "language": contents.language,
                "procedures": contents.procedures,
                "answers": contents.answers,
            },
            default=null_if_unknown,
        )
    )


def null_if_unknown(value: object) -> None:
    assert value is UNKNOWN


def name_of(vector: Vector) -> str:
    return vector["name"]


@pytest.mark.parametrize("vector", OPENING, ids=name_of)
def test_a_vector_works(vector: Vector) -> None:
    assert plain(opened_vector(vector)) == vector["contents"]


@pytest.mark.parametrize("vector", FAILING, ids=name_of)
def test_a_failing_vector_fails_for_its_reason(vector: Vector) -> None:
    with pytest.raises(TicketError) as refused:
        opened_vector(vector)
    assert refused.value.reason == vector["reason"]


def test_the_vectors_show_every_reason_and_every_kind() -> None:
    never_in_a_ticket = {TicketReason.TOO_LARGE, TicketReason.ALREADY_FINISHED}
    assert {vector["reason"] for vector in FAILING} == set(TicketReason) - never_in_a_ticket
    shown = {field["kind"] for each in PUBLISHED["procedures"].values() for field in each["fields"]}
    assert shown == set(kinds.KINDS)


@pytest.mark.parametrize("vector", STEPS, ids=name_of)
def test_each_step_of_a_vector_holds(vector: Vector) -> None:
    payload = bytes.fromhex(vector["payload"])
    assert payload_of(vector["texts"]) == payload
    deflated = unsealed(payload, RING)
    assert deflated == opened(payload, PRIVATE) == bytes.fromhex(vector["deflated"])
    assert unsqueezed(deflated) == bytes.fromhex(vector["cbor"])


@pytest.mark.parametrize("vector", STEPS, ids=name_of)
def test_sealing_writes_the_published_contents(vector: Vector) -> None:
    contents = opened_vector(vector)
    texts = seal(contents, RING.town, KEY.public_key, CATALOGUE).texts
    assert unsqueezed(opened(payload_of(texts), PRIVATE)) == bytes.fromhex(vector["cbor"])


@pytest.mark.parametrize("vector", STEPS, ids=name_of)
def test_the_contents_have_the_order_of_the_cddl(vector: Vector) -> None:
    packed = cbor2.loads(bytes.fromhex(vector["cbor"]))
    assert matches(RULES, "contents", packed)
    names = [key for _, key, _ in members_of(RULES["contents"])]
    found = dict(zip(names, packed, strict=True))
    contents = opened_vector(vector)
    assert found["issued"] * 60 == contents.issued.timestamp()
    assert timedelta(minutes=found["valid"]) == contents.expires - contents.issued
    assert found["language"] == contents.language
    assert found["procedures"] == [[CATALOGUE.number_of(id), version] for id, version in contents.procedures]
    assert unpack_answers(found["values"], CATALOGUE.schema_for(contents.procedures)) == contents.answers


def test_the_cddl_refuses_what_is_no_ticket() -> None:
    assert not matches(RULES, "contents", [1, 2, "ja", [], []])
    assert not matches(RULES, "phone", b"1234")
    assert not matches(RULES, "consent", False)
    assert not matches(RULES, "date", [1990, 13])


def test_the_cddl_has_a_rule_for_every_kind() -> None:
    assert set(RULES["value"].split(" / ")) == {"null", "unknown", *kinds.KINDS}


@given(filled_schemas())
def test_every_packed_answer_fits_the_rule_of_its_kind(
    filled: tuple[list[SchemaField], Mapping[str, Value]],
) -> None:
    schema, answers = filled
    values = cbor2.loads(write_cbor(pack_answers(answers, schema)))
    for field, value in zip(schema, values, strict=False):
        rule = "unknown" if answers.get(field.key) is UNKNOWN else field.item.kind.name
        assert value is None or matches(RULES, rule, value)


@pytest.mark.parametrize(
    "sentence",
    [
        f"`{sha256(dictionary()).hexdigest()}`",
        f"{len(dictionary()):d} bytes, SHA-256",
        f"at most {LONGEST_VALIDITY.days} days",
        f"valid: 1..{LONGEST_VALIDITY // timedelta(minutes=1)}",
        f"A reader stops at {LARGEST_CONTENTS:,} bytes",
        f"at most {DEEPEST} deep, {MOST_ITEMS:,} items",
        f"Up to {LARGEST_SINGLE} bytes the body",
        f"Up to {LARGEST_PAYLOAD:,} bytes it is cut",
        f"{SHORTEST_BODY:04d} to {LONGEST_BODY}",
        f"more than {LONGEST_INPUT:,} characters",
        f"A payload is {OVERHEAD} bytes longer",
    ],
)
def test_the_numbers_of_the_document_are_those_of_the_code(sentence: str) -> None:
    assert sentence in DOCUMENT


def test_the_document_lists_every_reason_and_separator() -> None:
    assert all(f"`{reason.value}`" in DOCUMENT for reason in TicketReason)
    listed = re.search(r"line ends and `([^`]+)`", DOCUMENT)
    assert listed is not None
    assert set(listed[1].replace(" ", "")) == set(SEPARATORS) - set(" \t\r\n\u3000")
