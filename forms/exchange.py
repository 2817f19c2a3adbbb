"""Answers as JSON, for other programs: `{"procedures": ["…"], "answers": {"applicant.name": "…"}}`.

Item names stand alone where only one chosen procedure asks the item; otherwise `item@procedure` says whose it is.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from forms.answers import OWN, UNKNOWN, Answers, Row, Value, codes_of, rows_of
from forms.checking import is_legal, problems
from forms.item import Item
from forms.journey import key_of
from forms.procedure import Procedure
from forms.procedures import Catalogue

LARGEST_JSON = 1_000_000


class ExchangeReason(StrEnum):
    NOT_JSON = "not_json"
    WRONG_SHAPE = "wrong_shape"
    UNKNOWN_PROCEDURE = "unknown_procedure"
    UNKNOWN_ITEM = "unknown_item"
    ILLEGAL_ANSWER = "illegal_answer"
    INCOMPLETE = "incomplete"


SENTENCES: dict[ExchangeReason, str] = {
    ExchangeReason.NOT_JSON: "JSONとして読めません。",
    ExchangeReason.WRONG_SHAPE: '{{"procedures": […], "answers": {{…}}}} の形にしてください。',
    ExchangeReason.UNKNOWN_PROCEDURE: "「{detail}」という手続はありません。kiosk forms list で確かめてください。",
    ExchangeReason.UNKNOWN_ITEM: "「{detail}」という項目は尋ねていません。kiosk forms show で確かめてください。",
    ExchangeReason.ILLEGAL_ANSWER: "「{detail}」の答えの書き方が違います。",
    ExchangeReason.INCOMPLETE: "「{detail}」の答えが足りません。",
}


class ExchangeError(Exception):
    """JSON that is no application. `detail` is the name of the procedure or answer at fault, as it was sent."""

    def __init__(self, reason: ExchangeReason, detail: str = "") -> None:
        self.reason = reason
        self.detail = detail
        self.sentence = SENTENCES[reason].format(detail=_short(detail))
        super().__init__(self.sentence)


@dataclass(frozen=True, slots=True)
class Application:
    """What one visit is about: the chosen procedures and the answers for all of them."""

    procedures: tuple[Procedure, ...]
    answers: Answers


def application_from_json(text: str | bytes, catalogue: Catalogue, today: date) -> Application:
    """Raises ExchangeError unless every answer is known, legal and complete."""
    try:
        data = json.loads(text) if len(text) <= LARGEST_JSON else None
    except (ValueError, RecursionError):
        raise ExchangeError(ExchangeReason.NOT_JSON) from None
    ids, given = _shape(data)
    for id in ids:
        if catalogue.get(id) is None:
            raise ExchangeError(ExchangeReason.UNKNOWN_PROCEDURE, id)
    application = application_of(catalogue.chosen(ids), given)
    for problem in problems(application.procedures, application.answers, today):
        raise ExchangeError(ExchangeReason.INCOMPLETE, problem.item)
    return application


def application_of(procedures: Sequence[Procedure], given: Mapping[str, object]) -> Application:
    """Typed answers from plain data keyed by item name. Raises ExchangeError at the first that is not legal."""
    keys = _keys(procedures)
    answers: dict[str, Value] = {}
    for name, plain in given.items():
        if name not in keys:
            raise ExchangeError(ExchangeReason.UNKNOWN_ITEM, name)
        key, item = keys[name]
        value = value_of(plain)
        if value is None or not is_legal(item, value):
            raise ExchangeError(ExchangeReason.ILLEGAL_ANSWER, name)
        answers[key] = value
    return Application(tuple(procedures), answers)


def application_to_json(application: Application) -> dict[str, object]:
    names = {key: name for name, (key, _) in _keys(application.procedures).items()}
    answers = {names[key]: plain_of(value) for key, value in application.answers.items()}
    return {"procedures": [procedure.id for procedure in application.procedures], "answers": answers}


def _short(name: str) -> str:
    """A name somebody else made up, fit for a message."""
    return "".join(sign if sign.isprintable() else "?" for sign in name[:60])


def value_of(plain: object) -> Value | None:
    """A value from JSON or TOML data; None for what no item can hold. Dates of TOML become ISO texts; null
    is what is not known yet."""
    if plain is None:
        return UNKNOWN
    if isinstance(plain, date):
        return plain.isoformat()
    if isinstance(plain, str | bool | int):
        return plain
    if not isinstance(plain, list | tuple):
        return None
    codes = tuple(each for each in plain if isinstance(each, str))
    if len(codes) == len(plain):
        return codes
    rows = tuple(row for each in plain if (row := _row(each)) is not None)
    return rows if len(rows) == len(plain) else None


def plain_of(value: Value) -> object:
    """The value as JSON data; null for what is not known yet."""
    if value is UNKNOWN:
        return None
    if not isinstance(value, tuple):
        return value
    rows = rows_of(value)
    return [{k: list(v) if isinstance(v, tuple) else v for k, v in row.items()} for row in rows] or list(value)


def _row(plain: object) -> Row | None:
    """One person of a list; None if it is none, or one of its fields is nothing a field can hold."""
    if not isinstance(plain, Mapping):
        return None
    row: dict[str, str | int | bool | tuple[str, ...]] = {}
    for name, entry in plain.items():
        value = value_of(entry)
        if not isinstance(name, str) or value is None or rows_of(value):
            return None
        row[name] = value if isinstance(value, str | int) else codes_of(value)
    return row


def _keys(procedures: Sequence[Procedure]) -> dict[str, tuple[str, Item]]:
    """Names in JSON to keys of answers. The `item@procedure` form is always understood, the plain one if single."""
    keys: dict[str, tuple[str, Item]] = {}
    askers: dict[str, int] = {}
    for procedure in procedures:
        for ask in procedure.asks():
            key = key_of(ask, procedure)
            keys[key] = (key, ask.item)
            askers[ask.item.name] = askers.get(ask.item.name, 0) + 1
    for procedure in procedures:
        for ask in procedure.asks():
            key = key_of(ask, procedure)
            if OWN in key and askers[ask.item.name] == 1:
                keys[ask.item.name] = (key, ask.item)
    return keys


def _shape(data: object) -> tuple[list[str], Mapping[str, object]]:
    if not isinstance(data, dict) or set(data) != {"procedures", "answers"}:
        raise ExchangeError(ExchangeReason.WRONG_SHAPE)
    ids, answers = data["procedures"], data["answers"]
    if not isinstance(ids, list) or not ids or not isinstance(answers, dict):
        raise ExchangeError(ExchangeReason.WRONG_SHAPE)
    if len(ids) > 20 or not all(isinstance(id, str) for id in ids):
        raise ExchangeError(ExchangeReason.WRONG_SHAPE)
    return ids, answers
