"""The dialog that a refused save opens: what is closed, what is missing, and another try."""

from selenium.webdriver.common.by import By

from .waiting import until


class Refusal:
    """Shared by the board and the record page, which show the same dialog."""

    def __init__(self, browser):
        self.browser = browser

    @property
    def dialog(self):
        return self.browser.wait_for("dialog#refusal[open]")

    def gates(self) -> dict[str, bool]:
        """The gates that the dialog lists: name, and whether it is open."""
        def read():
            found = self.dialog.find_elements(By.CSS_SELECTOR, ".gate")
            return {gate.find_element(By.CSS_SELECTOR, ".gate-name").text: "gate-open" in gate.get_attribute("class")
                    for gate in found}
        return until(read, "the refusal lists its gates")

    def fill(self, label: str, value: str):
        """Fills a field that the dialog offers beside its gate."""
        self.browser.fill(label, value, within=self.dialog)
        return self

    def try_again(self):
        """Presses the main button; the answer is another refusal, or that the dialog closes."""
        before = self.dialog.find_element(By.CSS_SELECTOR, "form")
        self.browser.click(self.dialog.find_element(By.CSS_SELECTOR, ".dialog-foot .button-main"))
        until(lambda: not self.is_open or _is_gone(before), "the refusal answers")
        return self

    @property
    def is_open(self) -> bool:
        return bool(self.browser.seen("dialog#refusal[open]"))

    def closes(self):
        until(lambda: not self.is_open, "the refusal has closed")
        return self

    def close(self):
        self.browser.press(self.browser.words("refusal.close"), within=self.dialog)
        return self.closes()


def _is_gone(element) -> bool:
    from selenium.common.exceptions import StaleElementReferenceException
    try:
        element.is_enabled()
        return False
    except StaleElementReferenceException:
        return True
