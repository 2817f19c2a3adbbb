"""From the card's facts to facts of the visitor, whose card it is whatever role they play."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from forms import Answers, JourneyAsk, Value
from forms.answers import UNKNOWN
from forms.checking import is_legal
from forms.journey import Journey
from forms.kana import full_width_kana
from forms.kinds.name import PARTED
from forms.person import YOU
from forms.problem import Problem
from forms.showing import official_text
from forms.typed import value_typed
from forms.wareki import ISO, wareki

NAME, ADDRESS, BUILDING = f"{YOU}.name", f"{YOU}.address", f"{YOU}.building"
FORMER, COMMON, OTHER = f"{YOU}.former_name", f"{YOU}.common_name", f"{YOU}.other_name"

_BRACKETED = re.compile(r"\s*(?:[［\[]([^］\]]+)[］\]]|[（(]([^）)]+)[）)])\s*")
_SPACES = re.compile(r"\s+")
_NARROW = {0xFF01 + place: 0x21 + place for place in range(94)}
_DASHES = re.compile("[‐‑–—―−]|(?<=[0-9])ー|ー(?=[0-9])")
_CHOME = re.compile("([一二三四五六七八九]?十?[一二三四五六七八九]?)丁目")
_NUMERALS = "〇一二三四五六七八九"


class CardName(NamedTuple):
    """The name of a card, `山田［佐藤］　花子`: with the 旧氏 in square brackets, the 通称 in round ones."""

    name: str
    former: str = ""
    common: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """What the card says of one question otherwise than its answer."""

    words: str
    """In the words of the paper, as staff compare it."""
    value: Value | None
    """In its nearest form that somebody could have typed; None where there is none."""


def name_on_card(text: str) -> CardName:
    """Return the parts of a name as a card writes it."""
    found = _BRACKETED.findall(text)
    former, common = (next((pair[place] for pair in found if pair[place]), "") for place in (0, 1))
    return CardName(_BRACKETED.sub(PARTED, text).strip(), former, common) if found else CardName(text)


def with_card(journey: Journey, card: Mapping[str, str]) -> dict[str, Value]:
    """Return the answers with the card's facts where the visitor is asked for them and has not said anything yet."""
    said = {ask.key: value for ask, text in _said(journey, card) if (value := _nearest(ask, text)) is not None}
    empty = {key: value for key, value in said.items() if journey.answers.get(key, UNKNOWN) is UNKNOWN}
    if ADDRESS in empty:
        empty |= _divided(str(empty[ADDRESS]), journey.answers.get(BUILDING))
    return dict(journey.answers) | empty


def card_differences(journey: Journey, card: Mapping[str, str]) -> dict[str, Difference]:
    """Return what the card says otherwise than the answers, by the key of the question.

    Nothing of the card vanishes: what nobody could have typed is among it, with or without an answer.
    """
    found = {}
    for ask, text in _said(journey, card):
        answer, value = journey.answers.get(ask.key, UNKNOWN), _nearest(ask, text)
        if (value is None) if answer is UNKNOWN else not _is_said(ask.key, text, journey.answers):
            words = _day_in_words(text) if value is None else official_text(ask.ask.item, value)
            found[ask.key] = Difference(words, value)
    return found


def following_card(journey: Journey, card: Mapping[str, str]) -> Answers:
    """Return the answers with the card's own in place of those that differ from it."""
    found = card_differences(journey, card)
    values = {key: each.value for key, each in found.items() if each.value is not None}
    answers = {**journey.answers, **values}
    if ADDRESS in values:
        answers |= _divided(str(values[ADDRESS]), answers.pop(BUILDING, None))
    return answers


def _said(journey: Journey, card: Mapping[str, str]) -> Iterator[tuple[JourneyAsk, str]]:
    """The card's items beside the questions that are asked about the visitor."""
    name = name_on_card(card.get("name", ""))
    wanted = {f"{YOU}.{fact}": text for fact, text in card.items()}
    wanted |= {NAME: name.name, FORMER: name.former, COMMON: name.common, OTHER: name.former or name.common}
    return ((ask, wanted[ask.key]) for ask in journey.asks if wanted.get(ask.key))


def _nearest(ask: JourneyAsk, text: str) -> Value | None:
    """Return the text as somebody could have typed it, with its spaces and signs as every typed text has them."""
    item = ask.ask.item
    value = value_typed(item, {item.name: (text,)})
    return value if value is not None and not isinstance(value, Problem) and is_legal(item, value) else None


def _is_said(key: str, text: str, answers: Answers) -> bool:
    """Whether the answer is the card's text but for spaces and width; a variation selector is never overlooked."""
    answer = str(answers[key])
    if key == ADDRESS:
        whole = f"{answer}{answers.get(BUILDING) or ''}" if answers.get(BUILDING) is not UNKNOWN else answer
        return _folded_address(whole) == _folded_address(text)
    said = name_on_card(answer).name if key == NAME else answer
    return _folded(said) == _folded(text)


def _divided(address: str, building: Value | None) -> dict[str, Value]:
    """Return the address without the building at its end, and the building, where that is the one that was said."""
    if not isinstance(building, str):
        return {}
    for place in range(1, len(address)):
        if _folded_address(address[place:]) == _folded_address(building):
            return {ADDRESS: address[:place].rstrip(), BUILDING: building}
    return {}


def _folded(text: str) -> str:
    return full_width_kana(_SPACES.sub("", text)).translate(_NARROW)


def _folded_address(text: str) -> str:
    return _CHOME.sub(_chome, _DASHES.sub("-", _folded(text)))


def _chome(found: re.Match[str]) -> str:
    """二十一丁目 as 21丁目."""
    tens, ten, ones = found[1].rpartition("十")
    number = (_NUMERALS.find(tens) if tens else 1) * 10 * bool(ten) + (_NUMERALS.find(ones) if ones else 0)
    return f"{number}丁目" if found[1] else found[0]


def _day_in_words(text: str) -> str:
    """昭和30年2月30日, which registers have and calendars have not; another text as it is."""
    found = ISO.fullmatch(text)
    month = wareki(f"{found[1]}-{found[2]}-00") if found else ""
    return month.replace("日不詳", f"{int(found[3])}日") if found and "年月日" not in month else text
