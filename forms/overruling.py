"""Overruling: what all chosen procedures share is asked once, until a procedure answers it for itself (手続ごとに変える)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from forms import kinds
from forms.answers import OWN, Answers, Value, codes_of
from forms.item import Choice, Item
from forms.procedure import Ask, Procedure

OVERRULED = "overruled"
"""Where the answer is kept which procedures answer for themselves."""
OVERRULED_ASK = "手続ごとに変える（使いみちなど）"
OVERRULED_HINT = "ほかの手続と違う答えにするものだけ、選んでください。"


def own_key(item: Item, procedure: Procedure) -> str:
    """Return where a procedure's own answer is kept, `purpose@seal_certificate`."""
    return f"{item.name}{OWN}{procedure.id}"


def overruled_item(procedures: Sequence[Procedure]) -> Item:
    """Return the question which of these procedures answer for themselves, as far as they ask what can be."""
    ordered = sorted(procedures, key=lambda procedure: procedure.number)
    choices = tuple(Choice(each.id, each.short, each.short) for each in ordered if overrulable_asks(each))
    return Item(OVERRULED, kinds.CHOICES, OVERRULED_ASK, OVERRULED_ASK, OVERRULED_HINT, choices)


def overrulable_asks(procedure: Procedure) -> tuple[Ask, ...]:
    """Return the questions of the procedure that can be answered for it alone."""
    return tuple(ask for ask in procedure.asks() if ask.item.overrulable)


def with_overruled(procedures: Sequence[Procedure], answers: Answers) -> Answers:
    """Return the answers with every procedure named that has one of its own."""
    named = codes_of(answers.get(OVERRULED))
    own = (each.id for each in procedures if any(own_key(a.item, each) in answers for a in overrulable_asks(each)))
    found = {*named, *own}
    codes = tuple(choice.code for choice in overruled_item(procedures).choices if choice.code in found)
    return {**answers, OVERRULED: codes} if codes else answers


@dataclass(frozen=True)
class Overruling:
    """Which of the chosen procedures answer for themselves what they share with others.

    Those that somebody named, and those that do not offer what was chosen for all. Such a procedure answers all its
    overrulable questions itself: who goes to another office with it rarely has the rest in common.
    """

    procedures: tuple[Procedure, ...]
    answers: Answers

    @cached_property
    def sharers(self) -> tuple[Procedure, ...]:
        """The procedures that share an overrulable question with another one."""
        return tuple(
            each for each in self.procedures if any(self.is_shared(ask) for ask in overrulable_asks(each))
        )

    def is_shared(self, ask: Ask) -> bool:
        """Return whether the question is asked once for several procedures, and may be overruled."""
        return ask.item.overrulable and len(self._asked[ask.item.name]) > 1

    def is_own(self, ask: Ask, procedure: Procedure) -> bool:
        """Return whether the procedure answers this question for itself."""
        return self.is_shared(ask) and procedure.id in self._overruled

    def shared(self, ask: Ask) -> Ask:
        """Return the question as it is asked for all: it offers what any of them does that nobody named."""
        offered = [each for id, one in self._asked[ask.item.name] if id not in self._named for each in one.offered]
        return replace(ask, offered=tuple(choice for choice in ask.item.choices if choice in offered))

    def own(self, ask: Ask) -> Ask:
        """Return the question as one procedure asks it for itself: it proposes what was answered for all."""
        common = self.answers.get(ask.item.name)
        return ask if common is None or not _offers(ask, common) else replace(ask, usual=common)

    @cached_property
    def ask(self) -> Ask:
        """The question which procedures answer for themselves."""
        item = overruled_item(self.sharers)
        return Ask(item, required=False, offered=item.choices)

    @cached_property
    def _asked(self) -> dict[str, tuple[tuple[str, Ask], ...]]:
        """The overrulable questions by item, each with the procedures that ask it."""
        asked: dict[str, tuple[tuple[str, Ask], ...]] = {}
        for procedure in self.procedures:
            for ask in overrulable_asks(procedure):
                asked[ask.item.name] = (*asked.get(ask.item.name, ()), (procedure.id, ask))
        return asked

    @cached_property
    def _named(self) -> frozenset[str]:
        return frozenset(codes_of(self.answers.get(OVERRULED))) & {each.id for each in self.sharers}

    @cached_property
    def _overruled(self) -> frozenset[str]:
        return self._named | {id for name in self._asked for id in self._without(name)}

    def _without(self, name: str) -> tuple[str, ...]:
        """The procedures that do not offer what was chosen for all, where another one does."""
        common, asks = self.answers.get(name), [each for each in self._asked[name] if each[0] not in self._named]
        if common is None or not any(_offers(ask, common) for _, ask in asks):
            return ()
        return tuple(id for id, ask in asks if not _offers(ask, common))


def _offers(ask: Ask, value: Value) -> bool:
    return not ask.offered or {choice.code for choice in ask.offered}.issuperset(codes_of(value))
