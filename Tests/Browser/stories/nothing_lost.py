"""Nothing that a person typed is lost: by a refusal, another's change, an ended session, a dropped connection."""

from selenium.webdriver.common.keys import Keys

from harness.board import Board
from harness.case import BrowserCase
from harness.lists import CreatePage
from harness.record import RecordPage
from harness.waiting import until

_PASSWORD = "a long walk by the canal"


class NothingTypedIsLost(BrowserCase):
    # Refused saves, ended sessions and dropped connections are what these stories are about.
    provoked = ("401", "409", "422", "400", "ERR_INTERNET_DISCONNECTED")

    @property
    def name(self) -> str:
        """What this test's deal is called."""
        return self._testMethodName.removeprefix("test_").replace("_", " ")

    def seller(self):
        """ann, with a password of her own, so that she can come back without a link."""
        person = self.person()
        person.who = "ann"
        person.open(self.site.link("ann"))
        person.fill(person.words("welcome.password"), _PASSWORD)
        person.fill(person.words("welcome.repeated"), _PASSWORD)
        person.press(person.words("welcome.button"))
        until(lambda: not person.path.startswith("/welcome"), "ann is signed in")
        self.addCleanup(self.clean, person, *self.provoked)
        return person

    def typed(self, person) -> CreatePage:
        """The form of a new deal with something in every kind of field."""
        person.open("/o/Opportunity/new")
        form = CreatePage(person)
        form.fill("Name", self.name)
        form.choose("Account", "Brightwell Dairy")
        form.fill("Amount", "1234.50")
        form.fill("Discount", "7")
        form.fill("Close date", "2031-05-04")
        form.fill("Requirement confirmed", "yes")
        return form

    def is_there(self, form: CreatePage, **other):
        values = {
            "Name": self.name, "Account": "Brightwell Dairy", "Amount": "1234.50", "Discount": "7",
            "Close date": "2031-05-04", **other,
        }
        until(lambda: all(form.value(label).replace(",", "") == value for label, value in values.items()),
              lambda: f"the form still holds {values}")
        self.assertTrue(form.field("Requirement confirmed").is_selected())

    def saved(self) -> dict:
        deal = self.site.one(f"Opportunity where name == '{self.name}'")
        self.assertEqual((deal["amount"], deal["close_date"], deal["requirement_confirmed"]),
                         ("1234.50", "2031-05-04", True))
        return deal

    def test_a_refused_save_keeps_everything_and_says_what_is_wrong_at_the_field(self):
        person = self.seller()
        form = self.typed(person)
        form.fill("Discount", "700")
        form.try_to_save()
        until(lambda: form.error("Discount"), "the error stands at the field")
        self.is_there(form, Discount="700")
        form.fill("Discount", "7").save()
        self.saved()

    def test_a_conflict_shows_both_versions_and_lets_one_choose(self):
        deal = self.site.run("create", "Opportunity", "name=Two at once", "amount=100", "--as", "ann", "--json")
        person = self.seller()
        found = self.site.one("Opportunity where name == 'Two at once'")
        person.open(f"/o/Opportunity/{found['id']}")
        page = RecordPage(person)
        box = page.edit("amount")
        self.site.run("update", "Opportunity/name=Two at once", "amount=300", "--as", "ada")
        person.put(box, "200")
        box.submit()
        said = page.refusal.dialog.text
        self.assertIn("200", said)
        self.assertIn("300", said)
        self.assertEqual(self.site.one("Opportunity where name == 'Two at once'")["amount"], "300.00")
        page.refusal.try_again().closes()
        self.assertEqual(self.site.one("Opportunity where name == 'Two at once'")["amount"], "200.00")
        self.assertTrue(deal)

    def identity(self, name: str) -> str:
        return self.site.one(f"Opportunity where name == '{name}'")["id"]

    def test_an_account_that_is_not_there_is_refused_at_its_field(self):
        person = self.seller()
        person.open("/o/Opportunity/new")
        form = CreatePage(person).fill("Name", self.name).fill("Account", "No such account")
        form.try_to_save()
        until(lambda: "No such account" in form.error("Account"), "the error stands at the field")
        self.assertEqual(form.value("Account"), "No such account")
        form.fill("Account", "")
        self.assertEqual(form.error("Account"), "")

        self.site.run("create", "Opportunity", "name=Picked in place", "--as", "ann")
        person.open(f"/o/Opportunity/{self.identity('Picked in place')}")
        box = RecordPage(person).edit("account")
        person.put(box, "No such account")
        person.chord(Keys.CONTROL, Keys.ENTER)
        person.reads("nothing is called “No such account”; choose from the list", within="[data-field=account]")
        self.assertEqual(box.get_attribute("value"), "No such account")

    def test_two_drafts_come_back_and_a_saved_one_does_not(self):
        self.site.run("create", "Opportunity", "name=Two drafts", "amount=100", "--as", "ann")
        person = self.seller()
        person.open(f"/o/Opportunity/{self.identity('Two drafts')}")
        page = RecordPage(person)
        person.put(page.edit("discount"), "3")
        person.put(page.edit("amount"), "8888")
        person.driver.refresh()
        page = RecordPage(person)
        until(lambda: len(person.seen(".prop-form .draft-note")) == 2, "both drafts are back")
        self.clean(person)
        self.site.run("update", "Opportunity/name=Two drafts", "amount=9000", "--as", "ann")
        box = page.edit("amount")
        box.submit()
        self.assertIn("in another window", page.refusal.dialog.text)
        page.refusal.try_again().closes()
        until(lambda: "8,888" in page.shows("amount"), "the amount is saved")
        self.assertEqual(page.edit("discount").get_attribute("value"), "3")
        self.assertFalse(person.seen("#changed"))
        person.driver.refresh()
        RecordPage(person)
        until(lambda: len(person.seen(".prop-form .draft-note")) == 1, "only the other draft is back")
        self.clean(person, *self.provoked)

    def test_what_the_board_has_saved_is_no_draft_of_the_record_any_more(self):
        self.site.run("create", "Opportunity", "name=Board and draft", "amount=100", "requirement_confirmed=yes",
                      "account=name:Brightwell Dairy", "--as", "ann")
        person = self.seller()
        address = f"/o/Opportunity/{self.identity('Board and draft')}"
        person.open(address)
        person.put(RecordPage(person).edit("close_date"), "2031-01-02")
        person.open("/o/Opportunity/board")
        board = Board(person)
        board.drop("Board and draft", "propose")
        board.refusal.fill("Close date", "2031-06-30").try_again().closes()
        until(lambda: board.column_of("Board and draft") == "propose", "its card has moved")
        person.open(address)
        page = RecordPage(person)
        until(lambda: "2031" in page.shows("close_date"), "the date is saved")
        self.assertFalse(person.seen(".prop-form"))

    def test_an_expired_session_costs_nothing(self):
        person = self.seller()
        form = self.typed(person)
        self.end_sessions("ann")
        form.try_to_save()
        person.press(person.words("js.session.sign_in"))
        self.sign_in(person)
        person.reaches("/o/Opportunity/new")
        form = CreatePage(person)
        self.is_there(form)
        form.save()
        self.saved()

    def sign_in(self, person):
        """At the page that says that what was typed is kept."""
        person.reads(person.words("sign_in.why_kept"))
        person.fill(person.words("sign_in.login"), "ann")
        person.fill(person.words("sign_in.password"), _PASSWORD)
        person.press(person.words("sign_in.button"))

    def test_who_signed_out_in_another_window_finds_a_form_and_an_editor_as_they_were(self):
        self.site.run("create", "Opportunity", "name=Signed out elsewhere", "amount=100", "--as", "ann")
        person = self.seller()
        form = self.typed(person)
        person.driver.delete_all_cookies()
        form.try_to_save()
        if person.seen("dialog[open]"):
            person.press(person.words("js.session.sign_in"))
        self.sign_in(person)
        form = CreatePage(person)
        person.reads(person.words("js.drafts.restored"))
        self.is_there(form)

        person.open(f"/o/Opportunity/{self.identity('Signed out elsewhere')}")
        box = RecordPage(person).edit("amount")
        person.put(box, "777")
        person.driver.delete_all_cookies()
        person.chord(Keys.CONTROL, Keys.ENTER)
        person.press(person.words("js.session.sign_in"))
        self.sign_in(person)
        page = RecordPage(person)
        person.reads(person.words("js.drafts.restored"))
        self.assertEqual(page.edit("amount").get_attribute("value"), "777")

    def test_a_day_that_is_none_is_told_at_the_field_and_kept(self):
        person = self.seller()
        form = self.typed(person)
        person.script("const box = arguments[0]; Object.defineProperty(box, 'validity', { value: { badInput: true } });"
                      "box.dispatchEvent(new Event('invalid', { cancelable: true }))", form.field("Close date"))
        self.assertIn(person.words("js.wrong.date"), form.error("Close date"))

    def end_sessions(self, login: str):
        """As the same person would, from another browser."""
        other = self.person(login)
        other.open("/account")
        other.press(other.words("account.end_others"))
        until(lambda: other.path.startswith("/account"), "the other sessions are ended")

    def test_a_dropped_connection_costs_nothing_and_is_tried_again(self):
        person = self.seller()
        form = self.typed(person)
        person.offline(True)
        form.try_to_save()
        person.reads(person.words("js.connection.lost"))
        self.is_there(form)
        person.offline(False)
        form.save()
        self.saved()

    def test_a_reload_by_mistake_costs_nothing(self):
        person = self.seller()
        self.typed(person)
        person.driver.refresh()
        form = CreatePage(person)
        person.reads(person.words("js.drafts.restored"))
        self.is_there(form)
        person.press(person.words("js.drafts.discard"))
        until(lambda: CreatePage(person).value("Name") == "", "the draft is thrown away")

    def test_a_draft_left_behind_is_offered_and_not_forced_on_the_next_form(self):
        person = self.seller()
        self.typed(person)
        person.open("/")
        person.open("/o/Opportunity/new")
        person.reads(person.words("js.drafts.offer"))
        self.assertEqual(CreatePage(person).value("Name"), "")
        person.press(person.words("js.drafts.restore"))
        self.is_there(CreatePage(person))
