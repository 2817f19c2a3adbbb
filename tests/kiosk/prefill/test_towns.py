"""Towns of one site know nothing of each other: names, keys, cookies, and what is broken at one."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

from forms.ticket.keyfiles import begin_keys
from kiosk.prefill.towns import create_towns_app, hosts_of, read_towns
from kiosk.settings import load_settings
from kiosk.web.server import BEFORE_STOP
from tests.kiosk.cli.conftest import command
from tests.kiosk.pages import Pages
from tests.kiosk.prefill.journeys import SELF, start, to_code

REACHED = ("--postal-code", "044-0001", "--phone", "0136-00-0000")
TOWNS = {"014001": "kutchan.example.jp", "131016": "chiyoda.example.jp"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two towns with their public keys."""
    towns, kiosk = tmp_path / "towns", command(tmp_path)
    for code, host in TOWNS.items():
        assert kiosk("towns", "add", str(towns), code, "--host", host, *REACHED).returncode == 0
        keys = load_settings(towns / code / "config").keys
        begin_keys(tmp_path / code, keys.public_file, code, datetime.now(UTC))
    return towns


@pytest.fixture
def site(folder: Path) -> Flask:
    return create_towns_app(read_towns(folder))


def phone_at(site: Flask, host: str) -> Pages:
    return Pages(site, f"https://{host}")


def test_it_works_each_town_under_its_name(site: Flask) -> None:
    for host, name in (("kutchan.example.jp", "倶知安町"), ("chiyoda.example.jp", "千代田区")):
        phone = phone_at(site, host)
        assert name in phone.open("/").title
        assert to_code(phone).path.endswith("/code")


def test_a_draft_of_one_town_opens_nothing_at_another(site: Flask) -> None:
    here, there = phone_at(site, "kutchan.example.jp"), phone_at(site, "chiyoda.example.jp")
    start(here)
    path = here.send(SELF).path
    kept = here.client._cookies or {}
    assert any(cookie.path == path.split("/p/")[0] + "/" for cookie in kept.values())
    for cookie in kept.values():
        there.client.set_cookie(
            cookie.key, cookie.value, domain="chiyoda.example.jp", path=cookie.path, secure=True
        )
    there.open(path, status=410)


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "", "kutchan.example.jp, chiyoda.example.jp"])
def test_a_name_that_is_no_towns_gets_nothing_but_the_health(site: Flask, host: str) -> None:
    client = site.test_client()
    assert client.get("/", headers={"Host": host}).status_code == 404
    assert client.get("/healthz", headers={"Host": host}).status_code == 200


def test_all_towns_say_that_the_site_stops(site: Flask) -> None:
    client = site.test_client()
    client.get("/", headers={"Host": "kutchan.example.jp"})
    for end in site.extensions[BEFORE_STOP]:
        end()
    for host in (*TOWNS.values(), "127.0.0.1"):
        assert client.get("/healthz", headers={"Host": host}).status_code == 503


def test_one_town_in_trouble_takes_no_other_with_it(folder: Path, tmp_path: Path) -> None:
    file = folder / "131016" / "config" / "town.toml"
    file.write_text(file.read_text("utf-8").replace("phone", "fone"), "utf-8")
    towns = read_towns(folder)
    assert hosts_of(towns) == {"014001": "kutchan.example.jp"}
    assert phone_at(create_towns_app(towns), "kutchan.example.jp").open("/").status == 200
    told = command(tmp_path)("towns", "list", str(folder))
    assert "倶知安町　鍵" in told.stdout
    assert "fone" in told.stdout
    assert told.stderr.startswith("town_mistaken: ")


def test_two_towns_cannot_have_one_name(folder: Path, tmp_path: Path) -> None:
    kiosk = command(tmp_path)
    refused = kiosk("towns", "add", str(folder), "012025", "--host", "kutchan.example.jp", *REACHED)
    assert refused.stderr.startswith("host_taken: ")
    shutil.copytree(folder / "014001", folder / "014002")
    assert hosts_of(read_towns(folder)) == {"014001": "kutchan.example.jp", "131016": "chiyoda.example.jp"}
