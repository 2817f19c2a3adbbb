"""The papers somebody brings beside those that show who they are: a list to tick, recorded, told when it is left open."""

from dataclasses import dataclass

from forms.application import things_to_bring
from forms.journey import Journey
from forms.procedure import Shows
from kiosk.desk.case import Case

OF_BASIS = "basis"
"""In the place of a procedure, for papers that no procedure names but the ground on which somebody acts."""


@dataclass(frozen=True, slots=True)
class PaperBrought:
    """One thing to look at. `code` names it in the audit: the procedure, and its place among what that wants."""

    code: str
    text: str
    is_seen: bool


def papers_of(case: Case, journey: Journey) -> tuple[PaperBrought, ...]:
    """Return what to look at, each thing once; what shows who somebody is has a step of its own."""
    beside = set(Shows) - {Shows.NOTHING}
    return tuple(
        PaperBrought(code, text, code in case.file.papers)
        for text in things_to_bring(journey, beside)
        for code in (_code(text, journey),)
    )


def known_papers(codes: list[str], case: Case, journey: Journey) -> tuple[str, ...]:
    """Return those of the codes that are papers of the visit, in the order of the list."""
    return tuple(paper.code for paper in papers_of(case, journey) if paper.code in codes)


def _code(text: str, journey: Journey) -> str:
    for procedure in journey.chosen:
        for place, thing in enumerate(procedure.bring, start=1):
            if thing.text == text:
                return f"{procedure.id}:{place}"
    return OF_BASIS
