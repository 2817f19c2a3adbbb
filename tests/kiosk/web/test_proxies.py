"""Whoever stands in front is believed as far as the town says, and nobody else."""

import pytest
from flask import Flask
from hypothesis import given, strategies as st

from kiosk.web.security import NO_PROXIES, UNKNOWN, Proxies, client_name, plain_address, read_networks

ONE = Proxies(read_networks(["127.0.0.1", "10.0.0.0/24"]))
TWO = Proxies(read_networks(["127.0.0.1", "10.0.0.0/24"]), hops=2)


def test_it_works() -> None:
    assert ONE.client_of("127.0.0.1", "198.51.100.7") == "198.51.100.7"
    assert ONE.client_of("10.0.0.9", "198.51.100.7") == "198.51.100.7"
    assert TWO.client_of("10.0.0.9", "198.51.100.7, 10.0.0.5") == "198.51.100.7"


@pytest.mark.parametrize("proxies", [NO_PROXIES, ONE, TWO])
def test_a_stranger_is_believed_nothing(proxies: Proxies) -> None:
    assert proxies.client_of("192.0.2.1", "198.51.100.7") == "192.0.2.1"


def test_what_the_client_wrote_itself_is_not_believed() -> None:
    assert ONE.client_of("127.0.0.1", "192.0.2.99, 198.51.100.7") == "198.51.100.7"
    assert TWO.client_of("127.0.0.1", "192.0.2.99, 198.51.100.7, 10.0.0.5") == "198.51.100.7"


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("192.0.2.1:443", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("::FFFF:c000:201", "192.0.2.1"),
        ("2001:db8::1", "2001:db8::1"),
        ("[2001:db8::1]", "2001:db8::1"),
        ("[2001:db8::1]:444", "2001:db8::1"),
        ("fe80::1%eth0", "fe80::1"),
        ("", UNKNOWN),
        ("unix:", UNKNOWN),
        ("_hidden", UNKNOWN),
        ("999.1.1.1", UNKNOWN),
    ],
)
def test_an_address_is_the_same_however_it_is_spelled(text: str, address: str) -> None:
    assert plain_address(text) == address


@given(st.text(max_size=60))
def test_no_header_is_a_failure(forwarded: str) -> None:
    app = Flask(__name__)
    client = ONE.client_of("127.0.0.1", forwarded)
    with app.test_request_context(environ_base={"REMOTE_ADDR": client}):
        assert client_name()


def test_clients_with_mapped_addresses_are_not_one_client() -> None:
    app, names = Flask(__name__), set()
    for number in range(250):
        with app.test_request_context(environ_base={"REMOTE_ADDR": f"::ffff:198.51.100.{number}"}):
            names.add(client_name())
    assert len(names) == 250
