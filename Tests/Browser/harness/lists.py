"""The list of any object, and the form that creates one."""

from selenium.webdriver.common.by import By

from .browser import Browser
from .waiting import until


class ListPage:
    def __init__(self, browser: Browser):
        self.browser = browser
        browser.wait_for(".list-page")

    def create(self) -> "CreatePage":
        self.browser.click(self.browser.wait_for("a[data-create]"))
        self.browser.reaches(r"/o/\w+/new.*")
        return CreatePage(self.browser)

    def titles(self) -> list[str]:
        return [row.text for row in self.browser.seen(".table-list tbody tr")]


class CreatePage:
    def __init__(self, browser: Browser):
        self.browser = browser
        browser.reaches(r"/o/\w+/new.*")
        browser.wait_for("main form")

    def fill(self, label: str, value: str):
        self.browser.fill(label, value)
        return self

    def choose(self, label: str, title: str):
        self.browser.choose(label, title)
        return self

    def field(self, label: str):
        return self.browser.field(label)

    def value(self, label: str) -> str:
        return self.field(label).get_attribute("value")

    def error(self, label: str) -> str:
        """What is said to be wrong with a field, right at the field."""
        element = self.field(label)
        if element.get_attribute("aria-invalid") != "true":
            return ""
        said = (element.get_attribute("aria-describedby") or "").split()
        return " ".join(self.browser.driver.find_element(By.ID, identity).text for identity in said).strip()

    def try_to_save(self):
        self.browser.click(self.browser.wait_for("main form .button-main"))
        return self

    def save(self):
        """Saves and waits until the form is left."""
        self.try_to_save()
        try:
            until(lambda: "/new" not in self.browser.path, "saved")
        except AssertionError:
            raise AssertionError(f"The form is not saved; it says:\n{self.browser.text()[:1500]}") from None
        return self
