"""Need to know: which answers of a visit somebody of a section sees without giving a reason."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from forms import JourneyAsk, JourneyPage
from forms.person import YOU
from kiosk.desk.view import CaseView
from kiosk.staff import Staff
from kiosk.town.hall import Hall

WHO_SOMEBODY_IS = frozenset(f"{YOU}.{fact}" for fact in ("name", "kana", "birth_date", "address", "building"))
"""What every section sees of whoever stands there."""

REASONS: Mapping[str, str] = {
    "cover": "担当の課に代わって受け付ける",
    "asked": "ご本人に頼まれた",
    "paper": "この窓口でまとめて印刷する",
    "check": "内容の食い違いを確かめる",
}
"""Why somebody looks at the rest."""


@dataclass(frozen=True, slots=True)
class Scope:
    """`own` are the procedures of somebody's sections among those of the visit; None where that is all of it."""

    own: frozenset[str] | None = None

    @property
    def is_whole(self) -> bool:
        return self.own is None

    def shows(self, ask: JourneyAsk) -> bool:
        """Return whether the answer may be seen."""
        return self.own is None or ask.key in WHO_SOMEBODY_IS or not self.own.isdisjoint(ask.serves)

    def shows_page(self, page: JourneyPage) -> bool:
        """Return whether everything on the page may be seen, and so be corrected."""
        return all(self.shows(ask) for ask in page.asks)

    def limit(self, view: CaseView) -> CaseView:
        """Return the view without what may not be seen, and how many answers that are."""
        if self.is_whole:
            return view
        pages, closed = [], 0
        for page in view.pages:
            seen = tuple(answer for answer in page.answers if self.shows(answer.asked))
            closed += len(page.answers) - len(seen)
            if seen:
                pages.append(replace(page, answers=seen, is_whole=len(seen) == len(page.answers)))
        by_card = {answer.key for page in pages for answer in page.answers}
        told = {key: words for key, words in view.by_card.items() if key in by_card}
        return replace(view, pages=tuple(pages), remarks=(), by_card=told, can_follow_card=False, closed=closed)


def scope_of(staff: Staff, procedures: Collection[str], hall: Hall | None) -> Scope:
    """Return what somebody sees of a visit with these procedures. One that no section of the hall has is everybody's."""
    if hall is None or not staff.sections:
        return Scope()
    serving = {each: hall.sections_of(each) for each in procedures}
    own = frozenset(each for each, sections in serving.items() if not sections or sections & staff.sections)
    return Scope() if own == set(procedures) else Scope(own)
