"""The guide: from a life event and a few plain questions to this household's list of procedures.

A town writes an event of its own, or in place of a shipped one, into `config/guide/<event>.toml`: `read_guide`
reads them, `check_guide` proves that every case has exactly one answer, `guide_result` gives the list of one
household, and `prefilled` takes what it has said over into the journey, so that nothing is asked twice.
"""

from forms.guide.check import check_guide
from forms.guide.event import Guide, LifeEvent, Necessity
from forms.guide.eventfile import read_guide
from forms.guide.result import GuideResult, GuideStep, guide_result, prefilled

__all__ = [
    "Guide",
    "GuideResult",
    "GuideStep",
    "LifeEvent",
    "Necessity",
    "check_guide",
    "guide_result",
    "prefilled",
    "read_guide",
]
