"""A refusal is explained every time, whatever was done about the one before."""

from selenium.webdriver.common.by import By

from harness.case import BrowserCase
from harness.record import RecordPage
from harness.waiting import until


class RefusedAgain(BrowserCase):
    def test_every_refused_move_opens_its_dialog(self):
        seller = self.person("ann")
        words = seller.words
        deal = self.site.one("Opportunity where name == 'Cooling loop'")
        seller.open(f"/o/Opportunity/{deal['id']}")
        page = RecordPage(seller)

        page.move("propose")
        self.assertFalse(page.refusal.gates()["Requirement confirmed"])
        # The page below has the same list; a label of the dialog means the dialog's own box.
        self.clean(seller, "422")
        seller.click(page.refusal.dialog.find_element(By.CSS_SELECTOR, ".check span"))
        box = page.refusal.dialog.find_element(By.CSS_SELECTOR, "input[type=checkbox]")
        self.assertTrue(box.is_selected())
        seller.click(box)
        seller.press(words("refusal.only_save"), within=page.refusal.dialog)
        page.refusal.closes()
        seller.reads(words("js.nothing_changed"))

        page.move("propose")
        page.refusal.fill("Requirement confirmed", "yes")
        seller.press(words("refusal.only_save"), within=page.refusal.dialog)
        page.refusal.closes()
        seller.reads("Cooling loop is saved", within=".toasts")
        self.assertEqual(self.site.one("Opportunity where name == 'Cooling loop'")["stage"], "qualify")

        page.move("lost")
        self.assertIn(False, page.refusal.gates().values())
        page.refusal.close()

        page.move("propose").comes_to("Propose")
        page.move("lost")
        self.assertIn(False, page.refusal.gates().values())
        page.refusal.close()
        self.clean(seller, "422")

    def test_what_is_changed_for_a_refused_move_asks_for_its_approval(self):
        seller = self.person("ann")
        words = seller.words
        self.site.run("create", "Opportunity", "name=Too cheap", "amount=100", "account=name:Northlake Water Works",
                      "close_date=2031-01-02", "requirement_confirmed=yes", "--as", "ann")
        for stage in ("propose", "negotiate"):
            self.site.run("move", "Opportunity/name=Too cheap", stage, "--as", "ann")
        deal = self.site.one("Opportunity where name == 'Too cheap'")
        seller.open(f"/o/Opportunity/{deal['id']}")
        page = RecordPage(seller)
        page.change("discount", "20")
        seller.reads("Asked for “Discount”: Bob Keller", within=".toasts")
        self.site.run("reject", "Opportunity/name=Too cheap", "discount", "--comment", "too much", "--as", "bob")
        page.move("won")
        page.refusal.fill("Discount", "18").try_again()
        self.assertIn("Bob Keller", page.refusal.dialog.text)
        seller.press(words("refusal.ask"), within=page.refusal.dialog)
        page.refusal.closes()
        seller.reads("Asked for “Discount”: Bob Keller", within=".toasts")
        self.assertEqual(self.site.one("Opportunity where name == 'Too cheap'")["discount"], "18.00")
        self.clean(seller, "422")

    def test_a_field_saved_in_place_says_so(self):
        seller = self.person("ann")
        deal = self.site.one("Opportunity where name == 'Cooling loop'")
        seller.open(f"/o/Opportunity/{deal['id']}")
        page = RecordPage(seller)
        page.change("amount", "8700")
        seller.reads("Cooling loop is saved", within=".toasts")
        until(lambda: "8,700" in page.shows("amount"), "the amount is shown")
        self.clean(seller)
