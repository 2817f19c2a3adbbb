"""A case: one visit with its procedures, and the sealed file a desk keeps of it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple

from cardreader.card import UNTOLD, Signature
from forms import Answers, Application, Catalogue, Journey, Place, Problem, Procedure, Value, journeypage, showing
from forms.answers import UNKNOWN, codes_of, rows_of
from forms.checking import is_legal
from forms.inputs import full_width_kana
from forms.item import value_typed
from forms.kinds.text import PARTED
from forms.person import FAMILY, ROW_ID, YOU, FactSource, family_rows
from forms.ticket.keyfiles import read_keyring
from forms.wareki import ISO, wareki
from kiosk.desk.cardread import CardRead
from kiosk.office import Office
from kiosk.store import Attendance, Store, StoreError, Visit, VisitId, answers, read_open_visit
from kiosk.tickets import public_keys

Sources = Mapping[str, FactSource]
"""By key, of what nobody typed."""


def sources_after(
    before: Answers, after: Answers, sources: Sources, changed_by: FactSource
) -> dict[str, FactSource]:
    """Return the sources once the answers have changed: what was changed has a new one, what is gone has none."""
    old, new = _facts(before), _facts(after)
    kept = {key: source for key, source in sources.items() if key in new and old.get(key) == new[key]}
    if changed_by is FactSource.TYPED:
        return kept
    return kept | {key: changed_by for key, value in new.items() if old.get(key) != value}


def source_shown(key: str, answers: Answers, sources: Sources) -> FactSource:
    """Return where an answer came from; of a household by staff if any of its facts is."""
    if key != FAMILY:
        return sources.get(key, FactSource.TYPED)
    found = [sources[fact] for fact in _facts({FAMILY: answers.get(FAMILY, ())}) if fact in sources]
    return found[0] if found else FactSource.TYPED


def _facts(answers: Answers) -> dict[str, Value]:
    """The answers with each fact of the household under its person."""
    facts = {key: value for key, value in answers.items() if key != FAMILY}
    if rows_of(answers.get(FAMILY)):
        for id, row in family_rows(answers):
            facts |= {f"{id}.{name}": value for name, value in row.items() if name != ROW_ID}
    return facts


# The store seals one map of answers; prefixes that no item name can have keep the parts of the bundle apart.
ANSWER, ORIGINAL, CARD, IDENTIFICATION = "answer:", "original:", "card:", "identification"
SUGGESTED = "suggested:"
SOURCE = "source:"
REGISTER_DAY, IMPRINT_KEY, PAPERS = "register_day", "imprint", "papers"
NOTE, NOTE_FOR = "note", "note_for"
CARD_KIND, CARD_EXPIRES, CARD_SIGNATURE = "card_kind", "card_expires", "card_signature"
UNREADABLE, LICENCE_UNTIL = "unreadable", "licence_until"


@dataclass(frozen=True, slots=True)
class CaseFile:
    """`original` is what the ticket or the card brought, so that every later change can be marked.

    `identification` are the codes of the papers shown; `card` is what the card says of its holder, by the card's names.
    `suggested` are readings that the lobby saw while names were written: no answers until a person confirms them.
    """

    answers: Answers = field(default_factory=dict, repr=False)
    original: Answers = field(default_factory=dict, repr=False)
    identification: tuple[str, ...] = ()
    card: Mapping[str, str] = field(default_factory=dict, repr=False)
    card_read: CardRead = field(default_factory=CardRead)
    """What kind of card it was."""
    suggested: Answers = field(default_factory=dict, repr=False)
    unreadable: tuple[str, ...] = ()
    """The keys of answers in the ticket that nobody could have typed: they count as not given."""
    sources: Mapping[str, FactSource] = field(default_factory=dict)
    """By key where an answer came from, of those nobody typed; of one of the household by their id, `p2.name`."""
    papers: tuple[str, ...] = ()
    """The codes of what else staff has looked at (委任状, 転出証明書 …)."""
    register_day: str = ""
    """The day of the register from which something was taken over."""
    note: str = field(default="", repr=False)
    """What staff tell each other of the visit; it goes with the answers and never onto paper."""
    note_for: str = ""
    """The section that is told it; empty for everybody."""
    imprint_key: str = field(default="", repr=False)
    """With which the imprints of the sheets are made; it goes with the answers."""


def pack(file: CaseFile) -> Answers:
    """The bundle as one map, to be sealed like answers."""
    packed: dict[str, Value] = {ANSWER + key: value for key, value in file.answers.items()}
    packed |= {ORIGINAL + key: value for key, value in file.original.items()}
    packed |= {CARD + name: text for name, text in file.card.items()}
    packed |= {SUGGESTED + key: value for key, value in file.suggested.items()}
    packed |= {SOURCE + key: source.value for key, source in file.sources.items()}
    codes: dict[str, Value] = {
        IDENTIFICATION: file.identification,
        UNREADABLE: file.unreadable,
        IMPRINT_KEY: file.imprint_key,
        PAPERS: file.papers,
        NOTE: file.note,
        NOTE_FOR: file.note_for,
        REGISTER_DAY: file.register_day,
        CARD_KIND: file.card_read.kind,
        CARD_EXPIRES: file.card_read.expires,
        LICENCE_UNTIL: file.card_read.licence_until,
        CARD_SIGNATURE: file.card_read.signature.value if file.card_read else "",
    }
    return packed | {name: found for name, found in codes.items() if found}


def unpack(packed: Answers) -> CaseFile:
    """The inverse of `pack`."""
    return CaseFile(
        answers=_part(packed, ANSWER),
        original=_part(packed, ORIGINAL),
        identification=codes_of(packed.get(IDENTIFICATION)),
        card={name: str(text) for name, text in _part(packed, CARD).items()},
        card_read=CardRead(
            str(packed.get(CARD_KIND, "")),
            str(packed.get(CARD_EXPIRES, "")),
            Signature(str(packed.get(CARD_SIGNATURE, Signature.UNCHECKED.value))),
            str(packed.get(LICENCE_UNTIL, "")),
        ),
        suggested=_part(packed, SUGGESTED),
        unreadable=codes_of(packed.get(UNREADABLE)),
        register_day=str(packed.get(REGISTER_DAY, "")),
        sources={key: FactSource(str(source)) for key, source in _part(packed, SOURCE).items()},
        papers=codes_of(packed.get(PAPERS)),
        note=str(packed.get(NOTE, "")),
        note_for=str(packed.get(NOTE_FOR, "")),
        imprint_key=str(packed.get(IMPRINT_KEY, "")),
    )


def _part(packed: Answers, prefix: str) -> dict[str, Value]:
    return {key.removeprefix(prefix): value for key, value in packed.items() if key.startswith(prefix)}


NAME, ADDRESS, BUILDING = f"{YOU}.name", f"{YOU}.address", f"{YOU}.building"
FORMER, COMMON, OTHER = f"{YOU}.former_name", f"{YOU}.common_name", f"{YOU}.other_name"

_BRACKETED = re.compile(r"\s*(?:[［\[]([^］\]]+)[］\]]|[（(]([^）)]+)[）)])\s*")
ONE_CHARACTER = ".[\U000e0100-\U000e01ef]?"
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
            words = _day_in_words(text) if value is None else showing.official_text(ask.ask.item, value)
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


def _said(journey: Journey, card: Mapping[str, str]) -> Iterator[tuple[journeypage.JourneyAsk, str]]:
    """The card's items beside the questions that are asked about the visitor."""
    name = name_on_card(card.get("name", ""))
    wanted = {f"{YOU}.{fact}": text for fact, text in card.items()}
    wanted |= {NAME: name.name, FORMER: name.former, COMMON: name.common, OTHER: name.former or name.common}
    return ((ask, wanted[ask.key]) for ask in journey.asks if wanted.get(ask.key))


def _nearest(ask: journeypage.JourneyAsk, text: str) -> Value | None:
    """Return the text as somebody could have typed it, with its spaces and signs as every typed text has them.

    A text with a character that the card could not tell is nobody's name: it is typed by a person.
    """
    item = ask.ask.item
    if UNTOLD in text:
        return None
    value = value_typed(item, {item.name: (text,)})
    return value if value is not None and not isinstance(value, Problem) and is_legal(item, value) else None


def _is_said(key: str, text: str, answers: Answers) -> bool:
    """Whether the answer is the card's text but for spaces and width; a variation selector is never overlooked."""
    answer = str(answers[key])
    if key == ADDRESS:
        whole = f"{answer}{answers.get(BUILDING) or ''}" if answers.get(BUILDING) is not UNKNOWN else answer
        return _is_same(_folded_address(whole), _folded_address(text))
    said = name_on_card(answer).name if key == NAME else answer
    return _is_same(_folded(said), _folded(text))


def _is_same(said: str, text: str) -> bool:
    """Whether they are the same, where any one character may stand for one that the card could not tell."""
    if UNTOLD not in text:
        return said == text
    return re.fullmatch(ONE_CHARACTER.join(map(re.escape, text.split(UNTOLD))), said) is not None


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


@dataclass(frozen=True, slots=True)
class Case:
    visit: Visit
    procedures: tuple[Procedure, ...]
    file: CaseFile
    sealed: bytes | None = field(default=None, compare=False, repr=False)
    """As it was read, to see on keeping it that nobody else has kept another."""
    application: Application = field(init=False, compare=False, repr=False)
    """What is printed; the screen and its sheets share what follows from it."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "application", Application(self.procedures, self.answers, self.file.sources))

    @property
    def answers(self) -> Answers:
        return self.file.answers

    def journey(self, today: date) -> Journey:
        """Return all that follows from the procedures and the answers on that day, worked out once."""
        return self.application.journey(today)

    def question(self, key: str, today: date) -> journeypage.JourneyPage | None:
        """Return the journey's page with this question alone on it; None if it is not asked."""
        for page in self.journey(today).pages:
            for asked in page.asks:
                if asked.key == key:
                    return replace(page, asks=(asked,))
        return None

    def proposed(self, page: journeypage.JourneyPage) -> Answers:
        """Return the answers for the fields of a page: where nothing was said, what follows from others or is usual."""
        usual = {ask.key: ask.ask.usual for ask in page.asks if ask.ask.usual is not None}
        known = {ask.key: ask.known for ask in page.asks if ask.known is not None}
        return {**usual, **known, **self.answers}

    def with_answers(self, answers: Answers) -> "Case":
        """Return the case with other answers, not kept yet."""
        return replace(self, file=replace(self.file, answers=answers))

    @property
    def printed(self) -> bool:
        return self.visit.status.has_paper

    @property
    def place(self) -> Place:
        """Return where it was asked for, which decides the price: what the lobby has printed keeps its own."""
        return Place(self.visit.mode.value)


@dataclass(frozen=True, slots=True)
class Cases:
    """Reads and keeps cases; the answers are sealed to the town's key on their way in and out."""

    office: Office
    store: Store

    def read(self, visit_id: str) -> Case:
        """An open case. Raises StoreError."""
        return self.opened(read_open_visit(self.store, VisitId(visit_id)))

    def opened(self, found: answers.Found) -> Case:
        """The case of an open visit that was just read. Raises StoreError."""
        visit, sealed = found
        settings = self.office.settings
        keyring = read_keyring(settings.keys.folder, settings.town.code)
        opened = answers.open_answers(sealed, visit.id, keyring) if sealed is not None else {}
        return Case(visit, procedures_of(visit, self.office.catalogue), unpack(opened), sealed)

    def open_all(self, attendance: Attendance) -> Iterator[tuple[Visit, CaseFile]]:
        """The open visits with their files; what cannot be opened counts as empty. Raises KeysError."""
        settings = self.office.settings
        keyring = read_keyring(settings.keys.folder, settings.town.code)
        for visit, sealed in attendance.visits:
            try:
                yield visit, unpack(answers.open_answers(sealed, visit.id, keyring) if sealed is not None else {})
            except StoreError:
                yield visit, CaseFile()

    def keep(self, case: Case, file: CaseFile, *, staff_id: int | None = None) -> None:
        """Keeps the file in place of the case's own; what was changed is counted, never named. Raises StoreError,
        visit_changed among its reasons."""
        corrected = changes(case.file.answers, file.answers)
        sealed = self.seal(file, case.visit.id)
        answers.save_answers(
            self.store, case.visit.id, sealed, replaces=case.sealed, corrected=corrected, staff_id=staff_id
        )

    def seal(self, file: CaseFile, visit_id: VisitId) -> bytes:
        return answers.seal_answers(pack(file), visit_id, public_keys(self.office))


def procedures_of(visit: Visit, catalogue: Catalogue) -> tuple[Procedure, ...]:
    """In the versions the visit began with, as far as the catalogue still has them."""
    return tuple(found for id, version in visit.procedures if (found := catalogue.begun(id, version)))


def changes(before: Answers, after: Answers) -> int:
    """How many answers of `before` are no longer the same; what was added where nothing stood is no correction."""
    return sum(1 for key, value in before.items() if after.get(key) != value)
