"""One way the words of a household can hang together: who stands on whose step, and who is absent in between."""

from dataclasses import dataclass, field

from forms.kinship.relation import Born, Step

Chain = tuple[Step, ...]


@dataclass(slots=True)
class Tree:
    """People by number, the absent ones after the members; only what the words themselves say.

    `chains` are the words to the head, None for people who have none. `cost` grows with all that is unlikely.
    """

    sexes: list[str | None]
    births: list[Born | None]
    surnames: list[str]
    chains: list[Chain | None]
    members: int
    spouses: dict[int, int] = field(default_factory=dict)
    unregistered: set[int] = field(default_factory=set)
    parents: dict[int, tuple[int, ...]] = field(default_factory=dict)
    siblings: dict[int, tuple[int, ...]] = field(default_factory=dict)
    elders: set[tuple[int, int]] = field(default_factory=set)
    cost: int = 0

    def copy(self) -> "Tree":
        return Tree(
            self.sexes.copy(),
            self.births,
            self.surnames,
            self.chains.copy(),
            self.members,
            self.spouses.copy(),
            self.unregistered.copy(),
            self.parents.copy(),
            self.siblings.copy(),
            self.elders.copy(),
            self.cost,
        )

    def absent(self, chain: Chain, cost: int) -> int:
        """Add a person who is not a member and return the number."""
        self.sexes.append(chain[-1].sex)
        self.chains.append(chain)
        self.cost += cost
        return len(self.sexes) - 1

    def is_member(self, person: int) -> bool:
        return person < self.members

    def born(self, person: int) -> Born | None:
        return self.births[person] if person < self.members else None

    def surname(self, person: int) -> str:
        return self.surnames[person] if person < self.members else ""

    def children(self, parent: int) -> list[int]:
        return [child for child, parents in self.parents.items() if parent in parents]

    def marry(self, one: int, other: int, step: Step) -> None:
        """Make two people a couple; `step` is the word for the other seen from the one."""
        self.spouses[one] = other
        self.spouses[other] = one
        if step.is_unregistered:
            self.unregistered |= {one, other}
        elif self.sexes[one] is None:
            self.sexes[one] = opposite(self.sexes[other])

    def add_parent(self, parent: int, child: int) -> None:
        known = self.parents.get(child, ())
        if parent not in known:
            self.parents[child] = (*known, parent)

    def add_siblings(self, one: int, other: int, step: Step) -> None:
        """Make two people siblings; `step` is the word for the other seen from the one."""
        self.siblings[one] = (*self.siblings.get(one, ()), other)
        self.siblings[other] = (*self.siblings.get(other, ()), one)
        if step in (Step.ELDER_BROTHER, Step.ELDER_SISTER):
            self.elders.add((other, one))
        elif step in (Step.YOUNGER_BROTHER, Step.YOUNGER_SISTER):
            self.elders.add((one, other))

    def years_between(self, elder: int, younger: int) -> tuple[float, float] | None:
        """The least and the most years the first is older than the second, where both births are known."""
        one, other = self.born(elder), self.born(younger)
        return one.years_before(other) if one and other else None

    def is_elder(self, one: int, other: int) -> bool | None:
        """Return whether the first is the elder, None where nobody knows."""
        if (one, other) in self.elders or (other, one) in self.elders:
            return (one, other) in self.elders
        years = self.years_between(one, other)
        if years is None or years[0] <= 0 <= years[1]:
            return None
        return years[0] > 0


def opposite(sex: str | None) -> str | None:
    return {"male": "female", "female": "male"}.get(sex or "")
