"""The record page, as a person uses it."""

from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from .browser import Browser
from .refusal import Refusal
from .waiting import until


class RecordPage:
    """`RecordPage(ann).move("propose")`: the page that `ann` has open."""

    def __init__(self, browser: Browser):
        self.browser = browser
        self.refusal = Refusal(browser)
        browser.wait_for(".record[data-record]")

    @property
    def name(self) -> tuple[str, str]:
        """Object and id."""
        kind, identity = self.browser.all(".record")[0].get_attribute("data-record").split("/")
        return kind, identity

    @property
    def title(self) -> str:
        return self.browser.wait_for("h1").text

    # The stage path

    @property
    def stage(self) -> str:
        """The label of the stage the record is in."""
        return self.browser.script("return document.querySelector('[aria-current=step]')?.innerText ?? ''").strip()

    def comes_to(self, label: str):
        until(lambda: self.stage == label, lambda: f"the record is in {label}, not {self.stage}")
        return self

    def next_stage(self, stage: str):
        """The panel of a stage that can come next, opened by its tab where there are several."""
        for tab in self.browser.seen(f"#tab-{stage}"):
            self.browser.click(tab)
        return self.browser.wait_for(f"#next-{stage}")

    def gates(self, stage: str) -> dict[str, bool]:
        """The gates of a next stage: name, and whether it is open."""
        panel = self.next_stage(stage)
        return {
            gate.find_element(By.CSS_SELECTOR, ".gate-name").text: "gate-open" in gate.get_attribute("class")
            for gate in panel.find_elements(By.CSS_SELECTOR, ".gate")
        }

    def move(self, stage: str):
        """Presses the button that moves the record into a stage."""
        def press():
            panel = self.next_stage(stage)
            return self.browser.click(panel.find_element(By.CSS_SELECTOR, ".next-foot .button"))
        until(press, f"the button to {stage} can be pressed")
        return self

    # Fields

    def shows(self, field: str) -> str:
        """What the page shows for a field."""
        element = self.browser.wait_for(f"#part-fields [data-field='{field}'] .prop-value")
        return element.text.strip()

    def edit(self, field: str):
        """Opens the editor of a field and answers its input."""
        place = f"#part-fields [data-field='{field}']"
        until(lambda: self.browser.seen(f"{place} form .input, {place} form .select, {place} form .textarea")
              or (self.browser.click(self.browser.wait_for(f"{place} [data-edit]")) and False),
              f"{field} can be edited")
        return self.browser.wait_for(f"{place} form .input, {place} form .select, {place} form .textarea")

    def change(self, field: str, value: str):
        """Edits a field in place and saves it."""
        element = self.edit(field)
        saves_itself = element.tag_name == "select"
        self.browser.put(element, value)
        if not saves_itself:
            element.send_keys(Keys.ENTER)
        until(lambda: not self.browser.seen(f"[data-field='{field}'] form"), f"{field} is saved")
        return self

    def act(self, label: str):
        """Presses an action, from the head of the page or from its menu."""
        if not self.browser.has_control(label):
            self.browser.press(self.browser.words("record.more_actions"))
        self.browser.press(label)
        return self

    # What belongs to it

    def add_to(self, related: str):
        """Presses the button that adds a record to a related list."""
        self.browser.click(self.browser.wait_for(f"#part-related-{related} .card-head a"))
        self.browser.reaches(r"/o/\w+/new.*")
        return self

    def put_in(self, quantities: list[int], also_move: bool = True):
        """Fills the table that makes several children at once, and sends it."""
        boxes = self.browser.seen("[data-fill] input.input")
        assert len(boxes) >= len(quantities), f"{len(boxes)} boxes for {quantities}"
        for box, quantity in zip(boxes, quantities):
            self.browser.put(box, str(quantity))
        buttons = self.browser.seen("[data-fill] .card-foot .button")
        self.browser.click(buttons[-1] if also_move else buttons[0])
        return self
