"""The tests' own reading of pages finds what html.parser finds."""

from html.parser import HTMLParser
from pathlib import Path

from kiosk.office import open_office
from kiosk.prefill import create_app as create_prefill
from kiosk.styleguide import create_app as create_styleguide
from tests.kiosk.offices import make_office
from tests.kiosk.pages import PageParser


class ThoroughParser(HTMLParser):
    """Gives the reader of the tests what the standard library finds."""

    def __init__(self) -> None:
        super().__init__()
        self.found = PageParser()
        self.handle_starttag = self.found.handle_starttag  # type: ignore[method-assign]
        self.handle_endtag = self.found.handle_endtag  # type: ignore[method-assign]
        self.handle_data = self.found.handle_data  # type: ignore[method-assign]


def test_it_finds_what_html_parser_finds(tmp_path: Path) -> None:
    phone = create_prefill(make_office(tmp_path)).test_client()
    pages = [phone.get(f"/?language={code}", follow_redirects=True) for code in ("ja", "ja-simple", "my")]
    pages.append(create_styleguide(open_office(Path("config"))).test_client().get("/"))
    for page in pages:
        source = page.get_data(as_text=True)
        quick, thorough = PageParser(), ThoroughParser()
        quick.feed(source)
        thorough.feed(source)
        thorough.close()
        assert len(quick.elements) > 200
        assert (quick.elements, quick.forms) == (thorough.found.elements, thorough.found.forms)
