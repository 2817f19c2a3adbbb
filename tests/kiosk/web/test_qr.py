"""Codes are read back by another program than the one that drew them."""

import subprocess
from io import BytesIO

import pytest
import zxingcpp
from hypothesis import example, given, settings, strategies as st
from PIL import Image
from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode
from qrcode.util import QRData

from kiosk.web.qr import MARGIN, MASK, NUMERIC, qr_modules, qr_path, qr_png, qr_svg


@settings(max_examples=25)
@given(st.from_regex(r"[0-9]{1,1600}", fullmatch=True))
def test_it_works(text: str) -> None:
    found = zxingcpp.read_barcodes(Image.open(BytesIO(qr_png(text, 4))))
    assert [code.text for code in found] == [text]


@settings(max_examples=25)
@given(st.from_regex(r"[0-9]{120,1600}", fullmatch=True))
def test_another_decoder_reads_it_too(text: str) -> None:
    read = subprocess.run(["zbarimg", "-q", "--raw", "-"], input=qr_png(text, 4), capture_output=True, check=True)
    assert read.stdout.decode().strip() == text


@settings(max_examples=25)
@given(st.from_regex(r"[0-9]{1,5596}", fullmatch=True))
@example("0")
@example("9" * 5596)
def test_every_module_is_that_of_the_package(text: str) -> None:
    code = QRCode(error_correction=ERROR_CORRECT_M, border=MARGIN, mask_pattern=MASK)
    code.add_data(QRData(text, mode=NUMERIC))
    code.make(fit=True)
    assert [[*map(bool, row)] for row in qr_modules(text)] == code.get_matrix()


def test_more_digits_than_any_code_holds_are_refused() -> None:
    with pytest.raises(ValueError, match="too many"):
        qr_modules("9" * 5597)


def test_digits_are_packed_as_digits() -> None:
    assert len(qr_modules("1" * 1600)) == 97 + 2 * MARGIN


def test_there_is_a_white_margin_all_around() -> None:
    modules = qr_modules("123")
    edges = [*modules[:MARGIN], *modules[-MARGIN:], *([*row[:MARGIN], *row[-MARGIN:]] for row in modules)]
    assert not any(any(row) for row in edges)


def test_the_path_covers_exactly_the_dark_modules() -> None:
    modules = qr_modules("0123456789")
    assert qr_path(modules).count("M") <= sum(sum(row) for row in modules)
    assert qr_svg("0123456789").startswith("<svg ")


@pytest.mark.parametrize("text", ["", "12a", "１２", "-1"])
def test_only_digits_become_a_code(text: str) -> None:
    with pytest.raises(ValueError, match="digits"):
        qr_modules(text)
