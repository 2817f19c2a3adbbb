"""What is remembered for a while is forgotten by itself, and never grows without end."""

from kiosk.clock import ShortLived


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_it_works() -> None:
    clock = Clock()
    kept = ShortLived[str, str](10, 5, clock)
    kept.put("desk", "half")
    clock.now += 9.9
    assert kept.get("desk") == "half"
    clock.now += 0.1
    assert kept.get("desk") is None


def test_only_the_first_is_new_and_grows_no_younger() -> None:
    clock = Clock()
    kept = ShortLived[str, int](10, 5, clock)
    assert kept.put_new("look", 1)
    clock.now += 9
    assert not kept.put_new("look", 2)
    assert kept.get("look") == 1
    clock.now += 1
    assert kept.put_new("look", 3)


def test_taken_or_forgotten_is_gone() -> None:
    kept = ShortLived[str, int](10, 5, Clock())
    kept.put("one", 1)
    kept.put("two", 2)
    kept.forget("two")
    kept.forget("three")
    assert (kept.take("one"), kept.take("one"), kept.get("two")) == (1, None, None)


def test_the_oldest_makes_room() -> None:
    kept = ShortLived[str, int](10, 2, Clock())
    for key in ("one", "two", "one", "three"):
        kept.put(key, 0)
    assert (len(kept), kept.get("one"), kept.get("two"), kept.get("three")) == (2, 0, None, 0)
