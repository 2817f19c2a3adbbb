"""The topics a search finds: procedures, life events and the town's own questions, with all that people call them.

Papers lead to the procedures that print them or want them: their names are told of these. The town's questions are
in its `faq.toml`: an answer somebody has written, with its section and its date; nothing here makes one up.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from forms import Bring, MistakeKind, Procedure, Table, read_toml
from forms.guide.event import LifeEvent
from kiosk.settings.values import read_words
from kiosk.town.search import Topic, TopicKind

SEARCH, FAQ = "search.toml", "faq.toml"
LANGUAGES = ("ja", "en", "zh-Hans", "zh-Hant", "ko", "vi", "pt", "id", "fil", "ne", "my")
LONGEST_ANSWER = 600
OF_ANOTHER_LANGUAGE = 0.85
"""How surely a word is meant that stands for something in a language the page is not in."""
LESS_LIKELY, LEAST_LIKELY = 0.04, 0.8
"""Each further procedure of one entry is meant a little less surely."""

Say = Callable[[str], dict[str, float]]
"""A Japanese text in the other ways a person may write it, its readings and translations, and how surely."""


@dataclass(frozen=True, slots=True)
class Said:
    """Words by language, and the ids of what they mean, the likeliest first."""

    words: dict[str, tuple[str, ...]]
    procedures: tuple[str, ...]
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SaidWords:
    """What people call things, and the words they put into any question."""

    said: tuple[Said, ...]
    empty: tuple[str, ...]
    readings: dict[str, str]
    """Of words that no translation reads."""

    def japanese_names(self, procedure_id: str) -> str:
        """Return what people call the procedure in Japanese, in one text."""
        return " ".join(
            word for each in self.said if procedure_id in each.procedures for word in each.words.get("ja", ())
        )

    def names_of(self, kind: TopicKind, id: str, language: str, say: Say) -> dict[str, float]:
        """Return what people call one procedure or event, and how surely they mean it."""
        names: dict[str, float] = {}
        for said in self.said:
            ids = said.procedures if kind is TopicKind.PROCEDURE else said.events
            if id in ids:
                sure = max(LEAST_LIKELY, 1.0 - LESS_LIKELY * ids.index(id))
                _add(names, _said_names(said, language, say), sure)
        return names


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the town's own, with the answer its section gave on that day."""

    id: str
    question: str
    words: tuple[str, ...]
    answer: str
    as_of: date
    section: str


def read_said(file: Path) -> SaidWords:
    """Return what the file says. Raise DataMistake."""
    root = read_toml(file)
    empty, reading = root.table("empty"), root.table("reading")
    found = SaidWords(
        tuple(_said(table) for table in root.tables("said")),
        tuple(word for words in _by_language(empty).values() for word in words),
        {word: reading.text(word) for word in reading.keys()},  # noqa: SIM118 - no mapping
    )
    empty.finish()
    root.finish()
    return found


def read_faq(file: Path, sections: Collection[str], today: date) -> tuple[Question, ...]:
    """Return the town's questions in their order; none without a file. Raise DataMistake."""
    if not file.is_file():
        return ()
    root = read_toml(file)
    found = tuple(_question(table, place, sections, today) for place, table in enumerate(root.tables("question")))
    asked: set[str] = set()
    for table, question in zip(root.tables("question"), found, strict=True):
        if question.question in asked:
            table.note(MistakeKind.DUPLICATE, "question", question.question)
        asked.add(question.question)
    root.finish()
    return found


def make_topics(
    procedures: Iterable[Procedure],
    events: Iterable[LifeEvent],
    questions: Iterable[Question],
    words: SaidWords,
    language: str,
    say: Say,
) -> Iterator[Topic]:
    """Yield everything of a town that a search may find, events first: one leads to all that it needs."""
    for event in events:
        steps = (
            text for entry in event.entries if entry.is_offered for text in (entry.title, *_brought(entry.bring))
        )
        told = _told((event.lead, *steps), say)
        names = _names(TopicKind.EVENT, event.id, (event.title,), words, language, say)
        yield Topic(TopicKind.EVENT, event.id, event.title, event.lead, names, told)
    for each in procedures:
        choices = (choice.label for ask in each.asks() for choice in ask.offered or ask.item.choices)
        told = _told((each.lead, *_brought(each.bring), *choices), say)
        names = _names(TopicKind.PROCEDURE, each.id, (each.short, each.title), words, language, say)
        yield Topic(TopicKind.PROCEDURE, each.id, each.short, each.lead, names, told)
    for question in questions:
        own: dict[str, float] = {}
        for text in (question.question, *question.words):
            _add(own, {text: 1.0, **say(text)}, 1.0)
        yield Topic(TopicKind.QUESTION, question.id, question.question, "", own, (question.answer,))


def _names(
    kind: TopicKind, id: str, titles: tuple[str, ...], words: SaidWords, language: str, say: Say
) -> dict[str, float]:
    names = words.names_of(kind, id, language, say)
    for title in titles:
        _add(names, {title: 1.0, **say(title)}, 1.0)
    return names


def _said_names(said: Said, language: str, say: Say) -> dict[str, float]:
    found: dict[str, float] = {}
    for code, words in said.words.items():
        sure = 1.0 if code in ("ja", "en", language) else OF_ANOTHER_LANGUAGE
        for word in words:
            _add(found, {word: 1.0, **(say(word) if code == "ja" else {})}, sure)
    return found


def _add(names: dict[str, float], more: dict[str, float], sure: float) -> None:
    for name, how in more.items():
        names[name] = max(how * sure, names.get(name, 0.0))


def _told(texts: Iterable[str], say: Say) -> tuple[str, ...]:
    once = dict.fromkeys(text for text in texts if text)
    return tuple(dict.fromkeys(each for text in once for each in (text, *say(text))))


def _brought(bring: Iterable[Bring]) -> Iterator[str]:
    return (each.text for each in bring)


def _said(table: Table) -> Said:
    said = Said(_by_language(table), table.texts("procedures", ()), table.texts("events", ()))
    table.finish()
    return said


def _by_language(table: Table) -> dict[str, tuple[str, ...]]:
    return {code: words for code in LANGUAGES if (words := table.texts(code, ()))}


def _question(table: Table, place: int, sections: Collection[str], today: date) -> Question:
    found = Question(
        f"q{place + 1}",
        read_words(table, "question"),
        table.texts("words", ()),
        table.text("answer").strip(),
        table.day("as_of"),
        read_words(table, "section"),
    )
    if table.has("answer") and not 0 < len(found.answer) <= LONGEST_ANSWER:
        table.wrong_type("answer", f"空でない{LONGEST_ANSWER}字までの文")
    if found.as_of > today:
        table.note(MistakeKind.OUT_OF_RANGE, "as_of", "答えを確かめた日（きょうまで）")
    if table.has("section") and found.section not in sections:
        table.note(MistakeKind.NOT_ALLOWED, "section", "、".join(sections))
    table.finish()
    return found
