"""Towns of one site know nothing of each other: names, keys, cookies, and what is broken at one."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

from forms.ticket.keyfiles import begin_keys
from kiosk.prefill.towns import create_towns_app, places_of, read_towns
from kiosk.settings import load_settings
from kiosk.web.server import BEFORE_STOP
from tests.kiosk.cli.conftest import command
from tests.kiosk.pages import Pages
from tests.kiosk.prefill.journeys import SELF, start, to_code, to_review

SHARED = "ken.example.jp"
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


@pytest.fixture
def shared(tmp_path: Path) -> Flask:
    """Two towns below one name."""
    towns, kiosk = tmp_path / "towns", command(tmp_path)
    for code in TOWNS:
        added = kiosk("towns", "add", str(towns), code, "--host", SHARED, "--by-path", *REACHED)
        assert added.returncode == 0, added.stderr
        keys = load_settings(towns / code / "config").keys
        begin_keys(tmp_path / code, keys.public_file, code, datetime.now(UTC))
    assert "ken.example.jp/towns/014001\t" in kiosk("towns", "list", str(towns)).stdout
    return create_towns_app(read_towns(towns))


def test_it_works_each_town_below_its_path(shared: Flask) -> None:
    """Every link, form, style and script of the way to the code lies below the town's own path."""
    for code, name in (("014001", "倶知安町"), ("131016", "千代田区")):
        phone, path = phone_at(shared, SHARED), f"/towns/{code}"
        first = phone.open(f"{path}/")
        assert name in first.title
        last = to_code(phone, f"{path}/")
        for page in (first, last):
            led = [
                found.attributes.get(where, "") for found in page.elements for where in ("href", "src", "action")
            ]
            assert [each for each in led if each.startswith("/") and not each.startswith(f"{path}/")] == []
        for style in first.find("link", rel="stylesheet"):
            with phone.client.get(style.attributes["href"], base_url=phone.base) as answer:
                assert answer.status_code == 200
        assert last.path.endswith("/code")
        cookies = (phone.client._cookies or {}).values()
        assert cookies
        assert all(cookie.path == path or cookie.path.startswith(f"{path}/") for cookie in cookies)
        assert not any(cookie.key.startswith("__Host-") for cookie in cookies)


def test_a_draft_below_one_path_opens_nothing_below_another(shared: Flask) -> None:
    phone = phone_at(shared, SHARED)
    start(phone, "/towns/014001/")
    path = phone.send(SELF).path.removeprefix("/towns/014001")
    for cookie in [*(phone.client._cookies or {}).values()]:
        there = cookie.path.replace("014001", "131016")
        phone.client.set_cookie(cookie.key, cookie.value, domain=SHARED, path=there, secure=True)
    phone.open(f"/towns/131016{path}", status=410)


@pytest.mark.parametrize(
    "path", ["/", "/towns/", "/towns/014002/", "/towns/0140011/", "/towns/014001x", "/towns/014001/../131016x/"]
)
def test_beside_the_paths_of_towns_there_is_nothing(shared: Flask, path: str) -> None:
    client = shared.test_client()
    assert client.get(path, headers={"Host": SHARED}).status_code == 404
    assert client.get("/towns/014001/", headers={"Host": "evil.example"}).status_code == 404


def test_the_health_is_asked_with_a_path_and_without(shared: Flask) -> None:
    client = shared.test_client()
    for path in ("/healthz", "/towns/014001/healthz"):
        assert client.get(path, headers={"Host": SHARED}).status_code == 200
    for end in shared.extensions[BEFORE_STOP]:
        end()
    assert client.get("/towns/014001/healthz", headers={"Host": SHARED}).status_code == 503


def test_a_carried_draft_comes_back_to_the_towns_path(shared: Flask) -> None:
    phone = phone_at(shared, SHARED)
    page = to_review(phone, "/towns/014001/")
    later = phone.open(page.path.replace("/review", "/later"))
    assert f"https://{SHARED}/towns/014001/later#" in later.text
    assert "/towns/014001/towns/" not in later.text


def test_no_town_lies_at_or_below_anothers_place(folder: Path, tmp_path: Path) -> None:
    kiosk, host = command(tmp_path), TOWNS["014001"]
    refused = kiosk("towns", "add", str(folder), "012025", "--host", host, "--by-path", *REACHED)
    assert refused.stderr.startswith("host_taken: ")
    assert not (folder / "012025").exists()


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
    assert places_of(towns) == {"014001": "kutchan.example.jp"}
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
    assert places_of(read_towns(folder)) == {"014001": "kutchan.example.jp", "131016": "chiyoda.example.jp"}
