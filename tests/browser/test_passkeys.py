"""Passkeys at the counter in Chromium, with an authenticator of its own and no network but the desk's."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, CDPSession, Page, expect

from kiosk.desk import Workplace
from kiosk.settings import DeskMode
from kiosk.staff import list_staff
from tests.browser.axe import assert_accessible
from tests.browser.deskserver import PASSWORD, running_desk
from tests.kiosk.desk.townhall import build_town_hall

Desk = tuple[str, Workplace]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    town_hall = build_town_hall(tmp_path, more='[second_factor]\nclerk = "may"\n')
    with running_desk(town_hall, DeskMode.COUNTER) as (address, workplace):
        yield address.replace("127.0.0.1", "localhost"), workplace


def with_authenticator(page: Page) -> tuple[CDPSession, str]:
    """Put a security key into the browser's PC."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "usb",
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    return session, session.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]


def give_password(page: Page, address: str) -> None:
    page.goto(f"{address}/login")
    page.fill("#name", "sato")
    page.fill("#password", PASSWORD)
    page.click("button:has-text('ログイン')")


def test_a_passkey_is_made_and_signs_in_and_is_worth_nothing_elsewhere(browser: Browser, desk: Desk) -> None:
    address, workplace = desk
    page = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
    session, key = with_authenticator(page)
    give_password(page, address)
    page.wait_for_url(f"{address}/")
    page.click("text=2段階認証")
    page.fill("#own-password", PASSWORD)
    page.click("text=パスキーを登録する")
    page.click("text=パスキーを作る")
    expect(page.get_by_role("heading", name="控えのコードを写してください")).to_be_visible()
    spare = page.locator(".spare-codes li").first.inner_text()
    assert list_staff(workplace.store)[0].has_second
    page.click("text=終了する")

    give_password(page, address)
    page.click("text=パスキーで入る")
    page.wait_for_url(f"{address}/")
    page.click("text=終了する")

    # Somebody with the password and a key of their own.
    session.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": key})
    with_authenticator(page)
    give_password(page, address)
    page.click("text=パスキーで入る")
    expect(page.get_by_text("パスキーを使えませんでした。")).to_be_visible()
    # Not before: it takes the authenticator away.
    assert_accessible(page)
    page.fill("#second", spare)
    page.click("#second-factor button")
    page.wait_for_url(f"{address}/")
    page.click("text=2段階認証")
    assert_accessible(page)
    page.context.close()


def test_without_javascript_the_number_of_the_app_stays(browser: Browser, desk: Desk) -> None:
    address, _ = desk
    page = browser.new_context(java_script_enabled=False).new_page()
    give_password(page, address)
    page.goto(f"{address}/second")
    page.fill("#own-password", PASSWORD)
    page.click("text=パスキーを登録する")
    expect(page.get_by_text("認証アプリを登録してください。")).to_be_visible()
    expect(page.locator("#passkey")).to_be_hidden()
    page.goto(f"{address}/second")
    page.fill("#own-password", PASSWORD)
    page.click("text=認証アプリを登録する")
    expect(page.locator("#second")).to_be_visible()
    page.context.close()
