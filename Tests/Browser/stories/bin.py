"""What was deleted is found in the bin, and comes back; what refuses it is said before it is tried."""

from harness.case import BrowserCase
from harness.waiting import until


class Bin(BrowserCase):
    def deal(self, name: str) -> str:
        self.site.run("create", "Opportunity", f"name={name}", "amount=100", "--as", "ann")
        return self.site.one(f"Opportunity where name == '{name}'")["id"]

    def test_a_deleted_deal_is_found_in_the_bin_and_brought_back(self):
        deal = self.deal("Came back")
        ann = self.person("ann")
        ann.open(f"/o/Opportunity/{deal}")
        ann.press(ann.words("record.more_actions"))
        ann.press(ann.words("record.delete"))
        until(lambda: ann.seen("#dialog-delete[open]"), "it asks first")
        ann.press(ann.words("record.delete"), ann.wait_for("#dialog-delete"))
        ann.reaches("/o/Opportunity")
        ann.open("/bin")
        ann.reads("Came back", "Ann")
        ann.open(f"/bin/Opportunity/{deal}")
        ann.reads("100.00")
        ann.press(ann.words("bin.bring_back"))
        ann.reaches(f"/o/Opportunity/{deal}")
        ann.reads(ann.words("event.undeleted"), within=".timeline")
        self.clean(ann)

    def test_what_went_with_it_comes_back_with_it(self):
        deal = self.deal("With a line")
        self.site.run("create", "OpportunityLine", "opportunity=name:With a line", "product=code:P-100", "quantity=6",
                      "--as", "ann")
        self.site.run("delete", f"Opportunity/{deal}", "--as", "ann")
        for language in ("en", "zh-Hans", "zh-Hant"):
            with self.subTest(language=language):
                ann = self.person("ann", language=language)
                ann.open(f"/bin/Opportunity/{deal}")
                ann.reads(ann.words("bin.others"), within="[data-others]")
                self.clean(ann)
        ann.press(ann.words("bin.bring_back"))
        ann.reaches(f"/o/Opportunity/{deal}")
        self.assertEqual(len(self.site.records("OpportunityLine where opportunity.name == 'With a line'")), 1)
        self.clean(ann)
