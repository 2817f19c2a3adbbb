"""Every answer carries the headers, whatever happens."""

import re

import pytest

from kiosk.web import Front
from tests.kiosk.pages import Pages


def test_it_works(pages: Pages) -> None:
    page = pages.open("/")
    policy = page.response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert page.response.headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_each_answer_has_a_nonce_of_its_own(pages: Pages) -> None:
    found = [
        re.findall(r"'nonce-([^']+)'", pages.open("/").response.headers["Content-Security-Policy"])[0]
        for _ in range(3)
    ]
    assert len(set(found)) == 3


def test_the_camera_is_allowed_only_where_a_page_reads_codes(pages: Pages) -> None:
    assert "camera=()" in pages.open("/").response.headers["Permissions-Policy"]
    assert "camera=(self)" in pages.open("/camera").response.headers["Permissions-Policy"]


def test_static_files_are_kept_for_ever_by_version_and_briefly_without(front: Front) -> None:
    client = front.test_client()
    page = client.get("/").get_data(as_text=True)
    versioned = re.findall(r'href="(/kit/css/tokens\.css\?v=[0-9a-f]+)"', page)[0]
    for url, kept in (
        (versioned, "public, max-age=31536000, immutable"),
        ("/kit/css/tokens.css", "public, max-age=300"),
    ):
        with client.get(url) as answer:
            assert answer.headers["Cache-Control"] == kept
    assert client.get("/kit/css/nothing.css?v=1").headers["Cache-Control"] == "no-store"


def test_errors_are_not_kept_either(front: Front) -> None:
    assert front.test_client().get("/nowhere").headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("code", [400, 403, 404, 405, 410, 413, 418, 429, 500, 503])
def test_every_error_is_a_page_with_a_sentence_and_a_next_step(pages: Pages, code: int) -> None:
    page = pages.open(f"/error/{code}", status=code)
    assert page.heading.endswith("。")
    assert page.find("p", class_="lead")[0].text.endswith("。")
    assert "Traceback" not in page.text


def test_a_form_needs_its_token(pages: Pages) -> None:
    pages.open("/")
    assert pages.send().heading == "試し"
    assert pages.client.post("/", data={}).status_code == 403
    assert pages.client.post("/", data={"csrf_token": "x" * 200}).status_code == 403


def test_a_body_that_is_too_large_is_refused(pages: Pages) -> None:
    assert pages.client.post("/length", data={"a": "x" * 300_000}).status_code == 413
