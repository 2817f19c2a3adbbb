"""What a desk keeps of a visit until it is finished: one bundle, sealed before it reaches the store."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from forms import Answers, Value
from forms.answers import codes_of
from forms.person import FactSource

# The store seals one map of answers; prefixes that no item name can have keep the parts of the bundle apart.
ANSWER, ORIGINAL, CARD, IDENTIFICATION = "answer:", "original:", "card:", "identification"
SUGGESTED = "suggested:"
SOURCE = "source:"
UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class CaseFile:
    """`original` is what the ticket or the card brought, so that every later change can be marked.

    `identification` are the codes of the papers shown; `card` are the card's four items by their own names.
    `suggested` are readings that the lobby saw while names were written: no answers until a person confirms them.
    """

    answers: Answers = field(default_factory=dict, repr=False)
    original: Answers = field(default_factory=dict, repr=False)
    identification: tuple[str, ...] = ()
    card: Mapping[str, str] = field(default_factory=dict, repr=False)
    suggested: Answers = field(default_factory=dict, repr=False)
    unreadable: tuple[str, ...] = ()
    """The keys of answers in the ticket that nobody could have typed: they count as not given."""
    sources: Mapping[str, FactSource] = field(default_factory=dict)
    """By key where an answer came from, of those nobody typed; of one of the household by their id, `p2.name`."""


def pack(file: CaseFile) -> Answers:
    """The bundle as one map, to be sealed like answers."""
    packed: dict[str, Value] = {ANSWER + key: value for key, value in file.answers.items()}
    packed |= {ORIGINAL + key: value for key, value in file.original.items()}
    packed |= {CARD + name: text for name, text in file.card.items()}
    packed |= {SUGGESTED + key: value for key, value in file.suggested.items()}
    packed |= {SOURCE + key: source.value for key, source in file.sources.items()}
    codes = {IDENTIFICATION: file.identification, UNREADABLE: file.unreadable}
    return packed | {name: found for name, found in codes.items() if found}


def unpack(packed: Answers) -> CaseFile:
    """The inverse of `pack`."""
    return CaseFile(
        answers=_part(packed, ANSWER),
        original=_part(packed, ORIGINAL),
        identification=codes_of(packed.get(IDENTIFICATION)),
        card={name: str(text) for name, text in _part(packed, CARD).items()},
        suggested=_part(packed, SUGGESTED),
        unreadable=codes_of(packed.get(UNREADABLE)),
        sources={key: FactSource(str(source)) for key, source in _part(packed, SOURCE).items()},
    )


def _part(packed: Answers, prefix: str) -> dict[str, Value]:
    return {key.removeprefix(prefix): value for key, value in packed.items() if key.startswith(prefix)}
