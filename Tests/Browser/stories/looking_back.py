"""A record and a list are looked at as they were, and values are put back after it was said what that would do."""

from harness.case import BrowserCase
from harness.waiting import until


class LookingBack(BrowserCase):
    def deal(self, name: str) -> tuple[str, str]:
        """The deal, renamed and dearer by now, and the time before that."""
        self.site.run("create", "Opportunity", f"name={name}", "amount=100", "--as", "ann")
        made = self.site.one(f"Opportunity where name == '{name}'")
        self.site.run("update", f"Opportunity/{made['id']}", f"name={name} later", "amount=250", "--as", "ann")
        return made["id"], made["updated_at"]

    def test_a_value_is_put_back_from_the_past_of_a_record(self):
        deal, then = self.deal("Back then")
        for language in ("zh-Hant", "zh-Hans", "en"):
            with self.subTest(language=language):
                ann = self.person("ann", language=language)
                ann.open(f"/o/Opportunity/{deal}/past?as_of={then}")
                ann.reads("100.00", "250.00", "Back then later", ann.words("past.follows"))
                self.clean(ann)
        box = ann.wait_for("#field-name input[name=only]")
        ann.click(box)
        ann.press(ann.words("past.put_back"))
        ann.reaches(f"/o/Opportunity/{deal}")
        found = self.site.one(f"Opportunity where name contains 'Back then'")
        self.assertEqual((found["name"], found["amount"]), ("Back then later", "100.00"))
        self.clean(ann)

    def test_a_list_shows_what_was_and_leads_to_the_record_as_it_was(self):
        deal, then = self.deal("Once listed")
        ann = self.person("ann")
        ann.open(f"/o/Opportunity?as_of={then}&where=name+contains+%27Once%27")
        ann.reads(ann.words("past.list"), "100.00")
        ann.reads_no("Once listed later", within="tbody")
        ann.click(ann.wait_for("tbody a.lead"))
        ann.reaches(f"/o/Opportunity/{deal}/past[?]as_of=.*")
        ann.reads("250.00")
        self.clean(ann)
        ann.open("/o/Opportunity?where=name+contains+%27Once%27")
        ann.reads("Once listed later", within="tbody")
        self.clean(ann)

    def test_the_menu_of_a_record_leads_to_its_past(self):
        deal, _ = self.deal("By menu")
        ann = self.person("ann")
        ann.open(f"/o/Opportunity/{deal}")
        ann.press(ann.words("record.more_actions"))
        ann.press(ann.words("past.as_it_was"))
        ann.reaches(f"/o/Opportunity/{deal}/past")
        until(lambda: ann.seen("[data-as-of]"), "it says as of when")
        self.clean(ann)
