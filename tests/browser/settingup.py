"""The first page as its unit runs it, and the whole walk over it: from the code on the console to the last page."""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

from kiosk.web.qr import TEST_DIGITS

ROOT = Path(__file__).parents[2]
PASSWORD = "midori no kaze 42"
Look = Callable[[Page, str, str], None]
"""Called on each page with its short name and what it shows."""


@dataclass(frozen=True, slots=True)
class SettingUp:
    """`kiosk setup` as a process of its own, in a folder where nothing is yet."""

    process: subprocess.Popen[str]
    config: Path
    marker: Path
    address: str
    code: str


@contextmanager
def setting_up(folder: Path) -> Iterator[SettingUp]:
    config, marker = folder / "config", folder / "setup"
    marker.touch()
    command = [sys.executable, "-m", "kiosk", "setup", "--port", "0", "--marker", str(marker)]
    environment = {**os.environ, "KIOSK_CONFIG": str(config), "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            told = process.stdout.readline() + process.stdout.readline()
            address, code = re.search(r"(http://\S+)/ ", told), re.search(r"([A-Z0-9]{4}-){2}[A-Z0-9]{4}", told)
            assert address
            assert code, told
            yield SettingUp(process, config, marker, address[1], code[0])
        finally:
            process.terminate()


def walk(page: Page, town: SettingUp, printer: str, look: Look) -> None:
    """Everything a person does, in their order; a card lies on the reader already."""

    def press(button: str) -> None:
        page.get_by_role("button", name=button, exact=True).click()

    def fill(label: str, text: str) -> None:
        page.get_by_label(label).first.fill(text)

    page.goto(town.address)
    look(page, "code", "コードを入力する")
    fill("コード", town.code.lower())
    press("始める")
    fill("市区町村の名前", "くっちゃん")
    look(page, "town", "市区町村を選ぶ")
    press("探す")
    fill("役場の郵便番号", "0440001")
    fill("役場の電話番号", "0136-00-0000")
    look(page, "hall", "役場の連絡先")
    press("次へ")
    page.get_by_role("radio", name="窓口 職員が使います").check()
    look(page, "role", "このPCの使い方")
    press("次へ")
    fill("プリンターのアドレス", printer)
    look(page, "printer", "プリンターを選ぶ")
    press("このプリンターで試しに印刷する")
    page.get_by_role("heading", name="紙を見てください").wait_for()
    look(page, "page", "試しに印刷する")
    press("まっすぐ出ている")
    press("カードを試す")
    page.get_by_text("カードを読めました").wait_for()
    page.get_by_label("読み取った数字").fill(TEST_DIGITS)
    page.keyboard.press("Enter")
    page.get_by_text("スキャナーは、このまま使えます。").wait_for()
    look(page, "devices", "カードとコードの読み取り")
    press("次へ")
    look(page, "key", "町の鍵を作る")
    press("鍵を作り、復旧用紙を印刷する")
    page.get_by_text("鍵の復旧用紙を印刷しました。").wait_for()
    look(page, "sheet", "鍵の復旧用紙を金庫へ")
    press("封筒に入れた")
    fill("職員名", "sato")
    fill("表示名", "佐藤")
    page.locator("#password").fill(PASSWORD)
    page.locator("#again").fill(PASSWORD)
    look(page, "administrator", "最初の管理者")
    press("登録する")
    page.get_by_role("heading", name=re.compile("すべて使えます|使い始められます")).wait_for()
    look(page, "doctor", "点検")
    press("設定を終える")
    page.get_by_role("heading", name="設定が終わりました").wait_for()
    look(page, "done", "できあがり")
