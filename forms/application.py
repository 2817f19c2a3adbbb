"""An application: what one visit is about, and what its resident must know beside the answers."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from forms import condition, journeypage, person, role
from forms.answers import Answers
from forms.journey import Journey
from forms.procedure import Notice, Procedure, Shows


@dataclass(frozen=True, slots=True)
class Application:
    """The chosen procedures and everything answered for them, each fact of a person once.

    `sources` says of a key where its value came from, where it was not typed.
    """

    procedures: tuple[Procedure, ...]
    answers: Answers
    sources: Mapping[str, person.FactSource] = field(default_factory=dict)
    _journeys: dict[date, Journey] = field(default_factory=dict, init=False, repr=False, compare=False)

    @classmethod
    def of(cls, journey: Journey) -> "Application":
        """Return the application whose answers a journey was worked out from, with that journey."""
        application = cls(journey.chosen, journey.answers)
        application._journeys[journey.today] = journey
        return application

    @property
    def people(self) -> person.People:
        return person.people_of(self.answers)

    def journey(self, today: date) -> Journey:
        """Return all that follows from it on that day; worked out once, however many sheets want it."""
        if today not in self._journeys:
            self._journeys[today] = Journey(self.procedures, self.answers, today)
        return self._journeys[today]

    def source(self, key: str) -> person.FactSource:
        return self.sources.get(key, person.FactSource.TYPED)


@dataclass(frozen=True, slots=True)
class HeldNotice:
    """A notice that holds for one procedure.

    `items` are what it is about: the item it names and the one whose answer filled that item in where nobody is
    asked for it. Empty texts stand for no item.
    """

    notice: Notice
    items: tuple[str, ...]


LEGAL_PAPERS = {
    "parent": "親子の関係が分かる戸籍（この町に本籍があれば必要ありません）",
    "minor_guardian": "未成年後見人であることが分かる戸籍",
    "guardian": "成年後見の登記事項証明書（3か月以内のもの）",
    "curator": "保佐の登記事項証明書と代理行為目録（3か月以内のもの）",
    "assistant": "補助の登記事項証明書と代理行為目録（3か月以内のもの）",
}
"""What shows on which ground a legal representative acts. [K] The office checks it."""


ORGANISATION_PAPERS = (
    "社員証など、会社・法人の人であることが分かるもの",
    "会社・法人からの委任状（代表者の印があるもの。代表者が来るときは不要です）",
    "会社・法人の登記事項証明書（3か月以内のもの）",
)
"""What shows for which organisation somebody comes. [K] The office checks it."""
REASON_PAPERS = ("契約書の写しなど、必要な理由が分かる資料",)
"""What shows why an organisation may ask about somebody. [K] The office checks it."""


def things_to_bring(journey: Journey, seen_already: Collection[Shows] = ()) -> tuple[str, ...]:
    """Return what to bring in this very case, each thing once, without what showed what staff has `seen_already`."""
    texts: list[str] = []
    for procedure in journey.chosen:
        seen = journey.seen_by(procedure)
        things = (thing for thing in procedure.bring if thing.shows not in seen_already)
        texts += [thing.text for thing in things if condition.holds(thing.when, seen, journey.today)]
        if seen.get(role.BASIS) == role.Basis.LEGAL and Shows.AUTHORITY not in seen_already:
            texts.append(LEGAL_PAPERS.get(str(seen.get(role.LEGAL_KIND, "")), LEGAL_PAPERS["guardian"]))
        if seen.get(role.BASIS) in (role.Basis.LEGAL, role.Basis.LETTER) and role.ORGANISATION_NAME in seen:
            texts += ORGANISATION_PAPERS[:1] if Shows.AUTHORITY not in seen_already else ()
        if seen.get(role.BASIS) == role.Basis.ORGANISATION:
            texts += ORGANISATION_PAPERS if Shows.AUTHORITY not in seen_already else ()
            texts += () if procedure.rules.organisation_itself else REASON_PAPERS
    return tuple(dict.fromkeys(texts))


def notices(journey: Journey) -> tuple[HeldNotice, ...]:
    """Return the notices that hold for these answers, in the order of the procedures."""
    found: list[HeldNotice] = []
    for procedure in journey.chosen:
        seen, today = journey.seen_by(procedure), journey.today
        found += [
            HeldNotice(notice, _items(procedure, notice, seen, today))
            for notice in procedure.notices
            if condition.holds(notice.when, seen, today)
        ]
    return tuple(found)


def notices_beside(advice: Sequence[HeldNotice], page: journeypage.JourneyPage) -> tuple[Notice, ...]:
    """Return the notices that name an item asked on this page, each once."""
    asked = {ask.ask.item.name for ask in page.asks}
    return tuple(dict.fromkeys(each.notice for each in advice if each.notice.item in asked))


def _items(procedure: Procedure, notice: Notice, seen: Answers, today: date) -> tuple[str, ...]:
    item = notice.item or (next(iter(notice.when.items)) if len(notice.when.items) == 1 else "")
    fills = (fill for fill in procedure.fills if fill.item == item and condition.holds(fill.when, seen, today))
    return (item, *(fill.source for fill in fills if fill.source))
