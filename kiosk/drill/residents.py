"""The people of a drill: residents who come, wait and are served, and clerks who slip now and then."""

import heapq
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from functools import partial
from random import Random

from forms import Procedure
from kiosk import clock, tickets, training
from kiosk.drill.hall import Plan, PracticeHall, Screen
from kiosk.hall.turn import State, Turn
from kiosk.hall.turns import Turns
from kiosk.town.hall import Queue

MIX: Sequence[tuple[int, Sequence[str]]] = (
    (40, ("resident_record_copy",)),
    (14, ("seal_certificate",)),
    (10, ("move_out",)),
    (8, ("move_in",)),
    (10, ("move_in", "health_insurance_join")),
    (4, ("move_in", "health_insurance_join", "child_allowance", "child_medical", "water")),
    (8, ("move_within",)),
    (6, ("move_within", "resident_record_copy")),
)
"""What of a hundred residents want in the first days of April: an assumption, to be compared with a town's own figures."""

NIGHT = time(23, 0)
"""The latest hour at which somebody is called or served."""

STAYS_AWAY = 0.03
SPREAD = 0.4
"""Of the logarithm of how long somebody is served."""

WALK_SECONDS = (20, 90)
"""From the call to the chair."""

SHOWN = ["my_number_card", "number_card", "family_register"]
"""Who somebody is, their number, and for whom they may act."""

NUMBER = re.compile(r'class="number">([A-Z]-[0-9]{3})<')
PAPER = re.compile(r'name="paper" value="([^"]+)"')


@dataclass
class Resident:
    """Somebody with a sample's answers on the phone."""

    wants: Sequence[Procedure]
    queue: Queue
    """Where they wait now."""
    visit: str = ""
    """The address of their visit, once it is open."""
    has_sheets: bool = False


@dataclass
class Sitting:
    """A resident at a window, and what the clerk there does on the screen."""

    screen: Screen
    resident: Resident
    papers: list[str] = field(default_factory=list)
    """Which papers the screen asks to look at."""

    @property
    def visit(self) -> str:
        """The address of the visit."""
        return self.resident.visit

    def scan(self, texts: Sequence[str]) -> None:
        """Scan the phone; the visit opens."""
        for text in texts:
            self.screen.send("/scan", {"text": text})
        self.resident.visit = self.screen.leads_to
        self.papers = PAPER.findall(self.screen.open(self.visit))

    def go_on(self, turn: str) -> None:
        """Open the visit of somebody whom another section has sent on."""
        self.screen.open("/")
        self.screen.send(f"/turns/{turn}/seat", {"key": self.screen.hidden("key", f"{turn}/seat")})
        self.screen.open(self.visit)

    def do_tasks(self) -> bool:
        """Tick what the own section has done; return whether another one has something left."""
        here = self.screen.workplace
        if here is None or here.planning is None:
            return False
        window = here.planning.queueing.window
        own = window.sections if window else ()
        tasks = [task for task in here.planning.tasks.of_visit(self._id) if not task.state.is_over]
        for task in tasks:
            if task.section in own:
                self.screen.send(f"/tasks/{task.id}/do", {"visit": self._id})
        return any(task.section not in own for task in tasks)

    def send_on(self) -> bool:
        """Send the visitor to the next section; return whether the screen let it happen."""
        self.screen.send(f"{self.visit}/next", {})
        return self.screen.leads_to == "/"

    @property
    def _id(self) -> str:
        return self.visit.rsplit("/", 1)[1]

    def identify(self, kinds: list[str]) -> None:
        """Tick what the resident shows."""
        self.screen.send(f"{self.visit}/identification", {"kind": kinds})

    def look_at_papers(self) -> None:
        """Tick the papers that were brought."""
        self.screen.send(f"{self.visit}/papers", {"paper": self.papers})

    def correct(self) -> None:
        """Change an answer that stands on the paper."""
        here = self.screen.workplace
        assert here is not None
        case = here.cases.read(self._id)
        here.reception.correct(case, {**case.answers, "you.phone": "0152-00-9999"})

    def print(self, *, again: bool = False) -> bool:
        """Bring the sheets out; return whether the screen let it happen."""
        return self.screen.send(f"{self.visit}/pdf", {"again": "yes"} if again else {})

    def finish(self, *, anyway: bool = False) -> bool:
        """Hand over; return whether the screen let it happen."""
        sent: dict[str, str | list[str]] = {"fee": "yes"}
        return self.screen.send(f"{self.visit}/finish", sent | ({"anyway": "yes"} if anyway else {}))


@dataclass(frozen=True, slots=True)
class Slip:
    """Something that goes wrong. `make` does it and returns whether the screen stopped it."""

    words: str
    make: Callable[[Sitting], bool]


def forget_papers(sitting: Sitting) -> bool:
    """Hand over without having looked at the papers that were brought, in spite of the screen."""
    sitting.print()
    is_noticed = not sitting.finish()
    if is_noticed:
        sitting.finish(anyway=True)
    return is_noticed


def correct_late(sitting: Sitting) -> bool:
    """Correct an answer after printing, and hand over the old paper; once stopped, print anew."""
    sitting.look_at_papers()
    sitting.print()
    sitting.correct()
    is_noticed = not sitting.finish()
    if is_noticed:
        sitting.print(again=True)
        sitting.finish()
    return is_noticed


def print_twice(sitting: Sitting) -> bool:
    """Print once more without having looked."""
    sitting.look_at_papers()
    sitting.print()
    is_noticed = not sitting.print()
    sitting.finish()
    return is_noticed


def spoil_paper(sitting: Sitting) -> bool:
    """Spoil the paper, and print another on purpose."""
    sitting.look_at_papers()
    sitting.print()
    sitting.print(again=True)
    sitting.finish()
    return False


def forget_to_finish(sitting: Sitting) -> bool:
    """Hand over and never press the button."""
    sitting.look_at_papers()
    sitting.print()
    return False


def forget_section(sitting: Sitting) -> bool:
    """Finish though another section has something left; once stopped, send the visitor there."""
    return not sitting.finish()


SLIPS = (
    Slip("確かめる書類に印を付けずに終える", forget_papers),
    Slip("印刷したあとに直し、前の紙を渡す", correct_late),
    Slip("紙を見ないで、もう一度印刷する", print_twice),
    Slip("紙を汚して、もう1組印刷する", spoil_paper),
    Slip("紙を渡したあと、終了を押し忘れる", forget_to_finish),
)
FORGOTTEN_SECTION = Slip("ほかの課の用が残っているのに終える", forget_section)
"""Of visits that have another section before them."""


@dataclass(slots=True)
class Slips:
    """How often one kind of slip was made, and how often the screen stopped it."""

    made: int = 0
    noticed: int = 0


@dataclass
class Drill:
    """One drill from opening until the last resident has gone."""

    hall: PracticeHall
    plan: Plan
    residents: int = 0
    slips: dict[str, Slips] = field(
        default_factory=lambda: {slip.words: Slips() for slip in (*SLIPS, FORGOTTEN_SECTION)}
    )
    board_misses: int = 0
    """How often somebody was called whom the board did not show."""
    _waiting: dict[str, Resident] = field(default_factory=dict)
    _at: dict[str, Sitting] = field(default_factory=dict)
    """By window."""
    _events: list[tuple[datetime, int, Callable[[], None]]] = field(default_factory=list)
    _planned: int = 0
    _chance: Random = field(init=False)

    def __post_init__(self) -> None:
        self._chance = Random(self.plan.seed)  # noqa: S311 - a drill that can be repeated

    def run(self) -> None:
        """Let the hours pass, and those after them until everybody was served."""
        kinds, opens = self._kinds(), self.hall.clock.now
        for _ in range(self.plan.residents_an_hour * self.plan.hours):
            came = opens + timedelta(seconds=self._chance.randrange(self.plan.hours * 3600))
            (wants,) = self._chance.choices([each for _, each in kinds], [share for share, _ in kinds])
            wanted = [each.id for each in wants]
            queues = self.hall.hall.queues_of(self.hall.site)
            queue = self.hall.hall.queue_for(wanted, self.hall.site) or queues[0]
            self._plan(came, partial(self._come, Resident(wants, queue)))
        night = datetime.combine(self.hall.day, NIGHT, clock.JAPAN).astimezone(UTC)
        while self._events and self._events[0][0] < night:
            self.hall.clock.now, _, happens = heapq.heappop(self._events)
            happens()

    @property
    def left(self) -> int:
        """How many still waited or sat at a window when night came."""
        return len(self._waiting) + len(self._at)

    @property
    def requests(self) -> int:
        """How many pages were asked for."""
        screens = (self.hall.lobby, self.hall.board, *self.hall.windows.values())
        return sum(screen.requests for screen in screens)

    def _kinds(self) -> list[tuple[int, Sequence[Procedure]]]:
        """What residents want, as far as the town offers it."""
        catalogue = self.hall.office.catalogue
        found = [(share, catalogue.chosen(list(ids))) for share, ids in MIX]
        return [(share, chosen) for share, chosen in found if chosen]

    def _plan(self, when: datetime, happens: Callable[[], None]) -> None:
        self._planned += 1
        heapq.heappush(self._events, (when, self._planned, happens))

    def _come(self, resident: Resident) -> None:
        """Take a number; a window that is idle calls at once."""
        lobby = self.hall.lobby
        lobby.open("/number")
        lobby.send("/number", {"queue": resident.queue.id, "key": lobby.hidden("key", "/number")})
        found = NUMBER.search(lobby.open("/number/given"))
        assert found is not None, "a number is on the screen"
        self.residents += 1
        self._wait(found[1], resident)

    def _wait(self, number: str, resident: Resident) -> None:
        """Sit down; a window that is idle calls at once."""
        self._waiting[number] = resident
        for window, screen in self.hall.windows.items():
            here = screen.workplace.queueing if screen.workplace else None
            is_served = here is not None and resident.queue in here.queues
            if is_served and window not in self._at and number in self._waiting:
                self._call(window)

    def _call(self, window: str) -> None:
        """Press 次の方, and look at the board."""
        screen = self.hall.windows[window]
        screen.open("/")
        screen.send("/turns/next", {name: screen.hidden(name, "/turns/next") for name in ("key", "end")})
        turn = Turns(self.hall.store, self.hall.site).at(window)
        if turn is None or turn.state is not State.CALLED:
            return
        self.board_misses += turn.number not in self.hall.board.open(f"/board/{self.hall.site}")
        self._at[window] = Sitting(screen, self._waiting.pop(turn.number))
        walks = timedelta(seconds=self._chance.randrange(*WALK_SECONDS))
        self._plan(self.hall.clock.now + walks, partial(self._sit, window, turn))

    def _sit(self, window: str, turn: Turn) -> None:
        """The resident shows the phone; some have gone home."""
        sitting = self._at[window]
        resident, screen = sitting.resident, sitting.screen
        if resident.visit:
            sitting.go_on(turn.id)
        elif self._chance.random() < STAYS_AWAY:
            screen.open("/")
            screen.send(f"/turns/{turn.id}/miss", {"key": screen.hidden("key", f"{turn.id}/miss")})
            del self._at[window]
            self._call(window)
            return
        else:
            sitting.scan(
                tickets.seal_application(
                    training.sample_resident(resident.wants, "typical"), self.hall.office
                ).texts
            )
        seconds = int(60 * resident.queue.usual_minutes * self._chance.lognormvariate(0, SPREAD))
        self._plan(self.hall.clock.now + timedelta(seconds=seconds), partial(self._end, window, turn.number))

    def _end(self, window: str, number: str) -> None:
        """Papers looked at, sheets printed, handed over or sent on: as it should be, or with a slip. Then the next."""
        sitting = self._at[window]
        is_slip = self._chance.random() * 100 < self.plan.slips
        is_first = not sitting.resident.has_sheets
        if sitting.do_tasks():
            self._prepare(sitting)
            sitting.resident.has_sheets = True
            if is_slip:
                self._slip(FORGOTTEN_SECTION, sitting)
            self._send_on(sitting, number)
        elif is_slip and is_first:
            sitting.identify(SHOWN)
            self._slip(self._chance.choice(SLIPS), sitting)
        else:
            if is_first:
                self._prepare(sitting)
            sitting.finish()
        del self._at[window]
        self._call(window)

    def _slip(self, slip: Slip, sitting: Sitting) -> None:
        self.slips[slip.words].made += 1
        self.slips[slip.words].noticed += slip.make(sitting)

    def _send_on(self, sitting: Sitting, number: str) -> None:
        """To the next section, with the same number."""
        assert sitting.send_on(), "somebody who has to go on is sent on"
        turn = Turns(self.hall.store, self.hall.site).find(number)
        queue = self.hall.hall.queue(turn.queue) if turn else None
        assert queue is not None
        sitting.resident.queue = queue
        self._wait(number, sitting.resident)

    def _prepare(self, sitting: Sitting) -> None:
        sitting.identify(SHOWN)
        sitting.look_at_papers()
        sitting.print()
