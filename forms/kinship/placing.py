"""All the ways the words of a household can hang together, each with its cost.

子の妻 is the wife of *a* child: of one of those here, or of one who is absent. Only the steps 妻・夫・父・母 lead to one
person by themselves; child and sibling steps are open.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from forms.kinship.relation import Born, Kin, Member, Step

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


MOST_READINGS = 1000
ABSENT_UNIQUE, ABSENT_OPEN, UNLIKELY, STRANGE = 1, 2, 1, 3
"""What a reading costs: an absent person behind a unique or an open step, one unlikely thing, parents who are no couple."""

MARRIAGEABLE = 16
"""Years: the least age in any marriage on the register (民法731条 before April 2022; 18 since)."""

PARENT_GAP = (15, 55)
COUPLE_GAP = 25


class TooMany(Exception):
    """More than MOST_READINGS, already for these people alone."""

    def __init__(self, people: frozenset[int]) -> None:
        super().__init__("too many readings")
        self.people = people


@dataclass(frozen=True, slots=True)
class Said:
    """The facts of `Kin` by number: what hangs together, and what does not."""

    spouses: tuple[tuple[int, int, Step], ...]
    parents: tuple[tuple[int, int], ...]
    siblings: tuple[tuple[int, int, Step], ...]
    no_spouse: frozenset[int]
    no_parent: frozenset[int]
    no_children: frozenset[int]
    not_parent: frozenset[tuple[int, int]]

    def allows_parent(self, parent: int, child: int, tree: Tree) -> bool:
        """Return whether nobody denied that this parent has this child."""
        if (parent, child) in self.not_parent:
            return False
        return not (tree.is_member(parent) and (child in self.no_parent or parent in self.no_children))


def said_of(kin: Iterable[Kin], numbers: dict[str, int]) -> Said:
    """The facts by number; facts about people who are not here are left out."""
    spouses: list[tuple[int, int, Step]] = []
    siblings: list[tuple[int, int, Step]] = []
    parents: list[tuple[int, int]] = []
    denied: list[tuple[int, int]] = []
    nobody: dict[str, set[int]] = {"spouse": set(), "parent": set(), "child": set()}
    for fact in (fact for fact in kin if fact.of in numbers):
        of = numbers[fact.of]
        if fact.who is None:
            kind = "spouse" if fact.is_.is_spouse else "parent" if fact.is_.is_parent else "child"
            nobody[kind].add(of)
        elif fact.who in numbers:
            who = numbers[fact.who]
            if fact.is_.is_sibling:
                siblings.append((of, who, fact.is_))
            elif fact.is_.is_spouse:
                spouses.append((of, who, fact.is_))
            else:
                pair = (of, who) if fact.is_ is Step.CHILD else (who, of)
                (denied if fact.is_denied else parents).append(pair)
    return Said(
        tuple(spouses),
        tuple(parents),
        tuple(siblings),
        frozenset(nobody["spouse"]),
        frozenset(nobody["parent"]),
        frozenset(nobody["child"]),
        frozenset(denied),
    )


@dataclass(frozen=True, slots=True)
class Placing:
    """Places members on the steps of their words. `today` bars marriages of children; None bars none."""

    members: tuple[Member, ...]
    head: int
    said: Said
    today: date | None

    def trees(self, wanted: Iterable[int]) -> list[Tree]:
        """Every tree of the wanted members, cheapest first. Raise TooMany beyond MOST_READINGS."""
        trees = [self._bare()]
        order = sorted(wanted, key=self._chain_length)
        for place, person in enumerate(order):
            placed: list[Tree] = []
            for tree in trees:
                placed += self._placed(tree, person)
                if len(placed) > MOST_READINGS:
                    raise TooMany(frozenset(order[: place + 1]))
            trees = placed
        return sorted(trees, key=lambda tree: tree.cost)

    def _chain_length(self, person: int) -> int:
        relation = self.members[person].relation
        return len(relation.steps) if relation else 0

    def _bare(self) -> Tree:
        """Only what was said."""
        tree = Tree(
            [member.known_sex for member in self.members],
            [member.born for member in self.members],
            [member.surname for member in self.members],
            [chain_of(member) for member in self.members],
            len(self.members),
        )
        for one, other, step in self.said.spouses:
            tree.marry(one, other, step)
        for parent, child in self.said.parents:
            tree.add_parent(parent, child)
        for one, other, step in self.said.siblings:
            tree.add_siblings(one, other, step)
        return tree

    def _placed(self, tree: Tree, person: int) -> Iterator[Tree]:
        chain = tree.chains[person]
        if not chain:
            yield tree
            return
        reached = [(tree, self.head)]
        for place in range(len(chain) - 1):
            prefix = chain[: place + 1]
            reached = [hit for at, node in reached for hit in self._stepped(at, node, prefix)]
        for at, anchor in reached:
            placed = self._attached(at, anchor, person, chain[-1])
            if placed:
                yield placed

    def _stepped(self, tree: Tree, node: int, prefix: Chain) -> Iterator[tuple[Tree, int]]:
        """Everybody the last step of the prefix may lead to from the node."""
        step = prefix[-1]
        here = [person for person in _next(tree, node, step) if _fits(tree, person, prefix)]
        for person in here:
            yield tree, person
        if here and not _is_open(step):
            return
        if step.is_spouse and node in tree.spouses:
            return
        longer = tree.copy()
        absent = longer.absent(prefix, ABSENT_OPEN if _is_open(step) else ABSENT_UNIQUE)
        _connect(longer, node, absent, step)
        yield longer, absent

    def _attached(self, tree: Tree, anchor: int, person: int, step: Step) -> Tree | None:
        """The tree with the person on the last step of their word; None where that cannot be."""
        if anchor == person or not self._may(tree, anchor, person, step):
            return None
        placed = tree.copy()
        placed.cost += self._cost(tree, anchor, person, step)
        if not (step.is_spouse and tree.spouses.get(anchor) == person):
            _connect(placed, anchor, person, step)
        elif step.is_unregistered:
            placed.unregistered |= {anchor, person}
        return placed

    def _may(self, tree: Tree, anchor: int, person: int, step: Step) -> bool:
        if step.is_spouse:
            return self._may_marry(tree, anchor, person, step)
        if step is Step.CHILD:
            return self._may_be_parent(tree, anchor, person)
        return not step.is_parent or self._may_be_parent(tree, person, anchor)

    def _may_marry(self, tree: Tree, one: int, other: int, step: Step) -> bool:
        if tree.spouses.get(one, other) != other or tree.spouses.get(other, one) != one:
            return False
        if tree.is_member(one) and {one, other} & self.said.no_spouse:
            return False
        same = tree.sexes[one] is not None and tree.sexes[one] == tree.sexes[other]
        if same and not step.is_unregistered:
            return False
        return not (self._is_below(tree, one, MARRIAGEABLE) or self._is_below(tree, other, MARRIAGEABLE))

    def _is_below(self, tree: Tree, person: int, years: int) -> bool:
        birth = tree.born(person)
        return bool(birth and self.today and (self.today - birth.first).days < years * 365)

    def _may_be_parent(self, tree: Tree, parent: int, child: int) -> bool:
        if not self.said.allows_parent(parent, child, tree):
            return False
        years = tree.years_between(parent, child)
        if years and years[1] <= 0:
            return False
        others = [other for other in tree.parents.get(child, ()) if other != parent]
        alike = [other for other in others if tree.chains[other] and tree.chains[other] == tree.chains[parent]]
        return len(others) < 2 and not alike

    def _cost(self, tree: Tree, anchor: int, person: int, step: Step) -> int:
        if step.is_spouse:
            return _couple_cost(tree, anchor, person)
        if step is Step.CHILD:
            return _parent_cost(tree, anchor, person)
        return _parent_cost(tree, person, anchor) if step.is_parent else 0


def chain_of(member: Member) -> Chain | None:
    """The steps of a member's word; None without a word, or with a free one."""
    return member.relation.steps if member.relation and member.relation.free is None else None


def _is_open(step: Step) -> bool:
    return step is Step.CHILD or step.is_sibling


def _next(tree: Tree, node: int, step: Step) -> Iterable[int]:
    if step.is_spouse:
        return [tree.spouses[node]] if node in tree.spouses else []
    if step is Step.CHILD:
        return tree.children(node)
    return tree.parents.get(node, ()) if step.is_parent else tree.siblings.get(node, ())


def _fits(tree: Tree, person: int, prefix: Chain) -> bool:
    """Whether the person can be meant by the prefix: by the same word, or by a fact about one without a word."""
    if _is_open(prefix[-1]) and tree.chains[person] is not None:
        return tree.chains[person] == prefix
    return prefix[-1].sex is None or tree.sexes[person] in (None, prefix[-1].sex)


def _connect(tree: Tree, node: int, person: int, step: Step) -> None:
    if step.is_spouse:
        tree.sexes[person] = tree.sexes[person] or opposite(tree.sexes[node])
        tree.marry(node, person, step)
    elif step is Step.CHILD:
        tree.add_parent(node, person)
    elif step.is_parent:
        tree.add_parent(person, node)
    else:
        tree.add_siblings(node, person, step)


def _couple_cost(tree: Tree, one: int, other: int) -> int:
    years = tree.years_between(one, other)
    apart = bool(years and (years[0] > COUPLE_GAP or years[1] < -COUPLE_GAP))
    same_sex = tree.sexes[one] is not None and tree.sexes[one] == tree.sexes[other]
    return UNLIKELY * (apart + same_sex + have_other_surnames(tree, one, other))


def _parent_cost(tree: Tree, parent: int, child: int) -> int:
    others = [other for other in tree.parents.get(child, ()) if other != parent]
    strangers = [other for other in others if not _may_be_couple(tree, parent, other)]
    unlikely = is_odd_gap(tree, parent, child) + have_other_surnames(tree, parent, child)
    return UNLIKELY * unlikely + STRANGE * bool(strangers)


def _may_be_couple(tree: Tree, one: int, other: int) -> bool:
    return tree.spouses.get(one, other) == other and tree.spouses.get(other, one) == one


def is_odd_gap(tree: Tree, parent: int, child: int) -> bool:
    """Return whether the parent would be surely less than 15 or more than 55 years older."""
    years = tree.years_between(parent, child)
    return bool(years and (years[1] < PARENT_GAP[0] or years[0] > PARENT_GAP[1]))


def have_other_surnames(tree: Tree, one: int, other: int) -> bool:
    """Return whether both surnames are known and differ."""
    names = tree.surname(one), tree.surname(other)
    return all(names) and names[0] != names[1]
