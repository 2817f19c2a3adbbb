"""What is going on at the desk reaches every screen."""

import json
import threading
import time

from kiosk.desk.devices import MOST_LISTENERS, MOST_TOPICS, Hub, Place
from kiosk.desk.live import list_changes, stream_events


def test_a_published_state_reaches_the_stream() -> None:
    hub = Hub()
    events = stream_events(hub, joined(hub), 0, life=5)
    assert next(events).startswith(b"retry:")
    hub.publish("printer", {"code": "paper_out"})
    event = next(events).decode()
    assert event.startswith("id: 1\ndata: ")
    assert json.loads(event.splitlines()[1].removeprefix("data: ")) == {"topic": "printer", "code": "paper_out"}


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
    hub = Hub()
    events = stream_events(hub, joined(hub), 0, keep_alive=0.01, life=5)
    next(events)
    assert next(events).startswith(b":")


def test_a_stream_ends_and_gives_its_place_back() -> None:
    hub = Hub()
    places = [joined(hub, f"screen-{number}") for number in range(MOST_LISTENERS)]
    assert hub.join("one more") is None
    list(stream_events(hub, places[0], 0, keep_alive=0.01, life=0.02))
    assert hub.join("one more") is not None


def test_the_next_page_of_a_screen_takes_over_its_place() -> None:
    hub = Hub()
    before = stream_events(hub, joined(hub), 0, life=60)
    next(before)
    threading.Timer(0.05, lambda: hub.join("screen")).start()
    began = time.monotonic()
    list(before)
    assert time.monotonic() - began < 30


def test_a_screen_from_before_a_restart_gets_everything() -> None:
    hub = Hub()
    hub.publish("card", {"present": True})
    assert len(hub.since(57)) == 1


def test_a_stream_says_what_its_screen_shows() -> None:
    hub = Hub()
    assert not hub.is_shown(["visits"])
    events = stream_events(hub, joined(hub), 0, ("visits",), keep_alive=0.01, life=5)
    next(events)
    next(events)
    assert hub.is_shown(["visits", "watch"])
    assert not hub.is_shown(["watch"])


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
