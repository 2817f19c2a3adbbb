"""A town prints the 戸籍届書 themselves: its own A3 form under the answers of a preparation sheet, at its true size."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageChops

from forms import Application, Value
from forms.samples import read_sample
from kiosk.formscheck import sheet_mistakes
from kiosk.office import Office, open_office
from kiosk.stacks import draw_stacks
from kiosk.tickets import application_in_ticket, open_texts, seal_application
from kiosk.trace import Tracing, read_template
from kiosk.trace.template import Layout
from printing.ipp import Outcome, print_pdf
from printing.sheets.boxes import Box, SignatureBox, TextBox, TickBox
from printing.sheets.parts import MM, Area
from tests.kiosk.offices import make_office
from tests.kiosk.trace import statutoryforms as forms
from tests.kiosk.trace.test_trace_sheet import text_within
from tests.printing.ippeveprinter import HASTY, Listener, virtual_printer
from tests.printing.paper import words
from tests.printing.pictures import by_pdfium, ink

DPI = 100


def inside(place: forms.Place) -> Area:
    """A little less than the ruled box, as somebody draws it."""
    x, y, w, h = place
    return Area(1, x + 0.5, y + 0.5, w - 1, h - 1)


def texts(places: Mapping[str, forms.Place]) -> tuple[Box, ...]:
    return tuple(TextBox(inside(place), item, lines=2) for item, place in places.items())


def born() -> tuple[Box, ...]:
    _, y, _, h = forms.BORN
    year, month, day = (Area(1, left, y + 0.5, width, h - 1) for left, width in forms.BORN_PARTS)
    item = "koseki.baby_date"
    return (
        TextBox(year, item, show="era_year", align="center"),
        TextBox(month, item, show="month", align="center"),
        TextBox(day, item, show="day", align="center"),
    )


def traced(folder: Path, form: Path, id: str, boxes: tuple[Box, ...]) -> Office:
    """The town whose sheet of this procedure was traced over its form."""
    tracing = Tracing(make_office(folder), read_template(form), id)
    for box in boxes:
        if isinstance(box, TextBox) and box.show == "text":
            assert any(found.x <= box.area.x and found.y <= box.area.y for found in tracing.found(1))
    tracing.change(Layout(form.stem, boxes), "typical")
    assert tracing.shown.problems == ()
    tracing.save()
    return open_office(tracing.office.settings.folder)


@pytest.fixture
def birth(tmp_path: Path) -> Office:
    ticks = tuple(
        TickBox(Area(1, *place), "koseki.parents", value=said, frame=False)
        for said, place in forms.PARENTS.items()
    )
    boxes = (*texts(forms.BIRTH), *born(), *ticks, SignatureBox(inside(forms.SIGNED), "署名"))
    return traced(tmp_path / "birth", forms.birth_form(tmp_path / "出生届.pdf"), "birth_notice", boxes)


@pytest.fixture
def marriage(tmp_path: Path) -> Office:
    ticks = tuple(
        TickBox(Area(1, *place), "koseki.surname", value=who, frame=False) for who, place in forms.SURNAME.items()
    )
    signed = tuple(SignatureBox(inside(place), "署名") for place in (*forms.MARRIAGE_SIGNED, *forms.WITNESSES))
    boxes = (*texts(forms.couple_places()), *texts(forms.MARRIED), *ticks, *signed)
    return traced(tmp_path / "marriage", forms.marriage_form(tmp_path / "婚姻届.pdf"), "marriage_notice", boxes)


def at_desk(office: Office, *ids: str, sample: str = "typical", **changed: Value) -> Application:
    """The answers as the desk gets them out of the resident's code."""
    chosen = office.catalogue.chosen(ids)
    answers = {key: value for each in chosen for key, value in read_sample(each, sample).answers.items()}
    sealed = seal_application(Application(chosen, {**answers, **changed}), office)
    return application_in_ticket(open_texts(sealed.texts, office), office)


def pdf_of(office: Office, application: Application) -> bytes:
    (stack,) = draw_stacks(application, office)
    assert stack.options.media == "iso_a3_297x420mm"
    return stack.printed.pdf


def sizes(pdf: bytes) -> list[tuple[float, float]]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [(page.get_width() / MM, page.get_height() / MM) for page in document]
    finally:
        document.close()


def added(form: Path, pdf: bytes, folder: Path, place: forms.Place) -> float:
    """How much ink of a part of the page is not the form's own."""
    blank, printed = (by_pdfium(each, folder, DPI) for each in (form.read_bytes(), pdf))
    area = inside(place)
    x, y, w, h = (length / 25.4 * DPI for length in (area.x, area.y, area.w, area.h))
    white = Image.new("L", blank.size, 255)
    differs = ImageChops.subtract(white, ImageChops.difference(blank, printed.resize(blank.size)))
    return ink(differs.crop((round(x), round(y), round(x + w), round(y + h))))


def test_it_works_a_birth_lands_in_the_boxes_of_the_towns_own_a3_form(birth: Office, tmp_path: Path) -> None:
    application = at_desk(birth, "birth_notice")
    pdf = pdf_of(birth, application)
    assert sizes(pdf) == [pytest.approx(forms.A3, abs=0.1)]
    for item, text in {
        "koseki.baby_name": "髙﨑　大",
        "koseki.baby_order": "二男",
        "koseki.baby_father": "髙﨑　健一",
        "koseki.baby_mother": "髙﨑　美咲",
        "koseki.baby_father_birth": "昭和53年6月15日",
        "register.domicile": "北海道架空郡みどり野町東一条北二丁目３番",
        "claimant.phone": "0152-00-1234",
    }.items():
        assert words(text) in words(text_within(pdf, forms.BIRTH[item])), item
    for text, (left, width) in zip(("8", "3", "24"), forms.BORN_PARTS, strict=True):
        assert text_within(pdf, (left, forms.BORN[1], width, forms.BORN[3])).strip() == text
    form = tmp_path / "出生届.pdf"
    assert added(form, pdf, tmp_path, forms.BIRTH["koseki.baby_name"]) > 0.005
    for untouched in (forms.SIGNED, (215.0, 45.0, 193.0, 240.0), *forms.BIRTH_BLANKS.values()):
        assert added(form, pdf, tmp_path, untouched) < 0.0002


def test_the_mothers_answers_are_the_mothers_whoever_holds_the_phone(birth: Office) -> None:
    pdf = pdf_of(
        birth,
        at_desk(
            birth,
            "birth_notice",
            **{"you.sex": "female", "you.name": "髙﨑　美咲", "koseki.other_name@birth_notice": "髙﨑　健一"},
        ),
    )
    assert words("髙﨑　健一") in words(text_within(pdf, forms.BIRTH["koseki.baby_father"]))
    assert words("髙﨑　美咲") in words(text_within(pdf, forms.BIRTH["koseki.baby_mother"]))


@pytest.mark.parametrize(("sex", "own", "other"), [("female", "wife", "husband"), ("male", "husband", "wife")])
def test_a_couple_stands_in_its_columns(marriage: Office, tmp_path: Path, sex: str, own: str, other: str) -> None:
    pdf = pdf_of(marriage, at_desk(marriage, "marriage_notice", **{"you.sex": sex}))
    places = forms.couple_places()
    told = {
        f"{own}_name": "佐藤　恵",
        f"{own}_father": "佐藤　一郎",
        f"{other}_name": "𠮷田　誠",
        f"{other}_order": "二男",
    }
    for item, text in told.items():
        assert words(text) in words(text_within(pdf, places[f"koseki.{item}"])), item
    form = tmp_path / "婚姻届.pdf"
    assert added(form, pdf, tmp_path, forms.SURNAME["husband"]) > 0.01
    for untouched in (forms.SURNAME["wife"], *forms.MARRIAGE_SIGNED, *forms.WITNESSES):
        assert added(form, pdf, tmp_path, untouched) < 0.0002


def test_nothing_that_is_asked_gets_lost_on_the_towns_form(birth: Office, marriage: Office) -> None:
    for office, id in ((birth, "birth_notice"), (marriage, "marriage_notice")):
        told = tuple(sheet_mistakes(office.catalogue.current[id], office.catalogue, office))
        assert told == ()


def test_paper_of_another_size_is_a_stack_of_its_own(birth: Office) -> None:
    application = at_desk(birth, "seal_certificate", "birth_notice")
    stacks = draw_stacks(application, birth)
    assert [stack.options.media for stack in stacks] == ["iso_a4_210x297mm", "iso_a3_297x420mm"]
    assert sizes(stacks[-1].printed.pdf) == [pytest.approx(forms.A3, abs=0.1)]


@pytest.mark.printer
def test_the_printer_is_asked_for_a3_and_gets_a3(birth: Office, tmp_path: Path) -> None:
    (stack,) = draw_stacks(at_desk(birth, "birth_notice"), birth)
    with virtual_printer(tmp_path) as printer:
        options = replace(stack.options, pages=stack.printed.page_count)
        result = print_pdf(printer.uri, stack.printed.pdf, options, Listener(), patience=HASTY)
        assert result.outcome is Outcome.PRINTED, result
        (paper,) = printer.papers()
    assert sizes(paper.pdf.read_bytes()) == [pytest.approx(forms.A3, abs=0.1)]
