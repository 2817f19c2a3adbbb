"""A test client that looks at every page it opens, so that no front can forget the basics."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urlsplit

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

CARRIED = set("\ufff9\ufffa\ufffb")

Sent = Mapping[str, str | list[str]]


@dataclass
class Element:
    tag: str
    attributes: dict[str, str]
    text: str = ""


@dataclass
class Form:
    action: str
    method: str
    id: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    """Name and value of what a browser would send without touching anything, buttons left out."""
    buttons: list[tuple[str, str]] = field(default_factory=list)


NAME, VALUE = r"[^\s\"'<>/=]+", r"\"([^\"]*)\"|'([^']*)'|([^\s\"'<>=`]+)"
TAG = re.compile(
    rf"<!--.*?-->|<![^>]*>|</([A-Za-z][^\s>]*)\s*>|<([A-Za-z][^\s/>]*)((?:\s+{NAME}(?:\s*=\s*(?:{VALUE}))?)*)\s*(/?)>",
    re.DOTALL,
)
ATTRIBUTE = re.compile(rf"({NAME})(?:\s*=\s*(?:{VALUE}))?")


class PageParser:
    """Elements in order, and forms with what they would send.

    Five times as fast as html.parser, which took a sixth of what a test of a page takes; what it cannot read, as a
    stray "<", is a fault of the page (test_pages.py holds it against html.parser).
    """

    def __init__(self) -> None:
        self.elements: list[Element] = []
        self.forms: list[Form] = []
        self.open: list[Element] = []
        self._select = ""
        self._textarea: Element | None = None

    def feed(self, source: str) -> None:
        """Read a whole page."""
        place, end = 0, len(source)
        while place < end:
            start = source.find("<", place)
            if start != place:
                self.handle_data(unescape(source[place : start if start >= 0 else end]))
                if start < 0:
                    return
            found = TAG.match(source, start)
            assert found, f"no tag: {source[start : start + 60]}"
            place = found.end()
            if found[1]:
                self.handle_endtag(found[1].lower())
            elif found[2]:
                tag = found[2].lower()
                self.handle_starttag(tag, _attributes(found[3]))
                if found[7]:
                    self.handle_endtag(tag)
                elif tag in ("script", "style"):
                    inside, place = place, source.index(f"</{tag}", place)
                    self.handle_data(source[inside:place])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        if tag not in ("input", "meta", "link", "br", "img", "hr", "path"):
            self.open.append(element)
        if tag == "form":
            given = element.attributes
            self.forms.append(Form(given.get("action", ""), given.get("method", ""), given.get("id", "")))
        if self.forms and any(each.tag == "form" for each in self.open):
            self._field(element)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._textarea is not None and self.forms:
            self.forms[-1].fields.append((self._textarea.attributes.get("name", ""), self._textarea.text))
            self._textarea = None
        for place in range(len(self.open) - 1, -1, -1):
            if self.open[place].tag == tag:
                del self.open[place:]
                break

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.text += data

    def _field(self, element: Element) -> None:
        given, form = element.attributes, self.forms[-1]
        name = given.get("name", "")
        if element.tag == "input" and name:
            kind = given.get("type", "text")
            if kind not in ("radio", "checkbox", "submit") or "checked" in given:
                form.fields.append((name, given.get("value", "on" if kind == "checkbox" else "")))
        elif element.tag == "button" and name:
            form.buttons.append((name, given.get("value", "")))
        elif element.tag == "select":
            self._select = name
            form.fields.append((name, ""))
        elif element.tag == "option" and "selected" in given and self._select:
            form.fields = [each for each in form.fields if each[0] != self._select]
            form.fields.append((self._select, given.get("value", "")))
        elif element.tag == "textarea":
            self._textarea = element


def _attributes(source: str) -> list[tuple[str, str | None]]:
    return [(name.lower(), unescape(a or b or c)) for name, a, b, c in ATTRIBUTE.findall(source)] if source else []


@dataclass
class Page:
    """A page that has passed `check_page`."""

    response: TestResponse
    elements: list[Element]
    forms: list[Form]

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def path(self) -> str:
        return self.response.request.path

    @property
    def text(self) -> str:
        return self.response.get_data(as_text=True)

    @property
    def title(self) -> str:
        return self.find("title")[0].text.strip()

    @property
    def heading(self) -> str:
        return self.find("h1")[0].text.strip()

    def find(self, tag: str, **attributes: str) -> list[Element]:
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        return [
            element
            for element in self.elements
            if element.tag == tag and all(element.attributes.get(n) == v for n, v in wanted.items())
        ]

    def form(self, id: str = "") -> Form:
        return next(form for form in self.forms if not id or form.id == id)

    @property
    def errors(self) -> list[str]:
        return [each.text.strip() for each in self.find("p") if each.attributes.get("class") == "error"]


class Pages:
    """A browser without JavaScript: opens pages, fills forms, follows redirects and checks whatever it sees."""

    def __init__(self, app: Flask, base: str = "http://localhost") -> None:
        self.client: FlaskClient = app.test_client()
        self.base = base
        self.now: Page | None = None

    def open(self, url: str, status: int = 200) -> Page:
        return self._seen(self.client.get(url, base_url=self.base, follow_redirects=True), status)

    def send(
        self, values: Sent | None = None, *, button: str = "next", form: str = "", status: int = 200, **more: str
    ) -> Page:
        """Fills the fields of the page's form over what stands in them and presses the button of that value."""
        assert self.now is not None, "open a page first"
        found = self.now.form(form)
        data = MultiDict(found.fields)
        for name, value in {**(values or {}), **more}.items():
            data.setlist(name, value if isinstance(value, list) else [value])
        if any(name == "action" for name, _ in found.buttons) or self.now.find(
            "button", form=found.id, name="action"
        ):
            data["action"] = button
        url = found.action or self.now.path
        sent = self.client.post(url, data=data, base_url=self.base, follow_redirects=True)
        return self._seen(sent, status)

    def _seen(self, response: TestResponse, status: int) -> Page:
        assert response.status_code == status, f"{response.request.path}: {response.status_code}"
        self.now = check_page(response)
        return self.now


def check_page(response: TestResponse) -> Page:
    """The page, after looking at everything every page must have."""
    parser = PageParser()
    if response.mimetype == "text/html":
        parser.feed(response.get_data(as_text=True))
    page = Page(response, parser.elements, parser.forms)
    check_headers(response)
    if response.mimetype == "text/html":
        check_frame(page)
        check_scripts(page)
        check_forms(page)
        check_labels(page)
        check_ids(page)
    return page


def check_headers(response: TestResponse) -> None:
    headers = response.headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "unsafe" not in headers["Content-Security-Policy"]
    for cookie in headers.getlist("Set-Cookie"):
        assert "HttpOnly" in cookie
        assert "SameSite=" in cookie
        assert urlsplit(response.request.url).scheme != "https" or "Secure" in cookie


def check_frame(page: Page) -> None:
    assert page.text.lstrip().lower().startswith("<!doctype html>")
    assert page.find("html")[0].attributes.get("lang"), "the language of the page"
    assert len(page.find("h1")) == 1, "exactly one main heading"
    assert page.heading
    assert len(page.find("title")) == 1
    assert re.fullmatch(r".+ - .+", page.title, re.DOTALL), "title says page and town"
    assert not CARRIED & set(page.text), "a reading as the program carries it, not as a page shows it"
    assert page.find("meta", name="viewport")
    assert page.find("main")


def check_scripts(page: Page) -> None:
    found = re.search(r"'nonce-([^']+)'", page.response.headers["Content-Security-Policy"])
    assert found is not None
    for element in page.elements:
        if element.tag in ("script", "style"):
            assert element.attributes.get("nonce") == found[1], "every script and style carries the nonce"
        assert "style" not in element.attributes, "no inline style"
        assert not [name for name in element.attributes if name.startswith("on")], "no inline handler"
        source = element.attributes.get("src", "")
        assert not urlsplit(source).netloc, "nothing from elsewhere"


def check_forms(page: Page) -> None:
    for form in page.forms:
        assert form.action or form.method, "a form says where or how"
        if form.method == "post":
            assert any(name == "csrf_token" and value for name, value in form.fields), "a CSRF token"


def check_labels(page: Page) -> None:
    labels = {label.attributes.get("for", "") for label in page.find("label")}
    inside = set(re.findall(r"<label[^>]*>\s*<(?:input|select|textarea)[^>]*\bname=\"([^\"]*)\"", page.text))
    for element in page.elements:
        given = element.attributes
        if element.tag not in ("input", "select", "textarea") or given.get("type") in ("hidden", "submit"):
            continue
        named = given.get("id") in labels or given.get("name") in inside or "aria-label" in given
        assert named or "aria-labelledby" in given, f"no label: {given.get('name')}"
        assert "placeholder" not in given, "no placeholder text"


def check_ids(page: Page) -> None:
    ids = [element.attributes["id"] for element in page.elements if "id" in element.attributes]
    assert len(ids) == len(set(ids)), "an id stands once"
    for element in page.elements:
        for name in ("aria-describedby", "aria-labelledby", "for"):
            for id in element.attributes.get(name, "").split():
                assert id in ids, f"{name} leads nowhere: {id}"
        href = element.attributes.get("href", "")
        if href.startswith("#"):
            assert href[1:] in ids, f"link leads nowhere: {href}"
