"""A drill is served through the real screens, its score adds up, and nothing of it touches the town."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from kiosk.cli.main import kiosk
from kiosk.drill import Drill, Plan, Score, practice_hall, read_score, write_report
from kiosk.drill.residents import SLIPS
from kiosk.drill.score import LEFT_OPEN, LEFT_WAITING
from tests.kiosk.desk.townhall import TownHall, build_town_hall

PLAN = Plan(residents_an_hour=8, hours=1, windows=2, slips=100, seed=4)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> TownHall:
    return build_town_hall(tmp_path_factory.mktemp("town"), printer="ipp://127.0.0.1:9/ipp/print")


@pytest.fixture(scope="module")
def score(town: TownHall) -> Score:
    """A drill in which every clerk slips each time: the worst of all days."""
    before = contents(town)
    with practice_hall(town.office, PLAN) as hall:
        drill = Drill(hall, PLAN)
        drill.run()
        found = read_score(drill)
        folder = hall.office.settings.folder
    assert contents(town) == before, "the town's own database, keys and files are as they were"
    assert not folder.exists()
    return found


def contents(town: TownHall) -> dict[Path, bytes]:
    root = town.office.settings.folder.parent
    return {file: file.read_bytes() for file in root.rglob("*") if file.is_file()}


def test_everybody_comes_is_called_on_the_board_and_served(score: Score) -> None:
    assert score.residents == 8
    assert sum(len(queue.waits) for queue in score.queues) == 8
    assert sum(len(queue.served) for queue in score.queues) + away(score) == 8
    assert (score.board_misses, score.windows, score.missed[LEFT_WAITING]) == (0, 2, 0)


def away(score: Score) -> int:
    """Who had gone home when they were called."""
    return 8 - score.printed


def test_each_slip_is_scored_as_what_it_is(score: Score) -> None:
    papers, late, twice, spoilt, unfinished = (score.slips[slip.words] for slip in SLIPS)
    assert all(each.made for each in score.slips.values()), "each of them was made"
    assert sum(each.made for each in score.slips.values()) == score.printed
    assert score.missed[LEFT_OPEN] == unfinished.made
    assert score.missed["確かめる書類を見ずに終えた"] == papers.noticed
    assert score.reprinted == late.noticed + spoilt.made
    assert twice.noticed == twice.made, "the same paper never comes out twice without a look"
    assert (spoilt.noticed, unfinished.noticed) == (0, 0), "what no screen can see"
    assert score.missed.get("合わない紙のまま終えた", 0) == 0


def test_the_report_says_it_in_words(score: Score) -> None:
    report = write_report(score)
    for words in ("窓口2、1時間に8人、1時間。来た人 8人。", "| 証明書 |", "| 引っ越し |", "画面が止めた"):
        assert words in report
    assert LEFT_WAITING not in report
    late = replace(score, over=timedelta(minutes=95), missed={LEFT_WAITING: 3})
    assert "95分後" in write_report(late)
    assert f"| {LEFT_WAITING} | 3 |" in write_report(late)


def test_the_command_writes_it(town: TownHall, tmp_path: Path) -> None:
    out = tmp_path / "drill.md"
    options = ["--residents", "1", "--hours", "1", "--windows", "1", "--out", str(out)]
    ran = CliRunner().invoke(kiosk, ["--config", str(town.office.settings.folder), "drill", *options])
    assert ran.exit_code == 0, ran.output
    assert "窓口1、1時間に1人" in out.read_text("utf-8")
