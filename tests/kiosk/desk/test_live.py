"""What is going on at the desk reaches every screen."""

import json
import threading
import time
from collections.abc import Callable
from queue import Queue

import pytest

from kiosk.desk.devices import MOST_TOPICS, Hub, Place
from kiosk.desk.listening import Listener, Listeners
from kiosk.desk.live import list_changes


class Screen:
    """What a screen has heard."""

    def __init__(self, *, hears: int = 100) -> None:
        self.heard: Queue[bytes] = Queue()
        self.is_closed = threading.Event()
        self._hears = hears

    def write(self, data: bytes) -> bool:
        self._hears -= 1
        if self._hears >= 0:
            self.heard.put(data)
        return self._hears >= 0

    def close(self) -> None:
        self.is_closed.set()

    def next(self) -> str:
        return self.heard.get(timeout=30).decode()


def listening(hub: Hub, screen: Screen, name: str = "screen", shows: tuple[str, ...] = ()) -> Listener:
    return Listener(screen, joined(hub, name), 0, shows)


def test_a_published_state_reaches_the_stream() -> None:
    hub, screen = Hub(), Screen()
    Listeners(hub).add(listening(hub, screen))
    hub.publish("printer", {"code": "paper_out"})
    event = screen.next()
    assert event.startswith("id: 1\ndata: ")
    assert json.loads(event.splitlines()[1].removeprefix("data: ")) == {"topic": "printer", "code": "paper_out"}
    hub.close()
    assert screen.is_closed.wait(30)


def test_hundreds_of_screens_hear_of_it_by_one_thread() -> None:
    hub, screens, before = Hub(), [Screen() for _ in range(500)], threading.active_count()
    listeners = Listeners(hub)
    for number, screen in enumerate(screens):
        listeners.add(listening(hub, screen, str(number)))
    assert threading.active_count() == before + 1
    hub.publish("card", {"present": True})
    assert {screen.next() for screen in screens} == {'id: 1\ndata: {"topic": "card", "present": true}\n\n'}
    hub.close()
    assert all(screen.is_closed.wait(30) for screen in screens)


def test_a_screen_that_is_gone_gives_its_place_back() -> None:
    hub, gone, stays = Hub(), Screen(hears=0), Screen()
    listeners = Listeners(hub)
    listeners.add(listening(hub, gone, "gone"))
    listeners.add(listening(hub, stays, "stays"))
    hub.publish("card", {"present": True})
    stays.next()
    wait_until(lambda: len(listeners) == 1)
    hub.close()


def test_a_screen_that_was_away_gets_the_present_state_only() -> None:
    hub = Hub()
    for number in range(5):
        hub.publish("paper:1", {"pages": number})
    assert [topic.fields["pages"] for topic in hub.since(0)] == [4]


def test_the_same_state_again_wakes_nobody() -> None:
    hub = Hub()
    hub.publish("card", {"present": True})
    hub.publish("card", {"present": True})
    assert hub.since(1) == ()


def test_polling_tells_the_version_to_ask_for_next() -> None:
    hub = Hub()
    hub.publish("card", {"present": True})
    assert list_changes(hub.since(0), 0) == {"version": 1, "topics": [{"topic": "card", "present": True}]}
    assert list_changes(hub.since(1), 1) == {"version": 1, "topics": []}


def test_a_quiet_stream_shows_that_it_lives() -> None:
    hub, screen = Hub(), Screen()
    Listeners(hub, keep_alive=0.01).add(listening(hub, screen))
    assert screen.next().startswith(":")
    hub.close()


def test_a_stream_ends_and_gives_its_place_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.desk.devices.MOST_LISTENERS", 1)
    hub, screen = Hub(), Screen()
    Listeners(hub, keep_alive=0.01, life=0.02).add(listening(hub, screen))
    assert hub.join("one more") is None
    assert screen.is_closed.wait(30)
    wait_until(lambda: hub.join("one more") is not None)


def test_the_next_page_of_a_screen_takes_over_its_place() -> None:
    hub, before, after = Hub(), Screen(), Screen()
    listeners = Listeners(hub)
    listeners.add(listening(hub, before))
    listeners.add(listening(hub, after))
    assert before.is_closed.wait(30)
    assert not after.is_closed.is_set()
    hub.close()


def test_a_screen_from_before_a_restart_gets_everything() -> None:
    hub = Hub()
    hub.publish("card", {"present": True})
    assert len(hub.since(57)) == 1


def test_a_stream_says_what_its_screen_shows() -> None:
    hub = Hub()
    assert not hub.is_shown(["visits"])
    Listeners(hub).add(listening(hub, Screen(), shows=("visits",)))
    assert hub.is_shown(["visits", "watch"])
    assert not hub.is_shown(["watch"])
    hub.close()


def test_closing_wakes_whoever_waits() -> None:
    hub = Hub()
    threading.Timer(0.05, hub.close).start()
    began = time.monotonic()
    assert hub.wait(0, 60) == ()
    assert time.monotonic() - began < 30
    assert hub.join("screen") is None


def test_topics_stay_bounded() -> None:
    hub = Hub()
    for number in range(MOST_TOPICS * 3):
        hub.publish(f"paper:{number}", {"state": "printed"})
    assert len(hub.since(0)) == MOST_TOPICS


def joined(hub: Hub, screen: str = "screen") -> Place:
    place = hub.join(screen)
    assert place is not None
    return place


def wait_until(is_so: Callable[[], bool]) -> None:
    ends = time.monotonic() + 30
    while not is_so():
        assert time.monotonic() < ends
        time.sleep(0.01)
