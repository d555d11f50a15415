"""What others do is seen on open pages, without loading them again and without touching what is being typed."""

from harness.board import Board
from harness.case import BrowserCase
from harness.record import RecordPage
from harness.waiting import until


class OpenPagesFollow(BrowserCase):
    def test_a_record_and_a_board_follow_what_others_do(self):
        deal = self.site.one("Opportunity where name == 'Cooling loop'")
        ann, elsewhere = self.person("ann"), self.person("ann")
        ann.open(f"/o/Opportunity/{deal['id']}")
        page = RecordPage(ann)
        elsewhere.open("/o/Opportunity/board")
        board = Board(elsewhere)
        self.assertEqual(board.column_of("Cooling loop"), "qualify")
        for person in (ann, elsewhere):
            until(lambda: person.script("return document.documentElement.dataset.live") == "on", "the page listens")

        self.site.run("update", "Opportunity/name=Cooling loop", "amount=9000", "requirement_confirmed=yes", "--as", "ann")
        until(lambda: "9,000" in page.shows("amount"), lambda: f"the amount follows: {page.shows('amount')}")
        self.site.run("move", "Opportunity/name=Cooling loop", "propose", "--as", "ann")
        until(lambda: page.stage == "Propose", "the stage follows")
        until(lambda: board.column_of("Cooling loop") == "propose", "the card follows")
        self.clean(ann)
        self.clean(elsewhere)

    def test_what_is_being_typed_stays_and_the_page_says_who_changed_it(self):
        deal = self.site.one("Opportunity where name == 'Pumping station 4'")
        ann = self.person("ann")
        ann.open(f"/o/Opportunity/{deal['id']}")
        page = RecordPage(ann)
        until(lambda: ann.script("return document.documentElement.dataset.live") == "on", "the page listens")
        box = ann.put(page.edit("discount"), "3")
        self.site.run("update", "Opportunity/name=Pumping station 4", "amount=13000", "--as", "ada")
        ann.reads("Ada Quinn", within="#changed")
        self.assertEqual(box.get_attribute("value"), "3")
        self.clean(ann)

    def test_what_others_changed_is_shown_beside_an_open_editor(self):
        deal = self.site.one("Opportunity where name == 'Dock drainage'")
        bob = self.person("bob")
        bob.open(f"/o/Opportunity/{deal['id']}")
        page = RecordPage(bob)
        until(lambda: bob.script("return document.documentElement.dataset.live") == "on", "the page listens")
        box = bob.put(page.edit("discount"), "3")
        self.site.run("update", "Opportunity/name=Dock drainage", "amount=4321", "--as", "ada")
        bob.reads("Ada Quinn", within="#changed")
        bob.press(bob.words("record.show"))
        until(lambda: "4,321" in page.shows("amount"), "the new amount is shown")
        self.assertFalse(bob.seen("#changed"))
        self.assertEqual(box.get_attribute("value"), "3")
        self.clean(bob)
