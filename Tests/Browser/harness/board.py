"""The board: columns of cards."""

from selenium.webdriver.common.by import By

from .browser import Browser
from .refusal import Refusal
from .waiting import until


class Board:
    def __init__(self, browser: Browser):
        self.browser = browser
        self.refusal = Refusal(browser)
        browser.wait_for("[data-board]")

    def card(self, title: str):
        return until(lambda: next((card for card in self.browser.seen(".tile")
                                   if title in (card.get_attribute("data-title") or card.text)), None),
                     f"there is a card {title!r}")

    def column_of(self, title: str) -> str:
        """The stage whose column holds the card."""
        return self.card(title).find_element(By.XPATH, "ancestor::*[@data-lane]").get_attribute("data-lane")

    def column(self, stage: str):
        return self.browser.wait_for(f"[data-lane='{stage}']")

    def drop(self, title: str, stage: str):
        """Drags a card into a column with the pointer, as the browser itself drags."""
        card, column = self.card(title), self.column(stage)
        self.browser.script("arguments[0].scrollIntoView({block: 'center', inline: 'center'})", card)
        start, end = _middle(self.browser, card), _head(self.browser, column)
        send = self.browser.cdp
        data = {"items": [], "files": [], "dragOperationsMask": 1}
        send("Input.setInterceptDrags", enabled=True)
        send("Input.dispatchMouseEvent", type="mousePressed", button="left", clickCount=1, **start)
        send("Input.dispatchMouseEvent", type="mouseMoved", button="left", buttons=1, x=start["x"] + 9, y=start["y"] + 9)
        send("Input.dispatchDragEvent", type="dragEnter", data=data, **end)
        send("Input.dispatchDragEvent", type="dragOver", data=data, **end)
        send("Input.dispatchDragEvent", type="drop", data=data, **end)
        send("Input.dispatchMouseEvent", type="mouseReleased", button="left", clickCount=1, **end)
        send("Input.setInterceptDrags", enabled=False)
        return self


def _middle(browser, element) -> dict:
    return browser.script(
        "const b = arguments[0].getBoundingClientRect();"
        "return {x: Math.round(b.left + b.width / 2), y: Math.round(b.top + b.height / 2)}", element)


def _head(browser, element) -> dict:
    return browser.script(
        "const b = arguments[0].getBoundingClientRect();"
        "return {x: Math.round(b.left + b.width / 2), y: Math.round(Math.min(b.top + 60, innerHeight - 20))}", element)
