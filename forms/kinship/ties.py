"""What follows from a tree: second parents, couples and siblings, and the register's word read off them.

The register uses the closest word, so a word also tells what is *not*: 妻の子 is no child of the head in law, 父の妻 not
the mother. Such ties are never made.
"""

from collections.abc import Iterator
from datetime import date
from enum import IntEnum

from forms.kinship.placing import Chain, Placing, Tree, have_other_surnames, is_odd_gap
from forms.kinship.relation import LONGEST, Relation, Step

ADULT = 18


class Tier(IntEnum):
    """How sure a tie is."""

    SURE = 0
    LIKELY = 1
    EVEN = 2
    UNLIKELY = 3


Neighbour = tuple[int, str, Step, Tier]
Pairs = dict[int, dict[int, Tier]]


class Ties:
    """All ties of one tree, each with its tier: `spouses`, `parents` (of a child), `children`, `siblings`."""

    def __init__(self, tree: Tree, placing: Placing) -> None:
        self.tree = tree
        self.said = placing.said
        self.spouses: Pairs = {one: {other: Tier.SURE} for one, other in tree.spouses.items()}
        self.siblings: Pairs = {one: dict.fromkeys(others, Tier.SURE) for one, others in tree.siblings.items()}
        self.neighbours: dict[int, list[Neighbour]] = {}
        self.parents: Pairs = {}
        self.children: Pairs = {}
        for child, parents in tree.parents.items():
            for parent in parents:
                self._add_parent(parent, child, Tier.SURE)
        self._marry_parents()
        self._share_parents()
        self._add_second_parents()
        self._join_siblings()
        self._suspect_adopted_sons(placing.today)
        self.tiers = sorted(
            {tier for pairs in (self.spouses, self.parents, self.siblings) for tier in _tiers(pairs)}
        )

    def _add_parent(self, parent: int, child: int, tier: Tier) -> None:
        self.parents.setdefault(child, {}).setdefault(parent, tier)
        self.children.setdefault(parent, {}).setdefault(child, tier)

    def _may_add(self, parent: int, child: int) -> bool:
        """Return whether the words, the births and what was said leave room for this parent."""
        years = self.tree.years_between(parent, child)
        if years and years[1] <= 0:
            return False
        chains = self.tree.chains[parent], self.tree.chains[child]
        return _leaves_the_words(*chains) and self.said.allows_parent(parent, child, self.tree)

    def _marry_parents(self) -> None:
        for parents in self.tree.parents.values():
            if len(parents) == 2 and not set(parents) & self.tree.spouses.keys():
                one, other = parents
                if not {one, other} & self.said.no_spouse:
                    self._pair(self.spouses, one, other, Tier.LIKELY)

    def _share_parents(self) -> None:
        """Siblings by a word usually have both parents in common."""
        for one, others in self.tree.siblings.items():
            for parent in self.tree.parents.get(one, ()):
                for other in others:
                    if len(self.parents.get(other, ())) < 2 and self._may_add(parent, other):
                        is_odd = is_odd_gap(self.tree, parent, other) or have_other_surnames(
                            self.tree, parent, other
                        )
                        self._add_parent(parent, other, Tier.EVEN if is_odd else Tier.LIKELY)

    def _add_second_parents(self) -> None:
        for child, parents in [(child, dict(parents)) for child, parents in self.parents.items()]:
            for parent, tier in parents.items():
                for spouse in list(self.spouses.get(parent, {})):
                    if len(parents) < 2 and spouse not in parents and self._may_add(spouse, child):
                        self._add_parent(spouse, child, max(tier, self._second_parent(parent, spouse, child)))

    def _second_parent(self, parent: int, spouse: int, child: int) -> Tier:
        """How likely the spouse of a parent is the other parent."""
        if (
            child not in self.tree.parents
        ):  # a sibling by a word, beside 父の妻 or 母の夫: half or step, nobody can tell
            return Tier.EVEN
        if is_odd_gap(self.tree, spouse, child) or self._is_among_step_children(parent, spouse, child):
            return Tier.UNLIKELY
        return Tier.UNLIKELY if self._bears_neither_name(parent, spouse, child) else Tier.LIKELY

    def _is_among_step_children(self, parent: int, spouse: int, child: int) -> bool:
        """Return whether a child of only one of the couple is here, and this one is not younger."""
        for one, other in ((parent, spouse), (spouse, parent)):
            for step in self.tree.children(one):
                if step != child and other not in self.tree.parents[step] and not self._may_add(other, step):
                    years = self.tree.years_between(step, child)
                    if years is None or years[0] <= 0:
                        return True
        return False

    def _bears_neither_name(self, parent: int, spouse: int, child: int) -> bool:
        """Return whether one name of the couple is not the child's (no sign where the couple has two names)."""
        tree = self.tree
        if not tree.surname(parent) or have_other_surnames(tree, parent, spouse):
            return False
        return have_other_surnames(tree, parent, child) and have_other_surnames(tree, spouse, child)

    def _join_siblings(self) -> None:
        """Two siblings of one person are usually each other's."""
        for others in self.tree.siblings.values():
            for one in others:
                for other in others:
                    if one < other and other not in self.siblings.get(one, {}):
                        self._pair(self.siblings, one, other, Tier.LIKELY)

    def _suspect_adopted_sons(self, today: date | None) -> None:
        """A daughter's husband adopted by her parents (婿養子) is 子 like her, and as the head calls them his own."""
        for one, other in self.tree.spouses.items():
            for parent in self.tree.parents.get(one, ()):
                if len(self.tree.parents.get(other, ())) < 2 and self._may_add(parent, other):
                    self._add_parent(parent, other, Tier.UNLIKELY)
            for sibling in self.tree.siblings.get(one, ()):
                if sibling != other and self._may_be_siblings(other, sibling):
                    self._pair(self.siblings, other, sibling, Tier.UNLIKELY)
        for parent, children in self.children.items():
            grown = [child for child in children if self.parents[child][parent] is Tier.SURE]
            for one, other in _couples(grown):
                if self._may_be_couple(one, other, today):
                    self._pair(self.spouses, one, other, Tier.UNLIKELY)

    def _may_be_siblings(self, one: int, other: int) -> bool:
        """Return whether the word of the other stays the closest one when they are siblings."""
        chain, word = self.tree.chains[one], self.tree.chains[other]
        return chain is None or word is None or _rank(word) <= _rank((*chain, Step.SIBLING))

    def _may_be_couple(self, one: int, other: int, today: date | None) -> bool:
        sexes = {self.tree.sexes[one], self.tree.sexes[other]}
        if (len(sexes) == 1 and None not in sexes) or {one, other} & (self.spouses.keys() | self.said.no_spouse):
            return False
        births = self.tree.born(one), self.tree.born(other)
        return not any(birth and today and (today - birth.first).days < ADULT * 365 for birth in births)

    @staticmethod
    def _pair(pairs: Pairs, one: int, other: int, tier: Tier) -> None:
        pairs.setdefault(one, {}).setdefault(other, tier)
        pairs.setdefault(other, {}).setdefault(one, tier)

    def sibling_tiers(self, person: int) -> dict[int, Tier]:
        """All siblings: by a word, or through a parent in common."""
        found = dict(self.siblings.get(person, {}))
        for parent, tier in self.parents.get(person, {}).items():
            for child, other in self.children[parent].items():
                if child != person:
                    found[child] = min(found.get(child, Tier.UNLIKELY), max(tier, other))
        return found


def _tiers(pairs: Pairs) -> Iterator[Tier]:
    for others in pairs.values():
        yield from others.values()


def _couples(people: list[int]) -> Iterator[tuple[int, int]]:
    for place, one in enumerate(people):
        for other in people[place + 1 :]:
            yield one, other


def _leaves_the_words(parent: Chain | None, child: Chain | None) -> bool:
    """Return whether both words stay the closest ones when the first is a parent of the second."""
    if parent is None or child is None:
        return True
    down = not parent or not parent[-1].is_parent
    up = not child or child[-1].is_spouse or child[-1].is_parent
    if down and _rank(child) > _rank((*parent, Step.CHILD)):
        return False
    return not (up and _rank(parent) > _rank((*child, Step.PARENT)))


def _rank(chain: Chain) -> tuple[int, int]:
    """Shorter is closer, then blood before marriage."""
    return len(chain), sum(step.distance for step in chain)


class Readings:
    """All trees of some people, the cheapest first; the ties of each are worked out when first wanted."""

    def __init__(self, trees: list[Tree], placing: Placing) -> None:
        self.trees = trees
        self._placing = placing
        self._ties: list[Ties] = []

    def __iter__(self) -> Iterator[Ties]:
        for place, tree in enumerate(self.trees):
            if place == len(self._ties):
                self._ties.append(Ties(tree, self._placing))
            yield self._ties[place]


SPOUSE, CHILD, PARENT, SIBLING = "spouse", "child", "parent", "sibling"
NEXT = {
    "": (SPOUSE, CHILD, PARENT, SIBLING),
    SPOUSE: (CHILD, PARENT, SIBLING),
    CHILD: (CHILD, SPOUSE),
    PARENT: (PARENT, SIBLING, SPOUSE),
    SIBLING: (CHILD, SPOUSE),
}
"""Which step may follow which: nobody is 子の兄, 父の子 or 兄の弟."""

Walk = tuple[int, str, Chain]


def words_by_tier(ties: Ties, one: int, other: int) -> dict[Tier, Relation | None]:
    """The word for the other seen from the one, for ties up to each tier; None where no chain of four steps leads."""
    words: dict[Tier, Relation | None] = {}
    word: Relation | None = None
    for tier in Tier:
        if tier in ties.tiers or not words:
            word = closest_word(ties, one, other, tier)
        words[tier] = word
    return words


def closest_word(ties: Ties, one: int, other: int, worst: Tier) -> Relation | None:
    """The shortest chain over ties up to this tier; of equally long ones the closest."""
    if one == other:
        return Relation(())
    walks: list[Walk] = [(one, "", ())]
    seen: set[tuple[int, str]] = set()
    for _ in range(LONGEST):
        walks = [longer for walk in walks for longer in _longer(ties, walk, worst)]
        walks = [walk for walk in walks if (walk[0], walk[1]) not in seen]
        seen |= {(walk[0], walk[1]) for walk in walks}
        arrived = [walk[2] for walk in walks if walk[0] == other]
        if arrived:
            return Relation(min(arrived, key=_distance))
    return None


def _longer(ties: Ties, walk: Walk, worst: Tier) -> list[Walk]:
    node, last, chain = walk
    return [
        (person, kind, (*chain, step))
        for person, kind, step, tier in _neighbours(ties, node)
        if tier <= worst and kind in NEXT[last]
    ]


def _neighbours(ties: Ties, node: int) -> list[Neighbour]:
    """Everybody one step away, worked out once a tree."""
    if node not in ties.neighbours:
        kinds = (
            (SPOUSE, ties.spouses.get(node, {})),
            (CHILD, ties.children.get(node, {})),
            (PARENT, ties.parents.get(node, {})),
            (SIBLING, ties.sibling_tiers(node)),
        )
        ties.neighbours[node] = [
            (person, kind, _step(ties.tree, node, person, kind), tier)
            for kind, people in kinds
            for person, tier in people.items()
        ]
    return ties.neighbours[node]


def _distance(chain: Chain) -> int:
    return sum(step.distance for step in chain)


def _step(tree: Tree, node: int, person: int, kind: str) -> Step:
    if kind == CHILD:
        return Step.CHILD
    sex = tree.sexes[person]
    if kind == PARENT:
        return {"male": Step.FATHER, "female": Step.MOTHER}.get(sex or "", Step.PARENT)
    if kind == SIBLING:
        return _sibling(tree.is_elder(person, node), sex)
    if node in tree.unregistered and tree.spouses.get(node) == person:
        return {"male": Step.UNREGISTERED_HUSBAND, "female": Step.UNREGISTERED_WIFE}.get(sex or "", Step.SPOUSE)
    return {"male": Step.HUSBAND, "female": Step.WIFE}.get(sex or "", Step.SPOUSE)


def _sibling(is_elder: bool | None, sex: str | None) -> Step:
    if sex is None or is_elder is None:
        return Step.SIBLING
    if sex == "male":
        return Step.ELDER_BROTHER if is_elder else Step.YOUNGER_BROTHER
    return Step.ELDER_SISTER if is_elder else Step.YOUNGER_SISTER
