"""Which role may do what at the counter: the areas, and to which of them each screen belongs. This is the only place."""

from collections.abc import Mapping
from dataclasses import dataclass

from kiosk.desk.workplace import workplace
from kiosk.staff import Staff, StaffRole


@dataclass(frozen=True, slots=True)
class Area:
    """What belongs together for whoever decides who may do it. Any of the roles is enough."""

    words: str
    roles: frozenset[StaffRole]

    def admits(self, staff: Staff) -> bool:
        """Return whether somebody may do what belongs to the area."""
        return bool(self.roles & staff.roles)


OWN = Area("自分のログイン、パスワード、2段階認証、交代", frozenset(StaffRole))
NUMBERS = Area(
    "番号を渡す、呼ぶ、来庁予定を登録する、ロビーの呼び出しに応える",
    frozenset({StaffRole.RECEPTION, StaffRole.CLERK}),
)
VISITS = Area("受付を開く、直す、印刷する、終える", frozenset({StaffRole.CLERK}))
TILL = Area("お金を受け取る、レジを開ける、締める", frozenset({StaffRole.CASHIER}))
FIGURES = Area("「きょう」、数字、体験調査を見る", frozenset({StaffRole.CLERK, StaffRole.HEAD}))
ROUNDS = Area("朝と夕方の確認", frozenset(StaffRole) - {StaffRole.AUDITOR})
ACCOUNTS = Area("職員の登録、停止、役割", frozenset({StaffRole.ADMIN}))
DESKS = Area("端末を招く、外す、設定を配る", frozenset({StaffRole.ADMIN}))
RECORDS = Area("監査記録、台帳の記録を見る", frozenset({StaffRole.AUDITOR, StaffRole.ADMIN}))

EVERY_AREA = (OWN, NUMBERS, VISITS, TILL, FIGURES, ROUNDS, ACCOUNTS, DESKS, RECORDS)

AREAS: Mapping[str, Area] = {
    "login": OWN,
    "directory": OWN,
    "password": OWN,
    "second": OWN,
    "turns": NUMBERS,
    "announcements": NUMBERS,
    "start.answer_call": NUMBERS,
    "start": VISITS,
    "visit": VISITS,
    "reveal": VISITS,
    "fields": VISITS,
    "events": VISITS,
    "print": VISITS,
    "pdf": VISITS,
    "card": VISITS,
    "register": VISITS,
    "scanner": VISITS,
    "tasks": VISITS,
    "training": VISITS,
    "twins": VISITS,
    "till": TILL,
    "tillclose": TILL,
    "tillmonth": TILL,
    "today": FIGURES,
    "figures": FIGURES,
    "survey": FIGURES,
    "opening": ROUNDS,
    "closing": ROUNDS,
    "staff": ACCOUNTS,
    "desks": DESKS,
    "records": RECORDS,
    "lookups": RECORDS,
}
"""By screen; one that is unlike its others by its own name."""

FIRST_SCREEN = "counter.start.show"
HOMES = (FIRST_SCREEN, *(f"counter.{name}.show" for name in ("turns", "till", "today", "staff", "records")))
"""Where somebody begins: the first that they may see."""


def area_of(endpoint: str) -> Area:
    """Return to which area a screen of the counter belongs. Raise KeyError for one that nobody has given any."""
    screen = endpoint.removeprefix("counter.")
    return AREAS.get(screen) or AREAS[screen.split(".")[0]]


def home_of(staff: Staff) -> str:
    """Return the endpoint of the first screen of somebody; what the town does not use is nobody's."""
    here = workplace()
    is_there = {
        "counter.turns.show": here.queueing is not None,
        "counter.till.show": here.office.settings.till.use,
    }
    mine = (each for each in HOMES if is_there.get(each, True) and area_of(each).admits(staff))
    return next(mine, "counter.opening.show")
