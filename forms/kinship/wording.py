"""The register's word for a person seen from another, read off the ties."""

from forms.kinship.relation import LONGEST, Relation, Step
from forms.kinship.ties import Neighbour, Tier, Ties
from forms.kinship.tree import Chain, Tree

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
