"""Need to know: which answers of a visit somebody of a section sees without giving a reason."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from forms import JourneyAsk, JourneyPage, Procedure, codes_of, person
from kiosk.desk.case import Case
from kiosk.desk.view import CaseView
from kiosk.office import today
from kiosk.staff import Staff
from kiosk.town.hall import Hall

WHO_SOMEBODY_IS = frozenset(
    f"{person.YOU}.{fact}" for fact in ("name", "kana", "birth_date", "address", "building")
)
"""What every section sees of whoever stands there."""

REASONS: dict[str, str] = {
    "cover": "担当の課に代わって受け付ける",
    "asked": "ご本人に頼まれた",
    "paper": "この窓口でまとめて印刷する",
    "check": "内容の食い違いを確かめる",
}
"""Why somebody looks at the rest."""

ON_PAPER, CONSENTED = "on_paper", "consented"
CONSENT_REASONS: dict[str, str] = {
    ON_PAPER: "紙の同意の欄に、この課への同意がある",
    CONSENTED: "ご本人が、いまこの窓口で同意した",
}
"""Why somebody looks at what another section's sheet says."""


@dataclass(frozen=True, slots=True)
class Scope:
    """`own` are the procedures of somebody's sections among those of the visit; None where that is all of it.

    `kept` are items that no consent opens, `told` those that everybody sees; `reasons` may be given for the rest.
    """

    own: frozenset[str] | None = None
    kept: frozenset[str] = frozenset()
    told: frozenset[str] = frozenset()
    reasons: tuple[str, ...] = tuple(REASONS)

    @property
    def is_whole(self) -> bool:
        return self.own is None and not self.kept

    @property
    def wants_consent(self) -> bool:
        """Return whether only the person can open the rest."""
        return CONSENTED in self.reasons

    def shows(self, ask: JourneyAsk) -> bool:
        """Return whether the answer may be seen."""
        name = ask.ask.item.name
        if ask.key in WHO_SOMEBODY_IS or name in self.told:
            return True
        return name not in self.kept and (self.own is None or not self.own.isdisjoint(ask.serves))

    def shows_page(self, page: JourneyPage) -> bool:
        """Return whether everything on the page may be seen, and so be corrected. Whoever lacks a consent gives none."""
        return all(self.shows(ask) and ask.ask.item.name not in self.told for ask in page.asks)

    def limit(self, view: CaseView) -> CaseView:
        """Return the view without what may not be seen, and how many answers that are."""
        if self.is_whole:
            return view
        pages, closed = [], 0
        for page in view.pages:
            seen = tuple(answer for answer in page.answers if self.shows(answer.asked))
            closed += len(page.answers) - len(seen)
            if seen:
                is_whole = len(seen) == len(page.answers) and self.told.isdisjoint(
                    answer.asked.ask.item.name for answer in seen
                )
                pages.append(replace(page, answers=seen, is_whole=is_whole))
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


def with_consents(scope: Scope, staff: Staff, case: Case, hall: Hall | None) -> Scope:
    """Return what somebody sees of the visit of another section's sheet: the parts their sections have consent for."""
    for procedure in filter(lambda each: each.carried is not None, case.procedures):
        scope = _consented(scope, staff, procedure, case, hall)
    return scope


def _consented(scope: Scope, staff: Staff, procedure: Procedure, case: Case, hall: Hall | None) -> Scope:
    consents = procedure.carried.consents if procedure.carried else ()
    seen = case.journey(today()).seen_by(procedure)
    leads = hall is not None and not staff.sections.isdisjoint(hall.sections_of(procedure.id))
    mine = hall.consents_of(staff.sections) if hall else frozenset[str]()
    refused = [each for each in consents if not leads and mine.isdisjoint(codes_of(seen.get(each.item)))]
    own = scope.own if scope.own is None else scope.own | {procedure.id}
    if not refused:
        return replace(scope, own=own)
    if len(refused) == len(consents):
        own = frozenset(each.id for each in case.procedures if own is None or each.id in own) - {procedure.id}
    closed = {page for each in refused for page in each.pages}
    items = frozenset(ask.item.name for page in procedure.pages if page.id in closed for ask in page.asks)
    told = scope.told.union(each.item for each in consents)
    reasons = (CONSENTED,) if mine else (ON_PAPER, CONSENTED)
    return replace(scope, own=own, kept=scope.kept | items, told=told, reasons=reasons)
