"""The code on a sheet opens with the office's key alone, and no desk takes it for a ticket."""

from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from hypothesis import given, strategies as st

from forms.exchange import application_of
from forms.ticket import FrameState, Keyring, Progress, TicketError, TicketReason, frame_of, open_ticket
from forms.ticket.frame import bytes_of, check_digits
from forms.ticket.keyfiles import read_keyring
from forms.ticket.sealing import unsealed
from kiosk.backoffice import (
    BackOfficeError,
    BackOfficeReason,
    PrintedForm,
    find_codes,
    make_receipt_code,
    open_code,
)
from kiosk.backoffice.writing import select_answers
from kiosk.office import Office, now, today
from kiosk.stacks import Order, draw_sheets
from tests.kiosk.export.papers import (
    PRINTED,
    PROCEDURE,
    paper_office,
    sample_application,
    sample_form,
    sealed_text,
)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return paper_office(tmp_path_factory.mktemp("town"))


@pytest.fixture(scope="module")
def ring(office: Office) -> Keyring:
    return read_keyring(office.settings.paper.key_folder, office.settings.town.code)


def opened_reason(text: str, office: Office, ring: Keyring | None) -> BackOfficeReason:
    with pytest.raises(BackOfficeError) as caught:
        open_code(text, office.settings.town.code, ring, office.catalogue)
    assert caught.value.sentence
    return caught.value.reason


@pytest.mark.parametrize("sample", ["shortest", "typical", "longest"])
def test_sealing_and_opening_works(office: Office, ring: Keyring, sample: str) -> None:
    form = sample_form(office, sample)
    text = sealed_text(office, form)
    assert text.isdigit()
    assert open_code(text, office.settings.town.code, ring, office.catalogue) == form


def test_the_code_of_a_certificate_with_a_purpose_of_its_own_tells_that_one(office: Office, ring: Keyring) -> None:
    procedures = office.catalogue.chosen(["resident_record_copy", "seal_certificate"])
    answers = {"whom": "self", "purpose": "bank", "purpose@seal_certificate": "car"}
    found = application_of(procedures, answers).journey(today())
    for procedure, purpose in zip(procedures, ("bank", "car"), strict=True):
        form = PrintedForm("A-001", PRINTED, procedure, found.relevant_for(procedure))
        opened = open_code(sealed_text(office, form), office.settings.town.code, ring, office.catalogue)
        assert select_answers(opened)["purpose"] == purpose


def test_a_receipt_code_tells_receipt_procedure_and_version_without_any_key(office: Office) -> None:
    form = sample_form(office)
    text = make_receipt_code(form, office.settings.town.code)
    assert len(text) == 42
    assert open_code(text, office.settings.town.code, None, office.catalogue) == replace(form, answers=None)


@pytest.mark.parametrize("receipt", ["", "K-1234"])
def test_receipt_numbers_of_any_length_come_back(office: Office, receipt: str) -> None:
    text = make_receipt_code(sample_form(office, receipt=receipt), office.settings.town.code)
    assert open_code(text, office.settings.town.code, None, office.catalogue).receipt == receipt


@pytest.mark.parametrize("kind", ["receipt", "sealed"])
def test_a_desk_refuses_it_as_a_ticket(office: Office, kind: str) -> None:
    form = sample_form(office)
    text = make_receipt_code(form, office.settings.town.code) if kind == "receipt" else sealed_text(office, form)
    assert frame_of(text) == FrameState(Progress.NOT_A_TICKET, (), 0)
    keys = read_keyring(office.settings.keys.folder, office.settings.town.code)
    with pytest.raises(TicketError) as caught:
        open_ticket([text], keys, office.catalogue, now())
    assert caught.value.reason is TicketReason.NOT_A_TICKET


def test_even_with_the_right_key_it_opens_for_no_other_purpose(office: Office, ring: Keyring) -> None:
    payload = bytes_of(sealed_text(office, sample_form(office))[8:])
    with pytest.raises(TicketError) as caught:
        unsealed(payload, ring)
    assert caught.value.reason is TicketReason.DAMAGED


def test_the_keys_of_the_tickets_do_not_open_it(office: Office) -> None:
    keys = read_keyring(office.settings.keys.folder, office.settings.town.code)
    reason = opened_reason(sealed_text(office, sample_form(office)), office, keys)
    assert reason in (BackOfficeReason.UNKNOWN_KEY, BackOfficeReason.DAMAGED)


def test_wrong_codes_are_refused_each_with_its_reason(office: Office, ring: Keyring) -> None:
    form = sample_form(office)
    receipt, sealed = make_receipt_code(form, office.settings.town.code), sealed_text(office, form)
    assert opened_reason("", office, ring) is BackOfficeReason.NOT_A_PAPER_CODE
    assert opened_reason("hello", office, ring) is BackOfficeReason.NOT_A_PAPER_CODE
    assert opened_reason("100100" + "1" * 102, office, ring) is BackOfficeReason.IS_A_TICKET
    assert opened_reason(receipt[:-1], office, ring) is BackOfficeReason.MISREAD
    assert (
        opened_reason(sealed[:20] + str(9 - int(sealed[20])) + sealed[21:], office, ring)
        is BackOfficeReason.MISREAD
    )
    assert opened_reason(sealed, office, None) is BackOfficeReason.UNKNOWN_KEY
    rest = "04" + sealed[2:6]
    newer = rest + check_digits(rest + sealed[8:]) + sealed[8:]
    assert opened_reason(newer, office, ring) is BackOfficeReason.UNKNOWN_VERSION
    assert opened_reason(make_receipt_code(form, "999999"), office, ring) is BackOfficeReason.WRONG_TOWN
    unknown = replace(form, procedure=replace(form.procedure, version=999))
    assert (
        opened_reason(make_receipt_code(unknown, office.settings.town.code), office, ring)
        is BackOfficeReason.UNKNOWN_PROCEDURE
    )


@given(text=st.from_regex(r"0[0-9]{0,60}", fullmatch=True) | st.text(max_size=40))
def test_whatever_is_scanned_is_opened_or_refused(office: Office, ring: Keyring, text: str) -> None:
    assert opened_reason(text, office, ring)


@given(body=st.text("0123456789", min_size=1, max_size=400), kind=st.sampled_from("12"))
def test_sound_frames_around_anything_are_refused(office: Office, ring: Keyring, body: str, kind: str) -> None:
    rest = f"0{kind}{len(body):04d}"
    assert opened_reason(rest + check_digits(rest + body) + body, office, ring)


@pytest.mark.parametrize(("wish", "digit"), [("receipt", "1"), ("sealed", "2")])
def test_the_code_of_a_printed_sheet_can_be_scanned_from_paper(tmp_path: Path, wish: str, digit: str) -> None:
    office = paper_office(tmp_path, wish)
    printed = draw_sheets(sample_application(office, "shortest"), office, Order("A-012"))
    found = find_codes(printed.pdf, "paper.pdf")
    assert [text[:2] for text in found] == [f"0{digit}"]
    ring = read_keyring(office.settings.paper.key_folder, office.settings.town.code)
    form = open_code(found[0], office.settings.town.code, ring, office.catalogue)
    assert (form.receipt, form.procedure.id) == ("A-012", PROCEDURE)


def test_without_the_wish_there_is_no_code(tmp_path: Path) -> None:
    office = paper_office(tmp_path, "none")
    with pytest.raises(BackOfficeError) as caught:
        find_codes(draw_sheets(sample_application(office), office, Order("A-012")).pdf, "paper.pdf")
    assert caught.value.reason is BackOfficeReason.NO_CODE_FOUND


def test_answers_too_long_for_the_box_leave_the_receipt_on_the_sheet(office: Office) -> None:
    found = find_codes(draw_sheets(sample_application(office, "longest"), office, Order("A-012")).pdf, "paper.pdf")
    assert [text[:2] for text in found] == ["01"]


def test_a_missing_office_key_does_not_keep_the_sheet_from_being_printed(tmp_path: Path) -> None:
    office = paper_office(tmp_path)
    office.settings.paper.public_file.unlink()
    found = find_codes(draw_sheets(sample_application(office), office, Order("A-012")).pdf, "paper.pdf")
    assert [text[:2] for text in found] == ["01"]


def test_two_papers_in_one_scan_are_read_in_order(office: Office, tmp_path: Path) -> None:
    pages = []
    for receipt in ("A-001", "A-002"):
        document = pypdfium2.PdfDocument(
            draw_sheets(sample_application(office, "shortest"), office, Order(receipt)).pdf
        )
        pages.append(document[0].render(scale=300 / 72, grayscale=True).to_pil())
        document.close()
    pages[0].save(tmp_path / "scan.tiff", save_all=True, append_images=pages[1:])
    ring = read_keyring(office.settings.paper.key_folder, office.settings.town.code)
    found = find_codes((tmp_path / "scan.tiff").read_bytes(), "scan.tiff")
    receipts = [open_code(text, office.settings.town.code, ring, office.catalogue).receipt for text in found]
    assert receipts == ["A-001", "A-002"]


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4 broken", b"\x89PNG\r\n\x1a\n" + b"\x00" * 64])
def test_what_is_no_picture_is_refused(content: bytes) -> None:
    with pytest.raises(BackOfficeError) as caught:
        find_codes(content, "x")
    assert caught.value.reason is BackOfficeReason.NOT_A_PICTURE


def test_other_codes_are_passed_over(tmp_path: Path) -> None:
    zxingcpp.create_barcode("https://example.jp/", zxingcpp.BarcodeFormat.QRCode).to_image(scale=4)
    from PIL import Image

    made = zxingcpp.create_barcode("1234567890", zxingcpp.BarcodeFormat.QRCode).to_image(scale=4)
    Image.fromarray(made).save(tmp_path / "other.png")
    with pytest.raises(BackOfficeError) as caught:
        find_codes((tmp_path / "other.png").read_bytes(), "other.png")
    assert caught.value.reason is BackOfficeReason.NO_CODE_FOUND
