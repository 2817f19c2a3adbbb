"""The one search of phone, lobby and counter: the topics of a town in the language of the page.

Nothing of what is typed is kept: the log counts searches and the topics each found, and that is all.
"""

import logging
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from functools import cache, partial
from gettext import NullTranslations
from threading import Lock

from kiosk import logs, overlay
from kiosk.office import Office, read_said_words
from kiosk.settings.hall import Section
from kiosk.town import search, terms
from kiosk.town.topics import make_topics
from kiosk.web.language import EASY, EASY_LOCALE, JAPANESE, LANGUAGES, read_catalogue, readings, spoken
from kiosk.web.questions import day_words

_log = logging.getLogger(__name__)

_CARRIED = re.compile("\ufff9([^\ufff9-\ufffb]*)\ufffa([^\ufff9-\ufffb]*)\ufffb")
ENGLISH = "en"
IN_ENGLISH = 0.9
IN_LATIN_LETTERS = 0.9
IN_PINYIN = ("zh-Hans", "zh-Hant")
NEPALI = "ne"
LONGEST_TYPED = 100
MOST_READY = 6
"""Languages, of 20 MB and half a second each; the one that was used longest ago is let go."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The town's own answer as a page shows it, with the day on which it was true and who gave it."""

    lines: tuple[str, ...]
    day: str
    section: Section


class Searches:
    """What can be found in one office. A language is got ready when somebody first searches in it."""

    def __init__(self, office: Office) -> None:
        """Read the town's questions. Raise DataMistake."""
        self._office = office
        self._questions = {question.id: question for question in office.questions}
        self._finders: dict[str, search.Finder] = {}
        self._lock = Lock()

    def find(self, typed: str) -> tuple[search.Topic, ...]:
        """Return the topics that are meant, the likeliest first."""
        return self.finder(spoken().code).find(typed)

    def count(self, found: tuple[search.Topic, ...], place: str) -> None:
        """Note that somebody has searched, and how many topics there were; nothing of the words."""
        logs.event(_log, "searched", count=len(found), place=place, language=spoken().code)

    def answers(self, found: tuple[search.Topic, ...]) -> dict[str, Answer]:
        """Return the answers to the questions among what was found, by the ids of their topics."""
        asked = (self._questions[topic.id] for topic in found if topic.kind is search.TopicKind.QUESTION)
        section = self._office.settings.section
        return {
            each.id: Answer(
                tuple(each.answer.splitlines()), day_words(each.as_of.isoformat()), section(each.section)
            )
            for each in asked
        }

    def finder(self, code: str) -> search.Finder:
        """Return what searches in a language; やさしい日本語 is Japanese."""
        code = JAPANESE if code == EASY else code
        with self._lock:
            finder = self._finders.pop(code, None) or self._make(code)
            self._finders[code] = finder
            if len(self._finders) > MOST_READY:
                del self._finders[next(iter(self._finders))]
        return finder

    def _make(self, code: str) -> search.Finder:
        office, words = self._office, read_said_words()
        events = office.guide.events.values()
        topics = make_topics(
            office.catalogue.current.values(), events, office.questions, words, code, partial(say_otherwise, code)
        )
        return search.Finder((_with_latin(topic, code) for topic in topics), words.empty, known_sounds(code))


def read_typed(typed: str) -> str:
    """Return the beginning of what was typed into a search field, in one line, without signs nobody can see."""
    line = " ".join(typed[:LONGEST_TYPED].split())
    return "".join(sign for sign in line if sign.isprintable() or sign in terms.JOINERS).strip()


def say_otherwise(code: str, text: str) -> dict[str, float]:
    """Return the other ways in which a person may write a Japanese text, and how surely they then mean it."""
    said: dict[str, float] = {}
    if (english := read_catalogue(ENGLISH).gettext(text)) != text:
        said[english] = 1.0 if code == ENGLISH else IN_ENGLISH
    if code not in (JAPANESE, ENGLISH) and (own := read_catalogue(LANGUAGES[code].locale).gettext(text)) != text:
        said[own] = 1.0
    if (easy := read_catalogue(EASY_LOCALE).gettext(text)) != text and code == JAPANESE:
        said |= {_CARRIED.sub(r"\1", easy): 1.0, readings(easy): 1.0}
    kana = (known_readings().read(text) or text) if len(text) <= LONGEST_TYPED else ""
    if latin := terms.spell_latin(terms.fold(kana)):
        said |= {kana: 1.0, latin: IN_LATIN_LETTERS}
        if code in (heard := known_letters()["kana"]) and (own := terms.spell_kana(terms.fold(kana), heard[code])):
            said[own] = IN_LATIN_LETTERS
    return said


def _with_latin(topic: search.Topic, code: str) -> search.Topic:
    """Return the topic with its names as they are typed where there are Latin keys alone."""
    spelled = {
        typed: sure * IN_LATIN_LETTERS
        for name, sure in topic.names.items()
        for typed in _spell(name, code)
        if typed
    }
    return replace(topic, names={**spelled, **topic.names}) if spelled else topic


def _spell(name: str, code: str) -> tuple[str, ...]:
    if code in IN_PINYIN:
        return terms.spell_pinyin(name, known_sounds(code))
    return (terms.spell_devanagari(name, known_letters()["latin"][code]),) if code == NEPALI else ()


@cache
def known_sounds(code: str) -> dict[str, tuple[str, ...]]:
    """Return how Chinese signs are read in the language."""
    if code in IN_PINYIN:
        return terms.read_sounds(overlay.SHIPPED / "pinyin.toml")
    return terms.read_sounds(overlay.SHIPPED / "onyomi.toml") if code == JAPANESE else {}


@cache
def known_letters() -> dict[str, dict[str, dict[str, str]]]:
    """Return how kana are written in other scripts, and other scripts in Latin letters."""
    return terms.read_letters(overlay.SHIPPED / "letters.toml")


@cache
def known_readings() -> terms.Readings:
    """Return the readings of all words that やさしい日本語 has, the commonest of each, and of some more."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for text in _texts_of(read_catalogue(EASY_LOCALE)):
        for word, reading in _CARRIED.findall(text):
            if terms.KANJI_RUN.fullmatch(word):
                found[word][reading] += 1
    common = {word: counted.most_common(1)[0][0] for word, counted in found.items()}
    return terms.Readings(common | read_said_words().readings)


def _texts_of(catalogue: NullTranslations) -> list[str]:
    known: dict[object, object] = getattr(catalogue, "_catalog", {})
    return [text for text in known.values() if isinstance(text, str)]
