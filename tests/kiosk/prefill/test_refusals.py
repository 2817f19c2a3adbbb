"""What the prefill site does when something is wrong, and what it never tells."""

import logging
from pathlib import Path

import pytest

from kiosk.office import Office
from kiosk.prefill import create_app
from kiosk.web import Front
from tests.kiosk.offices import make_office
from tests.kiosk.pages import Pages
from tests.kiosk.prefill.journeys import APPLICANT, FAMILY, GIVEN, SELF, start, to_code, to_review
from tests.kiosk.prefill.test_draftcookie import kanji


def test_a_form_without_token_is_refused_with_a_next_step(phone: Pages) -> None:
    page = start(phone)
    refused = phone.client.post(page.path, data={"whom": "self"}, base_url=phone.base)
    assert refused.status_code == 403
    assert "もう一度送信してください" in refused.get_data(as_text=True)


def test_too_much_at_once_is_refused(phone: Pages) -> None:
    page = start(phone)
    sent = phone.client.post(page.path, data={"whom": "x" * 200_000}, base_url=phone.base)
    assert sent.status_code == 413
    assert "大きすぎて" in sent.get_data(as_text=True)


def test_a_page_that_is_not_asked_leads_to_one_that_is(phone: Pages) -> None:
    page = start(phone)
    assert phone.open(page.path.replace("/p/whom", "/p/nothing")).heading == "だれの手続か"
    assert phone.open(page.path.replace("/p/whom", "/review")).heading == "だれの手続か"
    assert phone.open(page.path.replace("/p/whom", "/code")).heading == "だれの手続か"


def test_strange_values_never_break_a_page(phone: Pages) -> None:
    page = start(phone)
    for value in (
        "\x00",
        "𠮷" * 3000,
        "<script>alert(1)</script>",
        "%s%n",
        "\udcff".encode("utf-8", "ignore").decode(),
    ):
        page = phone.send({"whom": value})
        assert page.errors
    phone.send(SELF)
    page = phone.send({**APPLICANT, "you.name.family": '"><script>alert(1)</script>', "you.address": ""})
    assert "<script>alert" not in page.text


def test_unknown_buttons_do_nothing_harmful(phone: Pages) -> None:
    start(phone)
    for button in ("remove:whom:0", "postal:nothing", "use:x:y", "add:", "::::", "remove:a:" + "9" * 50):
        phone.send(SELF, button=button)
        phone.open("/")
        start(phone)


def test_more_than_a_browser_keeps_is_refused_and_nothing_is_lost(phone: Pages) -> None:
    start(phone)
    page = phone.send(SELF)
    phone.send({"you.name.family": FAMILY}, button="back")
    phone.open(page.path)
    parts = ("name.family", "name.given", "kana.family", "address", "building")
    signs = kanji(1900 * len(parts))
    huge = {f"you.{part}": signs[1900 * at : 1900 * (at + 1)] for at, part in enumerate(parts)}
    assert "前の画面までの入力は残っています" in phone.send(huge, status=413).text
    assert phone.open(page.path).find("input", name="you.name.family", value=FAMILY)


def test_nothing_personal_in_addresses_titles_or_logs(phone: Pages, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        page = to_code(phone)
    for told in (page.path, page.title, caplog.text, *(str(vars(record)) for record in caplog.records)):
        for secret in (FAMILY, GIVEN, "1955", "ヨシダ"):
            assert secret not in told


def test_a_fault_is_logged_without_its_message(app: Front, caplog: pytest.LogCaptureFixture) -> None:
    app.testing = False
    app.config["PROPAGATE_EXCEPTIONS"] = False

    @app.get("/fault")
    def fault() -> str:
        raise ValueError(FAMILY)

    answer = app.test_client().get("/fault")
    assert answer.status_code == 500
    assert "システムの不具合" in answer.get_data(as_text=True)
    assert [record.getMessage() for record in caplog.records] == ["request_failed"]
    assert FAMILY not in caplog.text


def test_nothing_is_written_to_disk(phone: Pages, tmp_path: Path) -> None:
    before = {file: file.stat().st_mtime_ns for file in tmp_path.rglob("*")}
    to_code(phone)
    assert {file: file.stat().st_mtime_ns for file in tmp_path.rglob("*")} == before


def test_one_address_that_asks_for_too_much_waits(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.prefill.site.ADDRESS", (5, 0.0))
    phone = Pages(create_app(office))
    assert [phone.client.get("/").status_code for _ in range(6)] == [200] * 5 + [429]


def test_who_has_begun_goes_on_beside_an_address_that_must_wait(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.prefill.site.ADDRESS", (10, 0.0))
    app = create_app(office)
    phone = Pages(app)
    start(phone)
    stranger = app.test_client()
    while stranger.get("/").status_code == 200:
        pass
    phone.send(SELF)
    phone.send(APPLICANT)
    assert phone.send().status == 200


def test_one_draft_that_asks_for_too_much_waits_alone(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.prefill.site.DRAFT", (5, 0.0))
    app = create_app(office)
    phones = [Pages(app), Pages(app)]
    paths = [start(phone).path for phone in phones]
    while phones[0].client.get(paths[0]).status_code == 200:
        pass
    assert phones[0].client.get(paths[0]).status_code == 429
    assert phones[1].client.get(paths[1]).status_code == 200


def test_an_invented_draft_counts_for_its_address(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.prefill.site.ADDRESS", (5, 0.0))
    client = create_app(office).test_client()
    invented = [client.get(f"/d/{number:012}/review").status_code for number in range(6)]
    assert invented == [410] * 5 + [429]


def test_cookies_are_secure_behind_https(tmp_path: Path) -> None:
    office = make_office(
        tmp_path, ('public_url = "http://127.0.0.1:8000"', 'public_url = "https://form.example.lg.jp"')
    )
    phone = Pages(create_app(office), "https://form.example.lg.jp")
    assert to_review(phone).heading == "入力した内容の確認"
    assert phone.now is not None
    assert "Strict-Transport-Security" in phone.now.response.headers


@pytest.mark.parametrize("path", ["/nowhere", "/d/short/", "/d/abcdefghijkl/code-1.png", "/kit/../secret"])
def test_error_pages_are_pages_like_all_others(phone: Pages, path: str) -> None:
    answer = phone.client.get(path)
    assert answer.status_code in (404, 410)
    phone.open(path, status=answer.status_code)


def test_what_only_the_office_can_mend_is_not_explained_to_residents(
    phone: Pages, office: Office, app: Front
) -> None:
    app.config["PROPAGATE_EXCEPTIONS"] = False
    to_review(phone)
    office.settings.keys.public_file.unlink()
    page = phone.send(button="seal", status=500)
    assert "公開鍵" not in page.text
    assert "kiosk" not in page.text
