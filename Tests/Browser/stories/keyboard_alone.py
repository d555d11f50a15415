"""A deal's day without a mouse: every step by keys, with a focus that can be seen."""

from selenium.webdriver.common.keys import Keys

from harness.board import Board
from harness.case import BrowserCase
from harness.record import RecordPage
from harness.waiting import until

_MOST_TABS = 80


class KeyboardAlone(BrowserCase):
    def tab_to(self, person, name: str):
        """Presses Tab until the focus is on the control of that name."""
        for _ in range(_MOST_TABS):
            person.keys(Keys.TAB)
            if person.focused.accessible_name.strip().rstrip("*").strip() == name:
                return person.focused
        raise AssertionError(f"{_MOST_TABS} times Tab never came to {name!r} at {person.path}")

    def test_a_card_is_lifted_carried_and_put_down_by_keys(self):
        person = self.person("ann")
        person.open("/o/Opportunity/board")
        board = Board(person)
        name = board.card("Pumping station 4").find_element("css selector", ".tile-link").accessible_name
        self.tab_to(person, name)
        person.keys(Keys.SPACE, Keys.ARROW_RIGHT)
        said = person.script("return document.querySelector('#board-news').textContent")
        self.assertIn("Propose", said)
        person.keys(Keys.SPACE)
        until(lambda: self.site.one("Opportunity where name == 'Pumping station 4'")["stage"] == "propose", "it moved")
        until(lambda: board.column_of("Pumping station 4") == "propose", "its card has moved")
        until(lambda: person.focused.accessible_name == name, "the moved card has the focus")
        # A closed gate is told by keys as well, and Esc leads back to the card.
        self.tab_to(person, name)
        person.keys(Keys.SPACE, *[Keys.ARROW_RIGHT] * 3, Keys.SPACE)
        self.assertTrue(board.refusal.gates())
        person.keys(Keys.ESCAPE)
        board.refusal.closes()
        self.assertEqual(board.column_of("Pumping station 4"), "propose")
        until(lambda: person.focused.accessible_name == name, "the card has the focus again")
        self.clean(person, "422")

    def test_stages_that_cannot_be_next_are_dimmed_while_a_card_is_lifted(self):
        person = self.person("ann")
        person.open("/o/Opportunity/board")
        board = Board(person)
        def dimmed():
            return person.script("return [...document.querySelectorAll('.lane-far')].map((lane) => lane.dataset.lane)")
        person.script("arguments[0].focus()", board.card("Cooling loop").find_element("css selector", ".tile-link"))
        person.keys(Keys.SPACE)
        self.assertEqual(dimmed(), ["negotiate", "won"])
        self.assertLess(float(board.column("won").value_of_css_property("opacity")), 0.7)
        person.keys(Keys.ESCAPE)
        self.assertEqual(dimmed(), [])
        self.assertEqual(board.column_of("Cooling loop"), "qualify")
        self.clean(person)

    def test_the_palette_begins_a_new_record_and_finds_the_outbox_by_other_words(self):
        person = self.person("ada")
        person.open("/")
        for typed, option, place in (("new oppo", "New: Opportunity", "/o/Opportunity/new"), ("jobs", "Outbox", "/admin/outbox")):
            person.chord(Keys.CONTROL, "k")
            person.wait_for("dialog[open] input").send_keys(typed)
            until(lambda: any(found.text == option for found in person.seen("[role=option]")), f"{option} is offered")
            self.assertEqual(person.seen("[role=option]")[0].text, option)
            person.keys(Keys.ENTER)
            person.reaches(place)
        self.clean(person)

    def test_the_help_tells_every_key(self):
        person = self.person("ann")
        words = person.words
        person.open("/o/Opportunity/board")
        person.wait_for("[data-board]")
        person.keys("?")
        keys = ["palette", "next", "previous", "open", "search", "create", "stage", "home", "inbox", "alerts", "send", "lift", "carry", "escape", "help"]
        person.reads(words("js.keys.title"), *[words(f"js.keys.{key}") for key in keys], within="dialog[open]")
        self.assertEqual(len(person.seen("dialog[open] .keys kbd")), 21)
        person.keys(Keys.ESCAPE)
        until(lambda: not person.seen("dialog[open]"), "it closes")
        self.clean(person)

    def test_moving_on_keeps_the_keyboard_at_the_stages(self):
        person = self.person("ann")
        self.site.run("create", "Opportunity", "name=Moved by a key", "amount=100", "account=name:Brightwell Dairy",
                      "close_date=2031-01-02", "requirement_confirmed=yes", "--as", "ann")
        deal = self.site.one("Opportunity where name == 'Moved by a key'")
        person.open(f"/o/Opportunity/{deal['id']}")
        page = RecordPage(person)
        person.keys("m")
        self.assertEqual(person.focused.accessible_name, "Move to Propose")
        person.keys(Keys.ENTER)
        page.comes_to("Propose")
        until(lambda: person.focused.accessible_name == "Move to Negotiate", "the focus is at the next stage's button")
        self.clean(person)

    def test_after_a_wrong_password_it_is_typed_again(self):
        visitor = self.person()
        words = visitor.words
        visitor.open("/sign-in")
        visitor.fill(words("sign_in.login"), "ann")
        visitor.fill(words("sign_in.password"), "not hers")
        visitor.press(words("sign_in.button"))
        visitor.wait_for(".banner-bad")
        until(lambda: visitor.focused.get_attribute("name") == "password", "the password has the focus")
        self.assertEqual(visitor.field(words("sign_in.login")).get_attribute("value"), "ann")

    def test_a_deal_is_created_and_edited_by_keys(self):
        person = self.person("ann")
        person.open("/")
        person.chord(Keys.CONTROL, "k")
        palette = person.wait_for("dialog[open] input, [role=dialog] input")
        palette.send_keys("Opportunities")
        until(lambda: person.seen("[role=option]"), "the palette offers something")
        person.keys(Keys.ENTER)
        person.reaches("/o/Opportunity.*")
        self.tab_to(person, person.wait_for("a[data-create]").accessible_name).send_keys(Keys.ENTER)
        person.reaches("/o/Opportunity/new.*")
        self.tab_to(person, "Name").send_keys("By keys alone")
        account = self.tab_to(person, "Account")
        account.send_keys("Northlake")
        until(lambda: any("Northlake" in option.text for option in person.seen("[role=option]")), "an account is offered")
        account.send_keys(Keys.ARROW_DOWN, Keys.ENTER)
        until(lambda: "Northlake" in account.get_attribute("value"), "the account is taken")
        self.tab_to(person, "Amount").send_keys("5000", Keys.ENTER)
        person.reaches(r"/o/Opportunity/\w{13}")
        page = RecordPage(person)
        edit = self.tab_to(person, person.wait_for("[data-field=discount] [data-edit]").accessible_name)
        edit.send_keys(Keys.ENTER)
        person.wait_for("[data-field=discount] form input")
        person.chord(Keys.CONTROL, "a").keys("5", Keys.ENTER)
        until(lambda: not person.seen("[data-field=discount] form"), "the editor closes")
        until(lambda: "5" in page.shows("discount"), "the new discount is shown")
        self.assertEqual(self.site.one("Opportunity where name == 'By keys alone'")["discount"], "5.00")
        self.clean(person)

    def test_escape_leaves_what_was_there(self):
        person = self.person("ann")
        deal = self.site.records("Opportunity where name == 'Cooling loop'")[0]
        person.open(f"/o/Opportunity/{deal['id']}")
        page = RecordPage(person)
        before = page.shows("amount")
        box = page.edit("amount")
        box.send_keys(Keys.CONTROL, "a")
        box.send_keys("1", Keys.ESCAPE)
        until(lambda: not person.seen("[data-field=amount] form"), "the editor closes")
        self.assertEqual(page.shows("amount"), before)
        self.assertIn("amount", person.focused.find_element("xpath", "ancestor::*[@data-field]").get_attribute("data-field"))
