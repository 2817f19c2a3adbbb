"""A search over topics by the names people have for things. No language model, no network, nothing kept."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from math import log
from types import MappingProxyType

from kiosk.town.terms import WHOLE, Slips, Spelling, find_terms

MOST_FOUND = 12
LONGEST = 100
"""Signs of what was typed that are looked at."""
LEAST, NEAR_BEST = 0.22, 0.4
"""A topic that met less only shares a word with what was wanted."""
TOLD = 0.4
"""What a term tells that stands only in what is told of a thing."""
EMPTY = 0.1
"""What a word tells that people put into any question."""


class TopicKind(StrEnum):
    """What a topic leads into."""

    PROCEDURE = "procedure"
    EVENT = "event"
    QUESTION = "question"


Share = tuple[int, float]
"""The number of a topic, and how much a term tells of it."""
Cut = Callable[[str], dict[str, float]]


@dataclass(frozen=True, slots=True)
class Topic:
    """Something to be found. `title` and `line` are Japanese and shown in the language of the page."""

    kind: TopicKind
    id: str
    title: str
    line: str
    names: Mapping[str, float]
    """What it is called, by itself or by people, and how surely that means it: from 0 to 1."""
    told: tuple[str, ...] = ()
    """What else is said of it: its description, what is brought for it, its choices."""


class Finder:
    """All topics in one language, ready to be searched."""

    def __init__(
        self,
        topics: Iterable[Topic],
        empty_words: Iterable[str] = (),
        sounds: Mapping[str, Iterable[str]] = MappingProxyType({}),
    ) -> None:
        """`sounds` are the readings of Chinese signs, where the language has them."""
        self._topics = tuple(topics)
        self._tells: dict[str, float] = {}
        self._names: list[tuple[int, float, float]] = []
        """Topic, how surely it is meant, and all that the terms of the name tell."""
        cut = cache(find_terms)
        self._empty = {term for word in empty_words for term in find_terms(word)}
        self._of_topic = self._weigh(cut)
        self._of_name = self._index_names(cut)
        self._spelling = Spelling(self._of_name)
        self._slips = Slips((name for topic in self._topics for name in topic.names), sounds)

    def find(self, wanted: str) -> tuple[Topic, ...]:
        """Return the topics that are meant, the likeliest first; none where nothing is near. Nothing is raised."""
        scores = self._score(self._meant(wanted))
        best = max(scores.values(), default=0.0)
        near = sorted(
            (-score, number) for number, score in scores.items() if score >= max(LEAST, best * NEAR_BEST)
        )
        return tuple(self._topics[number] for _, number in near[:MOST_FOUND])

    def _weigh(self, cut: Cut) -> dict[str, tuple[Share, ...]]:
        """Find out what each term tells: the more topics have it the less. Return of which it tells how much."""
        kinds: dict[str, float] = {}
        of_topic: dict[str, dict[int, float]] = defaultdict(dict)
        for number, topic in enumerate(self._topics):
            for texts, share in ((topic.told, TOLD), (topic.names, 1.0)):
                for text in texts:
                    for term, tells in cut(text).items():
                        kinds[term] = max(tells, kinds.get(term, 0.0))
                        of_topic[term][number] = share
        self._rarest = log(len(self._topics) + 1)
        for term, tells in kinds.items():
            rarity = log((len(self._topics) + 1) / sum(of_topic[term].values()))
            self._tells[term] = max(rarity, 0.1) * tells * (EMPTY if term in self._empty else 1.0)
        # The pairs are few and many terms have them: each is kept once.
        shares = {share: share for each in of_topic.values() for share in each.items()}
        return {term: tuple(shares[share] for share in each.items()) for term, each in of_topic.items()}

    def _index_names(self, cut: Cut) -> dict[str, tuple[int, ...]]:
        of_name: dict[str, list[int]] = defaultdict(list)
        for number, topic in enumerate(self._topics):
            for name, sure in topic.names.items():
                terms = cut(name)
                for term in terms:
                    of_name[term].append(len(self._names))
                self._names.append((number, sure, sum(self._tells[term] for term in terms)))
        return {term: tuple(names) for term, names in of_name.items()}

    def _meant(self, wanted: str) -> list[dict[str, float]]:
        """For each term that was typed, the known terms it may mean, with what each then tells."""
        meant: list[dict[str, float]] = []
        slips = self._slips.find(wanted[:LONGEST])
        for term, tells in find_terms(wanted[:LONGEST]).items():
            likely = {} if term in self._empty else slips.get(term) or dict(self._spelling.near(term))
            if term in self._tells:
                likely = {other: how * 0.7 for other, how in likely.items()} | {term: 1.0}
            known = {other: how * self._tells[other] for other, how in likely.items()}
            if known or tells == WHOLE:
                meant.append(known or {"": self._rarest * tells * (EMPTY if term in self._empty else 0.5)})
        return meant

    def _score(self, meant: list[dict[str, float]]) -> dict[int, float]:
        total = sum(max(likely.values()) for likely in meant)
        names: Counter[int] = Counter()
        topics: Counter[int] = Counter()
        for likely in meant:
            _add_best(
                names, ((name, tells) for term, tells in likely.items() for name in self._of_name.get(term, ()))
            )
            _add_best(
                topics,
                (
                    (number, tells * share)
                    for term, tells in likely.items()
                    for number, share in self._of_topic.get(term, ())
                ),
            )
        best: dict[int, float] = {}
        for name, met in names.items():
            number, sure, whole = self._names[name]
            cover = min(1.0, met / whole)
            score = sure * (met / total * (0.3 + 0.7 * cover) + 0.35 * (cover > 0.95))
            best[number] = max(score, best.get(number, 0.0))
        return {number: best.get(number, 0.0) + 0.5 * met / total for number, met in topics.items()}


def _add_best(sums: Counter[int], found: Iterable[tuple[int, float]]) -> None:
    """Add to each the most that one term gives it: a word and its likeness are not two."""
    most: dict[int, float] = {}
    for each, tells in found:
        most[each] = max(tells, most.get(each, 0.0))
    for each, tells in most.items():
        sums[each] += tells  # type: ignore[assignment]  # Counter is typed for whole numbers
