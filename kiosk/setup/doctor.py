"""The last step: the morning round, green or with what to do, and the end of this page."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from flask import Blueprint, render_template, typing as ft

from kiosk.doctor import examine, look_at_devices
from kiosk.finding import Finding, Health
from kiosk.setup.beginning import Beginning
from kiosk.web import running

routes = Blueprint("doctor", __name__)


@dataclass(frozen=True, slots=True)
class Ending:
    """What to do once the town is set up."""

    finish: Callable[[], None]


@routes.get("/doctor")
def show() -> ft.ResponseReturnValue:
    beginning = running(Beginning)
    office, (first, *others) = beginning.office, beginning.own_desks or (None,)
    assert office is not None
    more = (each for name in others if name for each in look_at_devices(office.settings.desk(name=name)))
    findings = (*examine(office, first), *more, *untried(beginning))
    is_well = all(finding.health is not Health.BAD for finding in findings)
    is_whole = all(finding.health is Health.GOOD for finding in findings)
    return render_template(
        "setup/doctor.html", findings=findings, is_well=is_well, is_whole=is_whole, Health=Health
    )


def untried(beginning: Beginning) -> Iterator[Finding]:
    """Tell what nobody has held in their hands yet: that it is listed does not say that it works."""
    advice = "使い始める前に、窓口の画面で試してください。"
    for part, is_tried in (("カード", bool(beginning.card_tried)), ("スキャナー", beginning.is_scanner_well)):
        if is_tried:
            yield Finding(f"{part}の読み取り", Health.GOOD, "試しました")
        else:
            yield Finding(f"{part}の読み取り", Health.CAUTION, f"まだ試していません。{advice}")


@routes.post("/doctor")
def finish() -> ft.ResponseReturnValue:
    """End the page: it never comes back."""
    beginning = running(Beginning)
    with beginning.lock:
        if not beginning.is_finished:
            beginning.is_finished = True
            running(Ending).finish()
    return render_template("setup/done.html")
