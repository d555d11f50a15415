"""What is done on a record's page is seen there at once, is told by its name, and stands in nobody's way."""

from harness.case import BrowserCase
from harness.lists import CreatePage
from harness.record import RecordPage
from harness.waiting import until

# Keeps every amount that the page shows, frame by frame.
_WATCH = """
window.shown = new Set();
const look = () => {
  const value = document.querySelector('[data-field=amount]:not([data-open]) .prop-value');
  if (value) window.shown.add(value.textContent.trim());
  requestAnimationFrame(look);
};
look();
"""

# The controls that a toast lies upon.
_COVERED = """
const toast = document.querySelector('.toast')?.getBoundingClientRect();
return toast && [...document.querySelectorAll('a, button, input, select, textarea')].filter((control) => {
  if (control.closest('.toast') || !control.checkVisibility()) return false;
  const box = control.getBoundingClientRect();
  return box.width && box.left < toast.right && box.right > toast.left && box.top < toast.bottom && box.bottom > toast.top;
}).map((control) => control.outerHTML.slice(0, 80));
"""


class InPlace(BrowserCase):
    def deal(self, name: str) -> str:
        self.site.run("create", "Opportunity", f"name={name}", "amount=100", "--as", "ann")
        found = self.site.one(f"Opportunity where name == '{name}'")
        return f"/o/Opportunity/{found['id']}"

    def test_a_renamed_record_is_renamed_in_the_crumbs_and_the_heading(self):
        ann = self.person("ann")
        ann.open(self.deal("Old name"))
        RecordPage(ann).change("name", "New name")
        until(lambda: ann.wait_for(".crumbs [aria-current]").text.endswith("New name"), "the crumb has the new name")
        until(lambda: RecordPage(ann).title.endswith("New name"), "the heading has the new name")
        self.clean(ann)

    def test_the_old_value_is_not_seen_again_after_a_save(self):
        ann = self.person("ann")
        ann.open(self.deal("No flash"))
        page = RecordPage(ann)
        box = page.edit("amount")
        ann.script(_WATCH)
        ann.put(box, "250")
        box.submit()
        until(lambda: "250.00" in page.shows("amount"), "the new amount is shown")
        self.assertEqual(ann.script("return [...window.shown]"), ["250.00"])
        until(lambda: ann.focused.get_attribute("data-edit") is not None, "the field has the focus again")
        self.clean(ann)

    def test_a_toast_names_the_record_and_covers_no_control(self):
        for phone in (False, True):
            with self.subTest(phone=phone):
                ann = self.person("ann", phone=phone)
                ann.open("/o/Opportunity/new")
                CreatePage(ann).fill("Name", "Named in a toast").save()
                ann.reads("Created: OPP-", "Named in a toast", within=".toasts")
                self.assertEqual(ann.script(_COVERED), [])
                # It lets the pointer through, and goes when something is pressed.
                ann.press(ann.words("record.more_actions"))
                until(lambda: not ann.seen(".toast"), "it is gone")
                self.clean(ann)

    def test_cancelling_a_line_leads_back_to_its_deal(self):
        ann = self.person("ann")
        address = self.deal("With lines")
        ann.open(address)
        RecordPage(ann).add_to("lines")
        ann.press(ann.words("form.cancel"))
        ann.reaches(address)
        self.clean(ann)
