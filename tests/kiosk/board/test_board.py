"""The board on the wall says who goes where, and nothing of anybody."""

import re

from kiosk.board.calls import Board, BoardCall, BoardQueue, status_of
from kiosk.hall.turn import FINISH, MISS, SEAT, Range
from kiosk.hall.turns import Turns, new_key
from kiosk.town.hall import Site, SiteKind
from kiosk.town.status import pack_status
from kiosk.web import Front
from kiosk.web.qr import qr_modules
from tests.kiosk.board.conftest import issue


def words(board: Front, path: str = "/board/main") -> str:
    page = board.test_client().get(path)
    assert page.status_code == 200
    body = page.get_data(as_text=True).split("<body>")[1]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body)).strip()


def test_it_works(board: Front, turns: Turns) -> None:
    issue(turns), issue(turns), issue(turns, "move", "M")
    assert "お呼びするまで、かけてお待ちください" in words(board)
    turns.call_next(new_key(), "w1", ["cert"])
    said = words(board)
    assert "C-001 → 1番窓口" in said
    assert "C 証明書 1人" in said.replace("　", " ")


def test_whoever_was_called_last_stands_first(board: Front, turns: Turns) -> None:
    first, second = issue(turns), issue(turns)
    turns.call_next(new_key(), "w1", ["cert"])
    turns.step(new_key(), first.id, SEAT)
    turns.call_next(new_key(), "w2", ["cert"])
    said = words(board)
    assert said.index(second.number) < said.index(first.number)
    turns.step(new_key(), first.id, FINISH)
    assert first.number not in words(board)


def test_whoever_did_not_come_reads_what_to_do(board: Front, turns: Turns) -> None:
    first = issue(turns)
    turns.call_next(new_key(), "w1", ["cert"])
    turns.step(new_key(), first.id, MISS)
    assert "お呼びしました C-001 職員に声をかけてください" in words(board)


def test_a_window_has_a_display_of_its_own(board: Front, turns: Turns) -> None:
    issue(turns), issue(turns, "move", "M")
    turns.call_next(new_key(), "w1", ["cert"])
    said = words(board, "/board/main?only=w1")
    assert "C-001" in said
    assert "お待ちの方" not in said


def test_there_is_no_board_of_an_unknown_place(board: Front) -> None:
    client = board.test_client()
    assert client.get("/board/east").status_code == 404
    assert client.get("/board/main?only=w9").status_code == 404
    assert client.get("/").headers["Location"] == "/board/main"


def test_the_status_of_the_largest_hall_has_room(turns: Turns) -> None:
    called = [BoardCall(f"C-{at:03}", f"{at}番窓口" + "総合案内受付" * 9, is_new=True, calls=1) for at in range(5)]
    queues = [BoardQueue(chr(0x4E00 + 37 * at) * 90, "C", 999, Range(400, None), is_late=True) for at in range(15)]
    board = Board(turns.store.clock(), called, [], queues, "年末年始のお休み" * 9)
    digits = pack_status(status_of(board, Site("main", "本庁舎" * 20, SiteKind.MAIN)), bytes(32))
    assert qr_modules(digits)


def test_it_comes_back_by_itself_without_scripts(board: Front) -> None:
    page = board.test_client().get("/board/main").get_data(as_text=True)
    assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in page
