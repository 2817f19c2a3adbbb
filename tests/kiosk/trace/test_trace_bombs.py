"""A small PDF that unpacks to gigabytes is refused before it does; measured in a program of its own."""

import subprocess
import sys
import zlib
from pathlib import Path

import pikepdf
import pytest

from kiosk.trace.lines import rules_of
from kiosk.trace.template import TraceError, TraceReason, read_template
from tests.kiosk.trace.townforms import ruled_form, scanned_form

READ = """
import resource, sys
from pathlib import Path
from kiosk.trace.lines import rules_of
from kiosk.trace.template import TraceError, read_template
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
try:
    rules_of(read_template(Path(sys.argv[1])).pdf, 1)
except TraceError as error:
    print(error.reason.value)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""
MOST_MEMORY = 500_000
"""KiB more than the program itself takes."""


def test_it_works_for_forms_as_towns_have_them(tmp_path: Path) -> None:
    assert read_template(ruled_form(tmp_path / "form.pdf")).page_count == 1
    assert read_template(scanned_form(tmp_path / "scan.pdf")).page_count == 1


@pytest.mark.parametrize("filters", [1, 2, 3])
def test_content_that_unpacks_to_gigabytes_is_refused(tmp_path: Path, filters: int) -> None:
    file = with_content(tmp_path / "bomb.pdf", packed_zeros(200_000_000), "/FlateDecode", filters)
    assert file.stat().st_size < 250_000
    assert read_by_itself(file)[0] == "unpacks_too_large"


@pytest.mark.parametrize("name", ["/LZWDecode", "/RunLengthDecode"])
def test_other_filters_that_can_grow_are_bounded_too(tmp_path: Path, name: str) -> None:
    with pytest.raises(TraceError) as caught:
        read_template(with_content(tmp_path / "bomb.pdf", b"\x81\x00" * 200_000, name))
    assert caught.value.reason is TraceReason.UNPACKS_TOO_LARGE


def test_a_picture_may_be_larger_than_content_and_is_bounded_too(tmp_path: Path) -> None:
    for size, refused in ((20_000_000, False), (310_000_000, True)):
        file = with_picture(tmp_path / f"{size}.pdf", packed_zeros(size))
        if refused:
            with pytest.raises(TraceError):
                read_template(file)
        else:
            assert read_template(file).page_count == 1


def test_millions_of_operators_are_no_rules(tmp_path: Path) -> None:
    file = with_content(tmp_path / "busy.pdf", zlib.compress(b"q Q " * 1_500_000), "/FlateDecode")
    reason, memory = read_by_itself(file)
    assert (reason, memory < MOST_MEMORY) == ("", True)
    assert rules_of(file.read_bytes(), 1) == ()


def read_by_itself(file: Path) -> tuple[str, int]:
    """The reason for which it is refused, and the KiB that took."""
    root = Path(__file__).parents[3]
    ended = subprocess.run(
        [sys.executable, "-c", READ, str(file)], cwd=root, capture_output=True, text=True, check=True
    )
    before, *reason, after = ended.stdout.split()
    assert int(after) - int(before) < MOST_MEMORY
    return "".join(reason), int(after) - int(before)


def packed_zeros(size: int) -> bytes:
    packer, part = zlib.compressobj(9), bytes(1_000_000)
    return b"".join(packer.compress(part) for _ in range(size // len(part))) + packer.flush()


def with_content(file: Path, packed: bytes, name: str, times: int = 1) -> Path:
    for _ in range(times - 1):
        packed = zlib.compress(packed, 9)
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page()
        page.Contents = pikepdf.Stream(pdf, packed, Filter=pikepdf.Array([pikepdf.Name(name)] * times))
        pdf.save(file, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return file


def with_picture(file: Path, packed: bytes) -> Path:
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page()
        picture = pikepdf.Stream(pdf, packed, Filter=pikepdf.Name.FlateDecode)
        picture.Type, picture.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(I=picture))
        pdf.save(file, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return file
