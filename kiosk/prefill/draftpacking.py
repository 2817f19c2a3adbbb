"""A draft as plain data for CBOR, and back. What an older program packed in another shape is not a draft."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from forms.answers import Value
from forms.exchange import plain_of, value_of
from forms.inputs import Inputs
from kiosk.prefill.draft import Draft

SHAPE = 1
"""Goes up whenever the shape changes; drafts live for a day, so older ones are simply gone."""


def packed(draft: Draft) -> list[object]:
    """Lists, maps, texts and numbers only."""
    return [
        SHAPE,
        list(draft.procedures),
        {key: plain_of(value) for key, value in draft.answers.items()},
        {page: {name: list(texts) for name, texts in inputs.items()} for page, inputs in draft.typed.items()},
        sorted(draft.tried),
        sorted(draft.done),
        draft.reviewed,
        draft.language,
        draft.stays,
        [_digits(code) for code in draft.codes],
        int(draft.expires.timestamp()) if draft.expires else 0,
    ]


def unpacked(fields: Sequence[object]) -> Draft | None:
    match fields:
        case [
            1,
            list(procedures),
            dict(answers),
            dict(typed),
            list(tried),
            list(done),
            bool(reviewed),
            str(language),
            bool(stays),
            list(codes),
            int(expires),
        ]:
            return Draft(
                procedures=tuple(map(str, procedures)),
                answers=_answers(answers),
                typed={str(page): _inputs(inputs) for page, inputs in typed.items()},
                tried=frozenset(map(str, tried)),
                done=frozenset(map(str, done)),
                reviewed=reviewed,
                language=language,
                stays=stays,
                codes=tuple(_text(code) for code in codes),
                expires=datetime.fromtimestamp(expires, UTC) if expires else None,
            )
    return None


def _answers(plain: Mapping[object, object]) -> dict[str, Value]:
    values = ((str(key), value_of(entry)) for key, entry in plain.items())
    return {key: value for key, value in values if value is not None}


def _inputs(plain: object) -> Inputs:
    if not isinstance(plain, Mapping):
        return {}
    return {str(name): tuple(map(str, texts)) for name, texts in plain.items() if isinstance(texts, list)}


def _digits(code: str) -> bytes:
    """Digits cost 3.32 bits each as one whole number; the 1 in front keeps leading zeros."""
    number = int(f"1{code}")
    return number.to_bytes((number.bit_length() + 7) // 8)


def _text(code: object) -> str:
    return str(int.from_bytes(code))[1:] if isinstance(code, bytes) else ""
