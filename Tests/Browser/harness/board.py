"""The board: columns of cards."""

from selenium.webdriver.common.action_chains import ActionChains
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
        head = column.find_element(By.CSS_SELECTOR, ".lane-head")
        # A browser drops only where it was told twice that it may: hence the two last steps.
        (ActionChains(self.browser.driver).click_and_hold(card).move_by_offset(9, 9).move_to_element(head)
         .move_by_offset(4, 4).move_by_offset(3, 3).release().perform())
        return self
