"""Nobody but the person who started the program gets in; and everything works without JavaScript."""

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from kiosk.trace import Tracing, create_app, new_token, read_template
from kiosk.trace.template import Layout
from printing.sheets.boxes import RowsBox, TextBox
from printing.sheets.parts import Area
from tests.kiosk.offices import make_office
from tests.kiosk.trace.townforms import ruled_form

PROCEDURE = "resident_record_copy"
HERE = "http://127.0.0.1:8999"
TOKEN = new_token()


@pytest.fixture
def tracing(tmp_path: Path) -> Tracing:
    return Tracing(make_office(tmp_path), read_template(ruled_form(tmp_path / "form.pdf", pages=2)), PROCEDURE)


@pytest.fixture
def client(tracing: Tracing) -> FlaskClient:
    return create_app(tracing, TOKEN).test_client()


@pytest.fixture
def inside(client: FlaskClient) -> FlaskClient:
    assert client.get(f"/begin/{TOKEN}", base_url=HERE).status_code == 303
    return client


def csrf(client: FlaskClient, path: str = "/list") -> str:
    page = client.get(path, base_url=HERE).get_data(as_text=True)
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token is not None
    return token[1]


def post(client: FlaskClient, **fields: str) -> str:
    answer = client.post(
        "/list", base_url=HERE, data={"csrf_token": csrf(client), **fields}, follow_redirects=True
    )
    return answer.get_data(as_text=True)


def box(number: int, **said: object) -> dict[str, str]:
    return {f"box-{number}-{key}": str(value) for key, value in said.items()}


def test_the_editor_works(inside: FlaskClient) -> None:
    page = inside.get("/", base_url=HERE)
    assert page.status_code == 200
    assert "住民票の写しの様式" in page.get_data(as_text=True)
    assert inside.get("/page/2.png", base_url=HERE).mimetype == "image/png"
    assert inside.get("/sample/1.png", base_url=HERE).mimetype == "image/png"
    assert inside.get("/sample.pdf", base_url=HERE).get_data()[:5] == b"%PDF-"


@pytest.mark.parametrize(
    "path", ["/", "/list", "/page/1.png", "/sample/1.png", "/sample.pdf", "/procedure", "/begin/wrong"]
)
def test_without_the_address_of_the_terminal_nothing_is_shown(client: FlaskClient, path: str) -> None:
    assert client.get(path, base_url=HERE).status_code == 403


def test_the_address_works_once(inside: FlaskClient) -> None:
    other = inside.application.test_client()
    assert other.get(f"/begin/{TOKEN}", base_url=HERE).status_code == 403
    assert inside.get(f"/begin/{TOKEN}", base_url=HERE).status_code == 303


def test_another_name_for_this_pc_is_refused(inside: FlaskClient) -> None:
    assert inside.get("/", base_url="http://evil.example:8999").status_code == 400


def test_pages_may_not_be_kept_and_posts_need_their_token(inside: FlaskClient) -> None:
    page = inside.get("/", base_url=HERE)
    assert page.headers["Cache-Control"] == "no-store"
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert inside.post("/save", base_url=HERE).status_code == 403
    assert inside.post("/layout", base_url=HERE, json={"box": []}).status_code == 403


@pytest.mark.parametrize("path", ["/page/0.png", "/page/3.png", "/sample/99.png"])
def test_pages_that_are_not_there_are_not_found(inside: FlaskClient, path: str) -> None:
    assert inside.get(path, base_url=HERE).status_code == 404


def test_the_list_alone_is_enough_to_add_place_and_save_a_box(inside: FlaskClient, tracing: Tracing) -> None:
    assert "枠1" in post(inside, action="add")
    wanted = box(
        0, kind="text", page=1, x=60, y=50, w=130, h=12, item="claimant.name", size=12, lines=2, align="left"
    )
    assert "保存しました" in post(inside, action="save", **wanted)
    saved = Path(tracing.saved).read_text(encoding="utf-8")
    assert 'item = "claimant.name"' in saved
    assert "at = [60, 50, 130, 12]" in saved


def test_rows_get_their_cells_in_the_list(inside: FlaskClient, tracing: Tracing) -> None:
    rows = box(0, kind="rows", page=1, x=20, y=120, w=170, h=32, item="subject", count=4)
    page = post(inside, action="cell:0", **rows)
    assert "1行目の中の欄1" in page
    cell = {
        f"box-0-cell-0-{key}": value
        for key, value in {"kind": "text", "x": "0", "y": "0", "w": "60", "h": "8", "item": "name"}.items()
    }
    post(inside, action="apply", **rows, **cell)
    assert tracing.shown.problems == ()
    (rows_box,) = tracing.layout.boxes
    assert isinstance(rows_box, RowsBox)
    assert [type(each) for each in rows_box.row] == [TextBox]


def test_a_box_ticked_to_go_is_gone(inside: FlaskClient, tracing: Tracing) -> None:
    one = box(0, kind="signature", page=1, x=20, y=120, w=80, h=12)
    post(inside, action="apply", **one)
    assert len(tracing.layout.boxes) == 1
    post(inside, action="apply", **one, **box(0, gone="yes"))
    assert not tracing.layout.boxes


def test_a_number_that_is_none_is_refused_and_kept_on_the_screen(inside: FlaskClient, tracing: Tracing) -> None:
    page = post(inside, action="save", **box(0, kind="text", page=1, x="abc", y=1, w=1, h=1))
    assert "書き方が違います" in page
    assert 'value="abc"' in page
    assert not tracing.layout.boxes


def test_the_list_keeps_everything_about_a_box(inside: FlaskClient, tracing: Tracing) -> None:
    said = TextBox(Area(1, 60, 50, 130, 12), "claimant.name", "名", floor=4.5, lines=3)
    tracing.change(Layout("請求書", (said,)), "typical")
    page = inside.get("/list", base_url=HERE).get_data(as_text=True)
    fields = dict(re.findall(r'name="(box-0-[a-z-]+)"[^>]*? value="([^"]*)"', page))
    selected = dict(
        re.findall(
            r'<select[^>]*name="(box-0-[a-z]+)">(?:<option[^>]*>[^<]*</option>)*?<option value="([^"]*)" selected',
            page,
        )
    )
    fields.pop("box-0-gone")
    post(inside, action="apply", **fields, **selected)
    assert tracing.layout.boxes == (said,)


def test_a_new_procedure_has_its_own_samples_once_it_is_saved(tmp_path: Path) -> None:
    tracing = Tracing(make_office(tmp_path), read_template(ruled_form(tmp_path / "form.pdf")), "dog_walk")
    assert list(tracing.samples) == ["*"]
    tracing.save()
    assert tracing.samples[0] == "typical"


def test_without_an_id_the_page_asks_for_the_procedure(tmp_path: Path) -> None:
    tracing = Tracing(make_office(tmp_path), read_template(ruled_form(tmp_path / "form.pdf")))
    client = create_app(tracing, TOKEN).test_client()
    client.get(f"/begin/{TOKEN}", base_url=HERE)
    assert client.get("/", base_url=HERE).location == "/procedure"
    token = csrf(client, "/procedure")
    assert client.post("/procedure", base_url=HERE, data={"csrf_token": token, "new": "A b"}).status_code == 400
    assert client.post("/procedure", base_url=HERE, data={"csrf_token": token, "id": PROCEDURE}).status_code == 303
    assert tracing.id == PROCEDURE
