"""On which ground the visitor acts in each procedure, and who plays which role."""

from datetime import date

import pytest

from forms import shipped_catalogue
from forms.answers import Answers, Value
from forms.cast import NOBODY, Cast, basis_of, pick_key, takes
from forms.journey import Journey
from forms.role import Basis
from tests.residents import HANAKO, HARU, ICHIRO, KENICHI, MISAKI, TARO, THREE_GENERATIONS, WHOLE, known, member

CATALOGUE = shipped_catalogue()
TODAY = date(2026, 11, 21)


def cast(id: str, answers: Answers) -> Cast:
    return Journey(CATALOGUE.chosen([id]), answers, TODAY).casts[id]


def ids(found: Cast, role: str) -> tuple[str, ...]:
    wanted = found.procedure.role(role)
    assert wanted is not None
    return found.ids(wanted)


def test_it_works() -> None:
    found = cast("resident_record_copy", {**HANAKO, "whom": "household", "family": (TARO,)})
    assert found.basis is Basis.HOUSEHOLD
    assert ids(found, "subject") == ("p1",)
    assert ids(found, "claimant") == ("you",)


@pytest.mark.parametrize(
    ("procedure", "whom", "basis"),
    [
        ("resident_record_copy", "self", Basis.SELF),
        ("resident_record_copy", "both", Basis.HOUSEHOLD),
        ("resident_record_copy", "letter", Basis.LETTER),
        ("resident_record_copy", "legal", Basis.LEGAL),
        ("seal_certificate", "household", Basis.TOKEN),
        ("seal_certificate", "letter", Basis.TOKEN),
        ("seal_registration", "household", Basis.LETTER),
        ("water", "letter", Basis.FREE),
        ("bereavement_head_change", "legal", Basis.LETTER),
    ],
)
def test_the_ground_follows_from_whom_it_is_about(procedure: str, whom: str, basis: Basis) -> None:
    assert basis_of(CATALOGUE.current[procedure], whom) is basis


def test_whom_is_asked_only_where_it_makes_a_difference() -> None:
    assert takes(CATALOGUE.current["resident_record_copy"], "household")
    assert takes(CATALOGUE.current["move_in"], "household")
    assert not takes(CATALOGUE.current["child_allowance"], "household")
    assert not takes(CATALOGUE.current["water"], "letter")


def test_who_comes_for_the_claimant_of_an_allowance_brings_a_letter() -> None:
    answers = {**KENICHI, "whom": "self", "family": THREE_GENERATIONS, "claimant@child_allowance": "p1"}
    found = cast("child_allowance", answers)
    assert found.basis is Basis.LETTER
    assert ids(found, "spouse") == ("you",)
    assert ids(found, "children") == ("p2", "p3")


def test_nobody_is_an_answer() -> None:
    answers: dict[str, Value] = {**KENICHI, "whom": "self", "family": THREE_GENERATIONS}
    assert ids(cast("child_allowance", answers), "spouse") == ("p1",)
    assert ids(cast("child_allowance", {**answers, "spouse@child_allowance": NOBODY}), "spouse") == ()


def test_who_may_not_play_a_role_does_not() -> None:
    answers = {**KENICHI, "whom": "self", "family": THREE_GENERATIONS, "spouse@child_allowance": "p5"}
    assert ids(cast("child_allowance", answers), "spouse") == ("p1",)


def test_the_head_is_found_in_the_household_or_named() -> None:
    answers: Answers = {**KENICHI, "whom": "self", "head.name": "髙﨑　フミ"}
    assert ids(cast("move_in", {**answers, "family": (ICHIRO, HARU)}), "head") == ("p4",)
    assert ids(cast("move_in", {**answers, "family": (MISAKI,)}), "head") == ("head",)


def test_a_role_of_one_may_name_anybody_who_is_old_enough() -> None:
    found = cast("child_allowance", {**KENICHI, "whom": "self", "family": THREE_GENERATIONS})
    role = found.procedure.role("claimant")
    assert role is not None
    assert found.candidates(role) == ("you", "p1", "p4", "p5")
    assert [choice.ask for choice in found.pick_item(role).choices][:2] == ["髙﨑　健一", "髙﨑　美咲"]
    assert pick_key(role, found.procedure) == "claimant@child_allowance"


HEAD: Answers = known("you", "takasaki.ichiro", *WHOLE)
WIFE: Answers = known("you", "takasaki.haru", *WHOLE)
SON = member("p1", "takasaki.kenichi", *WHOLE)


@pytest.mark.parametrize("id", ["move_in", "move_out", "move_within", "household_change"])
@pytest.mark.parametrize(
    ("who", "whom", "basis", "movers"),
    [
        (HEAD, "self", Basis.SELF, ("you", "p1")),
        (HEAD, "both", Basis.SELF, ("you", "p1")),
        (HEAD, "household", Basis.HEAD, ("p1",)),
        (WIFE, "household", Basis.HOUSEHOLD, ("p1",)),
    ],
)
def test_the_head_notifies_for_the_members(
    id: str, who: Answers, whom: str, basis: Basis, movers: tuple[str, ...]
) -> None:
    """住民基本台帳法26条."""
    found = cast(id, {**who, "whom": whom, "family": (SON,)})
    assert (found.basis, ids(found, "movers")) == (basis, movers)
    assert not found.is_represented


def test_who_is_left_out_of_those_who_move_notifies_for_the_others() -> None:
    stays: Answers = {**HEAD, "whom": "self", "family": (SON,), "movers@move_out": ("p1",)}
    assert cast("move_out", stays).basis is Basis.HEAD


def test_family_alone_said_for_another_procedure_is_asked_again_for_the_move() -> None:
    answers: Answers = {**HEAD, "whom": "household", "family": (SON,)}
    both = Journey(CATALOGUE.chosen(["move_out", "resident_record_copy"]), answers, TODAY)
    alone = Journey(CATALOGUE.chosen(["move_out"]), answers, TODAY)
    assert "movers@move_out" in {ask.key for page in both.path for ask in page.asks}
    assert "movers@move_out" not in {ask.key for page in alone.path for ask in page.asks}
