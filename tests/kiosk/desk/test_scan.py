"""Codes in pictures: our own are found, everything else is refused in words."""

import struct
import subprocess
import sys
import zlib
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pytest
import zxingcpp
from hypothesis import given, strategies as st
from PIL import Image

from kiosk.desk.reasons import DeskError, DeskReason
from kiosk.desk.scan import LARGEST_PICTURE, find_digits, find_frame_digits

DIGITS = "10" + "0123456789" * 60


@pytest.mark.parametrize("format", ["PNG", "JPEG", "WEBP", "BMP"])
def test_the_digits_of_a_qr_are_found(format: str) -> None:
    assert find_digits(picture_of(DIGITS, format=format)) == (DIGITS,)


def test_a_turned_photo_is_read() -> None:
    turned = Image.open(BytesIO(picture_of(DIGITS))).rotate(17, expand=True, fillcolor=255)
    assert find_digits(saved(turned, "JPEG")) == (DIGITS,)


def test_both_codes_of_one_picture_are_found() -> None:
    left, right = (Image.open(BytesIO(picture_of(text))) for text in (DIGITS, DIGITS[::-1]))
    both = Image.new("L", (left.width + right.width, left.height), 255)
    both.paste(left, (0, 0))
    both.paste(right, (left.width, 0))
    assert set(find_digits(saved(both, "PNG"))) == {DIGITS, DIGITS[::-1]}


@pytest.mark.parametrize("text", ["https://example.jp/", "12345-6789", "１２３４"])
def test_other_qr_codes_are_passed_over(text: str) -> None:
    assert find_digits(picture_of(text)) == ()


def test_bar_codes_are_passed_over() -> None:
    bars = zxingcpp.create_barcode("4901234567894", zxingcpp.BarcodeFormat.EAN13)
    assert find_digits(saved(Image.fromarray(bars.to_image(scale=4)), "PNG")) == ()


def test_an_empty_picture_has_no_code() -> None:
    assert find_digits(saved(Image.new("L", (640, 480), 200), "JPEG")) == ()


def test_a_picture_that_unpacks_to_gigabytes_is_refused() -> None:
    assert reason_of(png_header(60_000, 60_000)) is DeskReason.PICTURE_TOO_LARGE


@pytest.mark.parametrize(("width", "height"), [(1, 59_000_000), (12_001, 1), (5_001, 5_000), (16_383, 3_660)])
def test_a_long_or_large_picture_is_refused_unread(width: int, height: int) -> None:
    assert reason_of(png_header(width, height)) is DeskReason.PICTURE_TOO_LARGE


def test_the_largest_photo_that_phones_take_unasked_is_read() -> None:
    photo = Image.new("L", (5_712, 4_284), 255)
    photo.paste(Image.open(BytesIO(picture_of(DIGITS))).resize((2_000, 2_000)), (1_000, 1_000))
    assert find_digits(saved(photo, "JPEG")) == (DIGITS,)


def test_eight_pictures_at_once_take_the_memory_of_one() -> None:
    """As many as the server has threads; measured in a program of its own."""
    before, after = (int(line) for line in run_python(EIGHT_AT_ONCE).splitlines())
    assert after - before < 150_000


@pytest.mark.parametrize("format", ["PNG", "WEBP", "GIF", "BMP"])
def test_of_the_camera_nothing_but_jpeg_is_opened(format: str) -> None:
    assert find_frame_digits(picture_of(DIGITS, "JPEG")) == (DIGITS,)
    with pytest.raises(DeskError, match="画像"):
        find_frame_digits(picture_of(DIGITS, format))


def test_too_many_bytes_are_refused_before_they_are_looked_at() -> None:
    assert reason_of(b"\xff" * (LARGEST_PICTURE + 1)) is DeskReason.PICTURE_TOO_LARGE


@given(st.binary(max_size=2000))
def test_anything_else_is_refused_in_words(data: bytes) -> None:
    assert reason_of(data) is DeskReason.NO_PICTURE


@given(st.integers(1, 3000))
def test_a_picture_cut_off_never_fails_otherwise(kept: int) -> None:
    assert reason_of(picture_of("1" * 100)[:kept]) in (None, DeskReason.NO_PICTURE)


EIGHT_AT_ONCE = """
import resource
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from PIL import Image
from kiosk.desk.scan import find_digits
def peak(): print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
file = BytesIO()
Image.new("1", (5_000, 5_000)).convert("P").save(file, "PNG", transparency=0)
picture = file.getvalue()
peak()
with ThreadPoolExecutor(8) as pool:
    list(pool.map(find_digits, [picture] * 8))
peak()
"""


def run_python(program: str) -> str:
    root = Path(__file__).parents[3]
    return subprocess.run(
        [sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=True
    ).stdout


def reason_of(data: bytes) -> DeskReason | None:
    try:
        find_digits(data)
    except DeskError as error:
        return error.reason
    return None


def picture_of(text: str, format: str = "PNG") -> bytes:
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode)
    return saved(Image.fromarray(code.to_image(scale=5, add_quiet_zones=True)), format)


def saved(picture: Image.Image, format: str) -> bytes:
    out = BytesIO()
    picture.save(out, format)
    return out.getvalue()


def png_header(width: int, height: int) -> bytes:
    """A PNG that claims to be huge."""
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunk = b"IHDR" + head
    data = b"IDAT" + zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(each) - 4) + each + struct.pack(">I", zlib.crc32(each))
        for each in (chunk, data, b"IEND")
    )


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("tags", [b"", b"\x01\x01\x12\x00\x03", b"\x01\x00\x12\x01\x03\x00\x01\x00\x00\x00\xff"])
def test_what_a_broken_camera_tells_of_a_picture_is_no_failure_of_ours(tags: bytes) -> None:
    assert digits_or_none(saved_with_exif(tags)) in ((), None)


@pytest.mark.filterwarnings("ignore::UserWarning")
@given(st.binary(max_size=64))
def test_any_exif_is_read_or_refused(tags: bytes) -> None:
    assert digits_or_none(saved_with_exif(tags)) in ((), None)


def digits_or_none(data: bytes) -> tuple[str, ...] | None:
    """None if the picture is refused."""
    with suppress(DeskError):
        return find_digits(data)
    return None


def saved_with_exif(tags: bytes) -> bytes:
    to = BytesIO()
    Image.new("L", (32, 32), 255).save(to, "JPEG", exif=b"Exif\x00\x00II*\x00\x08\x00\x00\x00" + tags)
    return to.getvalue()
