"""What sections do for a visit: which of it somebody needs, and in which order it ends soonest."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from forms import DataMistake
from forms.condition import Condition, Operator, Test
from kiosk.town.taskplan import WORKS, TaskPlan, Work, in_order
from tests.kiosk.town.test_hall import hall_of

TODAY = date(2026, 11, 30)
TASKS = """
[[section]]
id = "kokuho"
label = "保険年金課"

[[window]]
id = "w5"
label = "5番窓口"
sections = ["kokuho"]
desk = "counter-2"

[[queue]]
id = "kokuho"
label = "国保"
section = "kokuho"
letter = "H"

[[task]]
id = "move"
label = "転入の届出"
section = "juumin"
procedures = ["move_in"]

[[task]]
id = "kokuho-join"
label = "国保の加入"
section = "kokuho"
work = "issue"
procedures = ["move_in"]
steps = ["国民健康保険の加入"]
minutes = 8
lead_minutes = 20
after = ["move"]
when = { "move.kind" = "domestic" }
"""


def plan(id: str, section: str = "juumin", lead: int = 10, *after: str, when: Condition | None = None) -> TaskPlan:
    return TaskPlan(
        id, id, section, Work.RECEIVE, ("move_in",), ("相談",), 5, lead - 5, after, when or Condition()
    )


def test_it_works_as_the_file_says(tmp_path: Path) -> None:
    hall = hall_of(tmp_path, more=TASKS)
    first, second = hall.tasks
    assert (second.label, second.work, second.lead) == ("国保の加入", Work.ISSUE, 28)
    assert second.after == (first.id,)
    assert hall.sections_of("move_in") == {"juumin", "kokuho"}
    assert hall.sections_of("birth_report") == frozenset()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('section = "kokuho"\nwork', 'section = "nowhere"\nwork'),
        ('work = "issue"', 'work = "sleep"'),
        ('after = ["move"]', 'after = ["kokuho-join"]'),
        ('after = ["move"]', 'after = ["later"]'),
        ('id = "kokuho-join"', 'id = "move"'),
        ("minutes = 8", "minutes = 0"),
        ('procedures = ["move_in"]\nsteps', 'procedures = ["moving"]\nsteps'),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, old: str, new: str) -> None:
    assert old in TASKS
    with pytest.raises(DataMistake):
        hall_of(tmp_path, more=TASKS.replace(old, new))


def test_a_task_for_nothing_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(DataMistake, match="procedures"):
        hall_of(tmp_path, more=TASKS.replace('procedures = ["move_in"]\n\n', "\n"))


def test_a_plan_is_wanted_by_a_procedure_or_a_step_where_its_condition_holds() -> None:
    when = Condition(((Test("move.kind", Operator.ANY_OF, ("domestic",)),),))
    found = plan("a", when=when)
    assert found.is_wanted(["move_in"], [], {"move.kind": "domestic"}, TODAY)
    assert found.is_wanted([], ["相談"], {"move.kind": "domestic"}, TODAY)
    assert not found.is_wanted(["move_in"], [], {"move.kind": "abroad"}, TODAY)
    assert not found.is_wanted(["move_out"], [], {"move.kind": "domestic"}, TODAY)
    assert plan("b").is_wanted(["move_in"], [], {}, TODAY)


def test_the_longest_lead_comes_first_after_what_others_wait_for() -> None:
    move, health, care, school = (
        plan("move", "juumin", 15),
        plan("health", "kokuho", 28, "move"),
        plan("care", "fukushi", 10, "move"),
        plan("school", "kyoiku", 40, "move"),
    )
    assert in_order([care, move, health, school]) == (move, school, health, care)


def test_a_long_wait_makes_a_section_earlier() -> None:
    health, care = plan("health", "kokuho", 20), plan("care", "fukushi", 10)
    assert in_order([health, care]) == (health, care)
    assert in_order([health, care], {"fukushi": 30}) == (care, health)


def test_all_of_a_section_is_done_at_once() -> None:
    one, other, far = plan("one", "kokuho", 30), plan("other", "kokuho", 5), plan("far", "fukushi", 20)
    assert in_order([far, other, one]) == (other, one, far)


@given(data=st.data())
def test_nobody_is_lost_and_nothing_comes_before_what_it_waits_for(data: st.DataObject) -> None:
    plans: list[TaskPlan] = []
    for at in range(data.draw(st.integers(0, 8))):
        earlier = data.draw(st.sets(st.sampled_from([each.id for each in plans]))) if plans else set()
        section = data.draw(st.sampled_from(("a", "b", "c")))
        plans.append(plan(f"t{at}", section, data.draw(st.integers(5, 60)), *sorted(earlier)))
    shuffled = data.draw(st.permutations(plans))
    found = in_order(shuffled)
    assert sorted(found, key=lambda each: each.id) == sorted(plans, key=lambda each: each.id)
    places = {each.id: at for at, each in enumerate(found)}
    assert all(places[before] < places[each.id] for each in found for before in each.after)


def test_every_work_has_its_word() -> None:
    assert set(WORKS) == set(Work)
