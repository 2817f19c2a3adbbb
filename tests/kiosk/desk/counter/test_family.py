"""A family of five that moves in goes through seven sections, once on foot and once with the staff coming to it."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from kiosk.desk.planning import Planning
from kiosk.desk.workplace import Workplace, open_workplace
from kiosk.hall.turn import HAND_ON, SEAT, State
from kiosk.hall.turns import new_key
from kiosk.settings import DeskMode
from kiosk.staff import Staff, StaffRole, add_staff
from kiosk.store import PrintOutcome, Visit, VisitStatus, WayIn, finish_visit, record_print
from kiosk.store.task import DO, TAKE, TaskError, TaskReason
from kiosk.store.tasks import TasksLeft
from tests.kiosk.desk.townhall import build_town_hall

LEADS = {"kokuho": 28, "kodomo": 25, "gakko": 40, "nenkin": 15, "zeimu": 10, "kankyo": 5}
PROCEDURES = {
    "kokuho": "health_insurance_join",
    "kodomo": "child_allowance",
    "nenkin": "national_pension",
    "zeimu": "resident_record_copy",
    "kankyo": "water",
}
"""What of the catalogue leads to each section; the school is advised by the guide."""
ORDER = ["juumin", "gakko", "kokuho", "kodomo", "nenkin", "zeimu", "kankyo"]
LETTERS = dict(zip(ORDER, "MHKACEF", strict=True))
STEP = "転校の手続"


def hall_of(*, walks: bool) -> str:
    """A hall whose sections have a window each, or sit behind one booth."""
    lines = ['[[site]]\nid = "main"\nlabel = "本庁舎"\n[[hours]]\nopen = "08:30"\nclose = "17:15"\n']
    lines += [f'[[section]]\nid = "{each}"\nlabel = "{each}課"\n' for each in ORDER]
    for at, each in enumerate(ORDER if walks else ORDER[:1], 1):
        lines.append(
            f'[[window]]\nid = "w{at}"\nlabel = "{at}番窓口"\nsections = ["{each}"]\ndesk = "counter-{at}"\n'
            f'[[queue]]\nid = "{each}"\nlabel = "{each}"\nsection = "{each}"\nletter = "{LETTERS[each]}"\n'
            + ('procedures = ["move_in"]\n' if each == "juumin" else "")
        )
    lines.append('[[task]]\nid = "juumin"\nlabel = "転入の届出"\nsection = "juumin"\nprocedures = ["move_in"]\n')
    for each, lead in LEADS.items():
        what = f'procedures = ["{PROCEDURES[each]}"]' if each in PROCEDURES else f'steps = ["{STEP}"]'
        lines.append(
            f'[[task]]\nid = "{each}"\nlabel = "{each}の用"\nsection = "{each}"\n{what}\n'
            f'minutes = 5\nlead_minutes = {lead - 5}\nafter = ["juumin"]\n'
        )
    return "\n".join(lines)


def desks_of(folder: Path, *, walks: bool) -> dict[str, Workplace]:
    """The counters of the hall by their names."""
    more = "".join(
        f'[[desk]]\nname = "counter-{at}"\nlabel = "{at}番窓口"\nmode = "counter"\nreceipt_letter = "T"\n'
        for at in range(2, len(ORDER) + 1)
    )
    town = build_town_hall(folder, more=more)
    (folder / "config/hall.toml").write_text(hall_of(walks=walks), encoding="utf-8")
    counters = [desk for desk in town.office.settings.desks if desk.mode is DeskMode.COUNTER]
    return {desk.name: open_workplace(town.office, desk) for desk in counters}


@pytest.fixture
def walking(tmp_path: Path) -> Iterator[Mapping[str, Workplace]]:
    yield from _kept(desks_of(tmp_path, walks=True))


@pytest.fixture
def booth(tmp_path: Path) -> Iterator[Mapping[str, Workplace]]:
    yield from _kept(desks_of(tmp_path, walks=False))


def _kept(desks: dict[str, Workplace]) -> Iterator[Mapping[str, Workplace]]:
    yield desks
    for each in desks.values():
        each.hub.close()
        each.printer.stop()
        each.store.close()


def planning(desk: Workplace) -> Planning:
    assert desk.planning is not None
    return desk.planning


def clerk(desk: Workplace, section: str) -> Staff:
    return add_staff(desk.store, section, "mado-guchi-1", StaffRole.CLERK, sections=[section])


def arrived(desk: Workplace, staff: Staff) -> Visit:
    visit = desk.reception.by_hand(["move_in", *PROCEDURES.values()], staff.id, steps=[STEP])
    record_print(desk.store, visit.id, PrintOutcome.PRINTED, sheets=6)
    assert visit.way_in is WayIn.STAFF
    return visit


def test_on_foot_with_one_number_and_nothing_forgotten(walking: Mapping[str, Workplace]) -> None:
    first = walking["counter-1"]
    staff = clerk(first, "juumin")
    visit = arrived(first, staff)
    walked = []
    for at in range(1, len(ORDER) + 1):
        desk = walking[f"counter-{at}"]
        here, turns = planning(desk), planning(desk).queueing.turns
        assert here.queueing.window is not None
        window = here.queueing.window
        if at > 1:
            staff = clerk(desk, window.sections[0])
            called = turns.call_next(new_key(), window.id, [queue.id for queue in here.queueing.queues])
            assert called is not None
            assert (called.number, called.visit_id) == (visit.receipt_number, visit.id)
            turns.step(new_key(), called.id, SEAT)
        walked.append(window.sections[0])
        with pytest.raises(TaskError) as caught:
            finish_visit(desk.store, visit.id, staff_id=staff.id)
        assert caught.value.reason is TaskReason.TASKS_LEFT
        mine = here.tasks.left([window.sections[0]])
        assert [task.visit_id for task in mine] == [visit.id]
        case = desk.cases.read(visit.id)
        section = here.next_stop(case, staff)
        if section is None:
            closed = finish_visit(
                desk.store, visit.id, staff_id=staff.id, tasks=TasksLeft(here.sections_here(staff))
            )
            assert closed.status is VisitStatus.FINISHED
            break
        here.tasks.step(mine[0].id, DO, staff.id, sections=staff.sections)
        queue = here.queue_to(section.id, [])
        turn = turns.at(window.id)
        assert queue is not None
        assert turn is not None
        assert turns.step(new_key(), turn.id, HAND_ON, queue=queue.id).state is State.WAITING
    assert walked == ORDER, "the school prepares longest, so it comes right after the register"
    assert planning(first).tasks.left() == ()


def test_at_a_booth_the_sections_come_and_work_side_by_side(booth: Mapping[str, Workplace]) -> None:
    first, office = booth["counter-1"], booth["counter-2"]
    staff = clerk(first, "juumin")
    visit = arrived(first, staff)
    here = planning(first)
    (register,) = here.tasks.left(["juumin"])
    assert here.queue_to("gakko", []) is None, "nobody waits where staff come"
    here.tasks.step(register.id, DO, staff.id)
    others = [clerk(office, section) for section in ORDER[1:]]
    shown = [planning(office).tasks.left(other.sections) for other in others]
    assert [len(tasks) for tasks in shown] == [1] * 6
    wanted = planning(office).show(shown[0], others[0], {}, office.store.clock())
    assert (wanted[0].task.number, wanted[0].where) == (visit.receipt_number, "1番窓口")
    for other, (task,) in zip(others, shown, strict=True):
        planning(office).tasks.step(task.id, TAKE, other.id, sections=other.sections)
    for other, (task,) in zip(reversed(others), reversed(shown), strict=True):
        planning(office).tasks.step(task.id, DO, other.id, sections=other.sections)
    assert here.next_stop(first.cases.read(visit.id), staff) is None
    assert finish_visit(first.store, visit.id, staff_id=staff.id).status is VisitStatus.FINISHED
