"""What a person does on the first page, for a system without a browser: plain HTTP, run by the system's own Python."""

WALK = r"""
import re, sys, urllib.parse, urllib.request
from http.cookiejar import CookieJar

BASE, CODE = "http://127.0.0.1:8004", sys.argv[1]
browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

def open(path):
    return browser.open(BASE + path, timeout=30).read().decode()

def send(path, at="", **fields):
    token = re.search('name="csrf_token" value="([^"]+)"', open(at or path))[1]
    return browser.open(BASE + path, urllib.parse.urlencode({"csrf_token": token, **fields}).encode(), timeout=60).read().decode()

send("/code", code=CODE)
send("/town/014001", postal_code="044-0001", phone="0136-00-0000")
send("/role", role="counter")
send("/printer", action="without")
send("/devices", action="next")
send("/key", action="make")
send("/key", action="without")
send("/administrator", name="sato", password="midori no kaze 42", again="midori no kaze 42")
print(re.search("<h1>(.*?)</h1>", send("/doctor"))[1])
"""
