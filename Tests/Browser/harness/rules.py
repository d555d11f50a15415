"""What must hold on every page, judged on the page as the browser renders it."""

import functools
import pathlib
from urllib.parse import urlsplit

from selenium.webdriver.common.keys import Keys

from . import limits
from .words import left_in_english, texts

_HERE = pathlib.Path(__file__).parent
# Roles of the accessibility tree that a person operates: each needs a name.
_CONTROLS = {
    "button", "link", "textbox", "searchbox", "combobox", "listbox", "checkbox", "radio", "switch", "tab",
    "menuitem", "slider", "spinbutton", "dialog", "Date", "DateTime", "PopUpButton", "progressbar",
}


@functools.cache
def _source(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")


def looks(browser) -> list[str]:
    """Names, labels, contrast, targets, texts and width of the page as it now stands."""
    language = browser.words.language
    keys = list(texts("en"))
    found = browser.script(_source("rules.js"), {
        "text": limits.TEXT_CONTRAST, "largeText": limits.LARGE_TEXT_CONTRAST, "target": limits.TARGET_PIXELS,
        "keys": keys, "areas": sorted({key.split(".")[0] for key in keys}),
        "english": sorted(left_in_english(language)) if language != "en" and browser.path != "/design" else [],
    })
    lang = browser.script("return document.documentElement.lang")
    if lang != language:
        found.append(f"lang is {lang!r} instead of {language!r}")
    return found


_TWICE = """const ids = new Map();
for (const e of document.querySelectorAll('[id]')) ids.set(e.id, (ids.get(e.id) || 0) + 1);
return [...ids].filter(([, count]) => count > 1).map(([id, count]) => `${count} elements have the id ${id}`);"""


def twice(browser) -> list[str]:
    """Ids that stand twice in the page as it is now, dialogs and all: a label would lead to the wrong one."""
    return browser.script(_TWICE)


def names(browser) -> list[str]:
    """Controls of the accessibility tree that have no name: what a screen reader could only call 'button'."""
    found = []
    for node in browser.cdp("Accessibility.getFullAXTree")["nodes"]:
        role = node.get("role", {}).get("value")
        if node.get("ignored") or role not in _CONTROLS:
            continue
        if not node.get("name", {}).get("value", "").strip():
            place = browser.cdp("DOM.describeNode", backendNodeId=node["backendDOMNodeId"])["node"]
            found.append(f"{role} without a name: <{place['localName']} {' '.join(place.get('attributes', []))[:90]}>")
    return found


def focus(browser) -> list[str]:
    """Controls whose focus cannot be seen."""
    browser.keys(Keys.TAB)
    return browser.script(_source("focus.js"))


def wire(browser, allowed: tuple[str, ...] = ()) -> list[str]:
    """Errors of the console, broken content policy, and requests to any other host, since the last look.

    `allowed` are parts of messages that the test itself provoked, such as the 422 of a refused move.
    """
    browser.listen()
    found = [
        f"console: {message['message']}" for message in browser.messages
        if message["level"] in ("SEVERE", "WARNING") and not any(part in message["message"] for part in allowed)
    ]
    own = urlsplit(browser.site.address).netloc
    for event in browser.requests:
        if event["method"] != "Network.requestWillBeSent":
            continue
        address = urlsplit(event["params"]["request"]["url"])
        if address.scheme in ("http", "https", "ws", "wss") and address.netloc != own:
            found.append(f"request to another host: {address.geturl()}")
    return found


def first_view_bytes(browser) -> int:
    """What came over the wire for the page, compressed, since the browser last forgot."""
    browser.listen()
    return int(sum(event["params"]["encodedDataLength"]
                   for event in browser.requests if event["method"] == "Network.loadingFinished"))
