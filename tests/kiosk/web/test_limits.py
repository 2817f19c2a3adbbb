"""Token buckets: some at once, then slowly; one client never uses up another's."""

from flask import Flask

from kiosk.web import RateLimit
from kiosk.web.security import MOST_CLIENTS, client_name


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_it_works() -> None:
    clock = Clock()
    limit = RateLimit(3, 0.5, clock)
    assert [limit.take("a") for _ in range(4)] == [True, True, True, False]
    assert limit.take("b")
    clock.now += 2
    assert [limit.take("a") for _ in range(2)] == [True, False]


def test_waiting_long_never_saves_up_more_than_the_burst() -> None:
    clock = Clock()
    limit = RateLimit(3, 10, clock)
    limit.take("a")
    clock.now += 1_000_000
    assert [limit.take("a") for _ in range(4)] == [True, True, True, False]


def test_memory_is_bounded_however_many_clients_come() -> None:
    limit = RateLimit(3, 1, Clock())
    for number in range(MOST_CLIENTS + 500):
        limit.take(str(number))
    assert len(limit) == MOST_CLIENTS


def test_thousands_of_new_clients_empty_nobodys_count() -> None:
    limit = RateLimit(300, 10, Clock())
    for _ in range(300):
        assert limit.take("greedy")
    for number in range(MOST_CLIENTS * 2):
        limit.take(str(number))
    assert not limit.take("greedy")
    assert len(limit) == MOST_CLIENTS


def test_all_addresses_of_one_network_are_one_client() -> None:
    app = Flask(__name__)
    names = []
    for address in ("2001:db8::a", "2001:db8::b:1", "2001:db8:0:1::a", "192.0.2.1", "192.0.2.2"):
        with app.test_request_context(environ_base={"REMOTE_ADDR": address}):
            names.append(client_name())
    assert names[0] == names[1] != names[2]
    assert len(set(names)) == 4
