"""Signing in through the town's directory: a real provider on this machine, and answers that somebody forged."""

import base64
import hmac
import json
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey

from kiosk.desk import Workplace, create_app
from kiosk.desk.workplace import open_workplace
from kiosk.directory import Attempt, DirectoryError, DirectoryReason, TownDirectory
from kiosk.doctor import look_at_directory
from kiosk.finding import Health
from kiosk.office import Office
from kiosk.settings import DeskMode, Directory, SettingsError
from kiosk.settings.directory import ROLES, DirectoryGroup, Rights
from kiosk.signin import sign_in
from kiosk.staff import StaffError, StaffRole, add_staff, disable_staff, list_staff
from kiosk.store.audit import read_entries
from tests.kiosk.desk.counter.provider import CLIENT, SECRET, running_provider
from tests.kiosk.desk.townhall import build_town_hall
from tests.kiosk.pages import Page, Pages
from tests.kiosk.town.test_hall import EXAMPLE

NUMBERS = count(1)
KEY, OTHER_KEY = (RSAKey.generate_key(2048, {"kid": "k", "use": "sig"}) for _ in range(2))


class NoRedirect(HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        """A browser would follow; the test looks."""


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    with running_provider() as address:
        yield address


@contextmanager
def counter_of(folder: Path, issuer: str, more: str = "", hall: str = "") -> Iterator[tuple[Workplace, Pages]]:
    lines = f'[directory]\nissuer = "{issuer}"\nclient_id = "{CLIENT}"\nlabel = "町のアカウント"\nclient_secret_file = "../secret"\n{more}'
    (folder / "secret").write_text(f"{SECRET}\n", encoding="ascii")
    town = build_town_hall(folder, more=lines)
    if hall:
        (folder / "config/hall.toml").write_text(hall, encoding="utf-8")
    here = open_workplace(town.office, town.office.settings.desk(DeskMode.COUNTER))
    pages = Pages(create_app(town.office, here.desk, here))
    pages.client.environ_base["REMOTE_ADDR"] = f"10.{next(NUMBERS)}.23.1"
    yield here, pages
    here.hub.close()
    here.printer.stop()
    here.store.close()


def sent_back(pages: Pages, user: str) -> str:
    """The address to which the provider sends the browser of this person."""
    there = pages.client.get("/login/directory")
    assert there.status_code == 303
    request = Request(there.headers["Location"], urlencode({"user": user}).encode(), method="POST")
    with pytest.raises(HTTPError) as answer:
        build_opener(NoRedirect()).open(request, timeout=10)
    answer.value.close()
    back = urlsplit(str(answer.value.headers["Location"]))
    return f"{back.path}?{back.query}"


def came_back(pages: Pages, address: str) -> Page:
    return Page(pages.client.get(address, follow_redirects=True), [], [])


def test_it_works_with_the_roles_of_the_account_here(tmp_path: Path, provider: str) -> None:
    with counter_of(tmp_path, provider) as (here, pages):
        staff = add_staff(here.store, "sato", None, StaffRole.AUDITOR)
        assert "町のアカウントでログイン" in pages.open("/login").text
        page = came_back(pages, sent_back(pages, "sato"))
        assert "監査記録" in page.text
        pages.open("/staff", status=403)
        last = read_entries(here.store)[-1]
        assert (last.event, last.staff_id, last.details) == ("staff_signed_in", staff.id, {"kind": "directory"})
        with pytest.raises(StaffError):
            sign_in(here.store, "sato", "")


def test_the_name_before_the_at_is_the_account(tmp_path: Path, provider: str) -> None:
    with counter_of(tmp_path, provider, '[second_factor]\nclerk = "must"\n') as (here, pages):
        add_staff(here.store, "mori", None, StaffRole.CLERK, display="森")
        assert "受付コードをかざしてください" in came_back(pages, sent_back(pages, "mori@town.example")).text


@pytest.mark.parametrize(("user", "disabled"), [("nobody", False), ("sato", True)])
def test_whoever_has_no_account_or_a_disabled_one_stays_out(
    tmp_path: Path, provider: str, user: str, disabled: bool
) -> None:
    with counter_of(tmp_path, provider) as (here, pages):
        add_staff(here.store, "sato", None, StaffRole.CLERK)
        if disabled:
            disable_staff(here.store, "sato")
        page = came_back(pages, sent_back(pages, user))
        assert page.status == 422
        assert DirectoryError(DirectoryReason.NO_ACCOUNT).sentence in page.text
        assert read_entries(here.store)[-1].event == "staff_sign_in_failed"
        assert pages.client.get("/").status_code == 302


GROUPS = """[[directory.group]]
name = "madoguchi-hoken"
roles = ["clerk"]
sections = ["juumin"]
[[directory.group]]
name = "madoguchi-kanri"
roles = ["admin", "auditor"]
"""


def test_groups_of_the_directory_give_roles_and_take_them_away(tmp_path: Path, provider: str) -> None:
    with counter_of(tmp_path, provider, GROUPS, EXAMPLE) as (here, pages):
        assert (
            "受付コードをかざしてください" in came_back(pages, sent_back(pages, "ito soumu madoguchi-hoken")).text
        )
        (made,) = list_staff(here.store)
        assert (made.name, made.role_words, made.sections) == ("ito", "職員", frozenset({"juumin"}))
        assert "職員の登録" in came_back(pages, sent_back(pages, "ito madoguchi-kanri")).text
        (changed,) = list_staff(here.store)
        assert (changed.role_words, len(changed.sections)) == ("管理者・監査", 0)
        for groups in ("", " soumu"):
            refused = came_back(pages, sent_back(pages, f"ito{groups}"))
            assert DirectoryError(DirectoryReason.NO_ROLE).sentence in refused.text
        events = [each.event for each in read_entries(here.store)]
        assert [events.count(each) for each in ("staff_added", "staff_roles_changed", "staff_sign_in_failed")] == [
            1,
            1,
            2,
        ]


def test_groups_let_nobody_in_whom_this_town_has_disabled(tmp_path: Path, provider: str) -> None:
    with counter_of(tmp_path, provider, GROUPS, EXAMPLE) as (here, pages):
        add_staff(here.store, "sato", None, StaffRole.CLERK)
        disable_staff(here.store, "sato")
        page = came_back(pages, sent_back(pages, "sato madoguchi-kanri"))
        assert DirectoryError(DirectoryReason.NO_ACCOUNT).sentence in page.text
        assert (
            DirectoryError(DirectoryReason.NO_ACCOUNT).sentence
            in came_back(pages, sent_back(pages, "佐藤 madoguchi-kanri")).text
        )


def test_a_group_with_a_section_that_the_hall_has_not_lets_nobody_in(tmp_path: Path, provider: str) -> None:
    with counter_of(tmp_path, provider, GROUPS) as (here, pages):
        page = came_back(pages, sent_back(pages, "ito madoguchi-kanri"))
        assert DirectoryError(DirectoryReason.NO_ROLE).sentence in page.text
        told = [each for each in look_at_directory(here.office) if each.health is Health.BAD]
        assert "juumin という課は、hall.toml にありません。" in told[0].sentence


@pytest.mark.parametrize(
    ("wrong", "key"),
    [
        ('name = "a"\nroles = ["boss"]', "roles"),
        ('name = "a"\nroles = []', "roles"),
        ('name = "a"\nroles = ["head"]\nsections = ["juumin"]', "sections"),
        ('roles = ["head"]', "name"),
    ],
)
def test_a_group_that_gives_nothing_there_is_is_refused(tmp_path: Path, wrong: str, key: str) -> None:
    lines = f'[directory]\nissuer = "https://id.town.example"\nclient_id = "x"\n[[directory.group]]\n{wrong}\n'
    with pytest.raises(SettingsError) as caught:
        build_town_hall(tmp_path, more=lines)
    assert caught.value.mistakes[0].key.rpartition(".")[2].partition("[")[0] == key


def test_the_roles_of_groups_are_those_of_staff() -> None:
    assert set(ROLES) == set(StaffRole)


def test_several_groups_add_up_and_a_clerk_of_all_sections_stays_one() -> None:
    group = (
        DirectoryGroup("a", ("clerk",), ("hoken",)),
        DirectoryGroup("b", ("clerk", "cashier"), ("juumin",)),
        DirectoryGroup("all", ("clerk",), ()),
        DirectoryGroup("head", ("head",), ()),
    )
    settings = Directory("https://id", "x", None, "name", "", None, group=group)
    assert settings.rights_of(["a", "b"]) == Rights(
        frozenset({"clerk", "cashier"}), frozenset({"hoken", "juumin"})
    )
    assert settings.rights_of(["a", "head"]).sections == {"hoken"}
    assert settings.rights_of(["a", "all"]) == Rights(frozenset({"clerk"}), frozenset())
    assert settings.rights_of(["other"]) == Rights(frozenset(), frozenset())


def test_the_doctor_tells_how_the_directory_answers(tmp_path: Path, provider: str) -> None:
    with counter_of(tmp_path, provider) as (here, _):
        (found,) = look_at_directory(here.office)
        assert (found.health, found.sentence) == (Health.GOOD, f"{provider} が答えます（鍵1、グループ0）")
        assert here.office.settings.directory is not None
        gone = replace(here.office.settings.directory, issuer="http://localhost:9")
        (found,) = look_at_directory(Office(replace(here.office.settings, directory=gone)))
        assert found.health is Health.BAD
        assert "庁内のログインにつながりません。" in found.sentence
        assert list(look_at_directory(Office(replace(here.office.settings, directory=None)))) == []


@pytest.mark.parametrize(
    ("keys", "date", "words"),
    [([], "", "署名を確かめる鍵がありません。"), (None, "Mon, 30 Nov 2020 00:00:00 GMT", "時計がこの端末と")],
)
def test_the_doctor_finds_no_keys_and_another_clock(
    tmp_path: Path, keys: list[object] | None, date: str, words: str
) -> None:
    known = [KEY.as_dict(private=False)] if keys is None else keys
    with (
        answering({WELL_KNOWN: METADATA, "jwks": {"keys": known}}, date) as issuer,
        counter_of(tmp_path, issuer) as (here, _),
    ):
        (found,) = look_at_directory(here.office)
        assert found.health is Health.BAD
        assert words in found.sentence


def test_an_address_opens_once_and_only_where_it_was_asked_for(tmp_path: Path, provider: str) -> None:
    with counter_of(tmp_path, provider) as (here, pages):
        add_staff(here.store, "sato", None, StaffRole.CLERK)
        address = sent_back(pages, "sato")
        elsewhere = Pages(pages.client.application)
        for browser, path in ((elsewhere, address), (pages, address.replace("state=", "state=x"))):
            assert DirectoryError(DirectoryReason.ANSWER_REFUSED).sentence in came_back(browser, path).text
        assert came_back(pages, address).status == 422, "it was tried"
        assert came_back(pages, sent_back(pages, "sato")).status == 200


def test_without_the_directory_a_password_still_lets_in(tmp_path: Path) -> None:
    with counter_of(tmp_path, "http://localhost:9") as (here, pages):
        add_staff(here.store, "sato", "mado-guchi-1", StaffRole.CLERK)
        page = came_back(pages, "/login/directory")
        assert DirectoryError(DirectoryReason.UNREACHABLE).sentence in page.text
        pages.open("/login")
        assert "受付コードをかざしてください" in pages.send(name="sato", password="mado-guchi-1").text


def test_a_town_without_a_directory_has_no_such_address(tmp_path: Path) -> None:
    town = build_town_hall(tmp_path)
    here = open_workplace(town.office, town.office.settings.desk(DeskMode.COUNTER))
    pages = Pages(create_app(town.office, here.desk, here))
    assert "アカウントでログイン" not in pages.open("/login").text
    for path in ("/login/directory", "/login/directory/back?code=1&state=2"):
        assert pages.client.get(path).status_code == 404
    here.hub.close()
    here.store.close()


ATTEMPT = Attempt("http://localhost:8001/login/directory/back", "state", "nonce", "verifier")


def claims(issuer: str, **other: object) -> dict[str, object]:
    told = {"iss": issuer, "aud": CLIENT, "nonce": "nonce", "preferred_username": "sato", "sub": "1"}
    return told | {"iat": int(time.time()), "exp": int(time.time()) + 300} | other


@contextmanager
def answering(answers: Mapping[str, object], date: str = "") -> Iterator[str]:
    """A server that answers so, whatever it is sent; `ISSUER` stands for its own address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = answers.get(self.path.lstrip("/"))
            body = json.dumps(found).replace("ISSUER", f"http://localhost:{self.server.server_port}").encode()  # type: ignore[attr-defined]
            self.send_response_only(200 if found is not None else 404)
            if date:
                self.send_header("Date", date)
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET  # noqa: N815

        def log_message(self, *_: object) -> None:
            """Quietly."""

    server = ThreadingHTTPServer(("localhost", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    server.server_close()


METADATA = {
    "issuer": "ISSUER",
    "authorization_endpoint": "ISSUER/authorize",
    "token_endpoint": "ISSUER/token",
    "jwks_uri": "ISSUER/jwks",
}
WELL_KNOWN = ".well-known/openid-configuration"


def name_told(token_of: object, metadata: Mapping[str, str] = METADATA, sent: str = "state") -> str:
    """Whom the directory names, with a token made for its address."""
    answers: dict[str, object] = {WELL_KNOWN: metadata, "jwks": {"keys": [KEY.as_dict(private=False)]}}
    with answering(answers) as issuer:
        assert callable(token_of)
        answers["token"] = {"id_token": token_of(issuer)}
        settings = Directory(issuer, CLIENT, None, "preferred_username", "", None)
        return TownDirectory(settings).who_is(ATTEMPT, {"code": "c", "state": sent}).name


def signed(key: RSAKey = KEY, **other: object) -> object:
    return lambda issuer: jwt.encode({"alg": "RS256", "kid": "k"}, claims(issuer, **other), key)


def test_a_token_that_is_right_names_somebody() -> None:
    assert name_told(signed()) == "sato"
    assert name_told(signed(aud=[CLIENT], azp=CLIENT)) == "sato"


def by_secret(told: dict[str, object]) -> str:
    """A token that whoever knows the public key can make, if it is taken for a secret."""
    parts = [json.dumps(part).encode() for part in ({"alg": "HS256", "kid": "k"}, told)]
    signed_part = b".".join(base64.urlsafe_b64encode(part).rstrip(b"=") for part in parts)
    mac = hmac.digest(KEY.as_pem(private=False), signed_part, "sha256")
    return (signed_part + b"." + base64.urlsafe_b64encode(mac).rstrip(b"=")).decode()


FORGED = {
    "of another key": signed(OTHER_KEY),
    "for somebody else": signed(aud="other"),
    "for several, and not for us": signed(aud=[CLIENT, "other"], azp="other"),
    "of another directory": signed(iss="http://localhost:1"),
    "of another attempt": signed(nonce="old"),
    "without a nonce": signed(nonce=None),
    "too old": signed(exp=int(time.time()) - 300),
    "without an end": signed(exp=None),
    "with the public key as a secret": lambda issuer: by_secret(claims(issuer)),
    "unsigned": lambda issuer: (
        "eyJhbGciOiJub25lIn0." + signed()(issuer).split(".")[1] + "."  # type: ignore[operator]
    ),
    "no token": lambda _issuer: "nothing",
    "not even text": lambda _issuer: 7,
}


@pytest.mark.parametrize("how", FORGED)
def test_a_token_is_refused(how: str) -> None:
    with pytest.raises(DirectoryError) as caught:
        name_told(FORGED[how])
    assert caught.value.reason is DirectoryReason.ANSWER_REFUSED


@pytest.mark.parametrize(
    "metadata",
    [
        METADATA | {"issuer": "http://localhost:1"},
        METADATA | {"token_endpoint": "http://192.0.2.1/token"},
        {key: value for key, value in METADATA.items() if key != "jwks_uri"},
        [],
    ],
)
def test_a_directory_that_is_another_or_speaks_in_the_clear_is_refused(metadata: dict[str, str]) -> None:
    with pytest.raises(DirectoryError) as caught:
        name_told(signed(), metadata)
    assert caught.value.reason is DirectoryReason.ANSWER_REFUSED


def test_a_token_without_a_name_and_a_state_of_another_attempt_let_nobody_in() -> None:
    with pytest.raises(DirectoryError) as caught:
        name_told(signed(preferred_username=7))
    assert caught.value.reason is DirectoryReason.NO_ACCOUNT
    with pytest.raises(DirectoryError) as caught:
        name_told(signed(), sent="other")
    assert caught.value.reason is DirectoryReason.ANSWER_REFUSED
