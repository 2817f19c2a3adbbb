"""What a person does on the pages, for a system without a browser: plain HTTP, run by the system's own Python.

Each page of paper is printed by `PRINTER`, an IPP printer of the program's own messages, which keeps what it gets in
/run/printed.
"""

BROWSER = r"""
import re, sys, time, urllib.parse, urllib.request
from http.cookiejar import CookieJar

browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
began = time.monotonic()

def open(path):
    return browser.open(BASE + path, timeout=60).read().decode()

def send(path, at="", **fields):
    token = re.search('name="csrf_token" value="([^"]+)"', open(at or path))[1]
    return browser.open(BASE + path, urllib.parse.urlencode({"csrf_token": token, **fields}).encode(), timeout=300).read().decode()
"""

WALK = (
    BROWSER
    + r"""
BASE, CODE = "http://127.0.0.1:8004", sys.argv[1]
PRINTER, ROLE = (sys.argv[2:] + ["", "counter"][len(sys.argv) - 2:])[:2]

send("/code", code=CODE)
send("/town/014001", postal_code="044-0001", phone="0136-00-0000")
send("/role", role=ROLE)
if PRINTER:
    send("/printer", uri=PRINTER)
    print("printed", time.monotonic() - began)
    send("/printer/page", action="straight")
else:
    send("/printer", action="without")
send("/devices", action="next")
send("/key", action="make")
send("/key", action="kept")
send("/administrator", name="sato", password="midori no kaze 42", again="midori no kaze 42")
last = re.search("<h1>(.*?)</h1>", send("/doctor"))[1]
print("done", time.monotonic() - began)
print(last)
"""
)
"""Its words: the code, and where there is one the printer's address and the role."""

JOIN = (
    BROWSER
    + r"""
BASE, (CODE, ADDRESS, INVITATION) = "http://127.0.0.1:8004", sys.argv[1:]

send("/code", code=CODE)
send("/join", address=ADDRESS, code=INVITATION, action="ask")
print(re.search("<h1>(.*?)</h1>", send("/doctor"))[1])
"""
)
"""A PC that joins. Its words: its own code, the address of the first PC and the code from there."""

INVITE = (
    BROWSER
    + r"""
BASE, LABEL = "http://127.0.0.1:8001", sys.argv[1]

send("/login", name="sato", password="midori no kaze 42")
if LABEL:
    said = send("/desks", mode="counter", label=LABEL, printer="")
    print(re.search("アドレス</dt><dd>(.*?)</dd>", said)[1])
    print(re.search('id="join-code">(.*?)<', said)[1])
else:
    send("/desks/bundle", at="/desks", action="make")
"""
)
"""The administrator's 「端末」 on the first PC: a code for a new desk of this label, or new settings for all without one."""

PRINTER = r"""
import sys
sys.path.insert(0, "/usr/lib/madoguchi/python")
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from printing.ipp.codec import decode, encode
from printing.ipp.message import Group, GroupTag, Message, Tag, attribute
from printing.ipp.printer import Operation

OUT = Path("/run/printed")
OUT.mkdir(exist_ok=True)
KEYWORDS = {"printer-state-reasons": ("none",), "media-ready": ("iso_a4_210x297mm",), "media-supported": ("iso_a4_210x297mm",),
    "sides-supported": ("one-sided",), "ipp-versions-supported": ("1.1", "2.0")}

class Printer(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()

    def do_POST(self):
        asked = decode(self.rfile.read(int(self.headers["Content-Length"])))
        if asked.data:
            (OUT / f"{len(list(OUT.iterdir())) + 1}.pdf").write_bytes(asked.data)
        said = [attribute("printer-state", Tag.ENUM, 3), attribute("printer-is-accepting-jobs", Tag.BOOLEAN, True),
            attribute("document-format-supported", Tag.MIME_TYPE, "application/pdf"),
            attribute("operations-supported", Tag.ENUM, *(int(each) for each in Operation))]
        said += [attribute(name, Tag.KEYWORD, *values) for name, values in KEYWORDS.items()]
        job = [attribute("job-id", Tag.INTEGER, 1), attribute("job-state", Tag.ENUM, 9),
            attribute("job-state-reasons", Tag.KEYWORD, "job-completed-successfully"),
            attribute("job-impressions-completed", Tag.INTEGER, 1)]
        groups = (Group(GroupTag.PRINTER, tuple(said)), Group(GroupTag.JOB, tuple(job)))
        answer = encode(Message(0, asked.request_id, groups))
        self.send_response(200)
        self.send_header("Content-Type", "application/ipp")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

ThreadingHTTPServer(("127.0.0.1", 6310), Printer).serve_forever()
"""
