"""An administrator adds a field and lets someone in; a consultant looks into a pack."""

import pathlib
import tempfile

from harness.case import BrowserCase
from harness.lists import CreatePage
from harness.record import RecordPage
from harness.waiting import until


class AnAdministratorAtWork(BrowserCase):
    # A plan that cannot be done is answered with 400 and the form.
    provoked = ("400", "422")

    def test_a_field_is_planned_then_added_and_seen_on_the_page_at_once(self):
        admin = self.person("ada")
        words = admin.words
        admin.open("/admin/objects")
        admin.click(admin.wait_for("a[href='/admin/objects/Opportunity']"))
        admin.press(words("admin.new_field"))
        admin.reaches("/admin/objects/Opportunity/fields/new")
        self.kind(admin, "choice")
        admin.fill(words("admin.label_default"), "Region")
        self.assertEqual(admin.field(words("admin.rule_name")).get_attribute("value"), "region")
        admin.fill(words("admin.values"), "north\nsouth")
        admin.press(words("admin.show_plan"))
        admin.reads(words("plan.title"), "region", words("plan.not_yet"))
        self.assertNotIn("region", self.site.records("Opportunity")[0])
        admin.press(words("plan.apply"))
        admin.reaches(r"/admin/objects/Opportunity.*")
        admin.reads("Region")

        seller = self.person("ann")
        deal = self.site.one("Opportunity where name == 'Cooling loop'")
        seller.open(f"/o/Opportunity/{deal['id']}")
        page = RecordPage(seller)
        page.change("region", "North")
        until(lambda: page.shows("region") == "North", lambda: f"the region is shown, not {page.shows('region')!r}")
        self.assertEqual(self.site.one("Opportunity where region == 'north'")["id"], deal["id"])
        for person in (admin, seller):
            self.clean(person)

    def test_a_choice_of_several_is_added_ticked_shown_and_filtered_by(self):
        admin = self.person("ada")
        words = admin.words
        admin.open("/admin/objects/Opportunity/fields/new")
        self.kind(admin, "multichoice")
        admin.fill(words("admin.label_default"), "Interests")
        admin.fill(words("admin.values"), "pumps\nvalves; old\nservice")
        admin.press(words("admin.show_plan"))
        until(lambda: admin.seen(".error-text"), "a value with ; is refused")
        admin.fill(words("admin.values"), "pumps\nvalves\nservice")
        admin.press(words("admin.show_plan"))
        admin.reads(words("plan.title"), "interests")
        admin.press(words("plan.apply"))
        admin.reaches(r"/admin/objects/Opportunity.*")
        self.clean(admin, *self.provoked)

        seller = self.person("ann")
        deal = self.site.one("Opportunity where name == 'Cooling loop'")
        seller.open(f"/o/Opportunity/{deal['id']}")
        page = RecordPage(seller)
        for wanted, shown in ((("service", "pumps"), "Pumps, Service"), (("pumps",), "Service"), (("service",), "")):
            seller.click(seller.wait_for("#part-fields [data-field='interests'] [data-edit]"))
            for value in wanted:
                seller.click(seller.wait_for(f"[data-field='interests'] label:has([value='{value}'])"))
            seller.click(seller.wait_for("[data-field='interests'] form .button-main"))
            until(lambda: not seller.seen("[data-field='interests'] form"), "interests are saved")
            if not shown: break
            until(lambda: page.shows("interests") == shown, lambda: f"{shown} is shown, not {page.shows('interests')!r}")
            found = self.site.records("Opportunity where interests contains 'service'")
            self.assertEqual([one["id"] for one in found], [deal["id"]])
        self.assertEqual(self.site.records("Opportunity where interests is not empty"), [])
        self.clean(seller)

    def kind(self, admin, name: str):
        """Chooses the kind of the new field."""
        admin.click(admin.wait_for(f"label:has(input[name=kind][value={name}])"))

    def test_what_cannot_be_is_refused_in_the_plan_and_nothing_typed_is_lost(self):
        admin = self.person("ada")
        words = admin.words
        admin.open("/admin/objects/Account/fields/new")
        self.kind(admin, "text")
        admin.fill(words("admin.rule_name"), "Not A Name")
        admin.fill(words("admin.label_default"), "Kept label")
        admin.press(words("admin.show_plan"))
        until(lambda: admin.seen(".error-text, .banner-bad"), "it is refused")
        self.assertEqual(admin.field(words("admin.label_default")).get_attribute("value"), "Kept label")
        self.assertEqual(admin.field(words("admin.rule_name")).get_attribute("value"), "Not A Name")
        self.clean(admin, *self.provoked)

    def test_a_default_that_only_the_checker_refuses_is_told_at_its_box(self):
        admin = self.person("ada")
        words = admin.words
        admin.open("/admin/objects/Account/fields/new")
        self.kind(admin, "money")
        admin.fill(words("admin.label_default"), "Credit")
        admin.fill(words("admin.default"), "amont + 1")
        admin.press(words("admin.show_plan"))
        admin.reads("unknown field amont")
        box = admin.field(words("admin.default"))
        self.assertEqual(box.get_attribute("aria-invalid"), "true")
        self.assertEqual(admin.script("return document.activeElement.id"), "default")
        admin.fill(words("admin.default"), "5")
        admin.press(words("admin.show_plan"))
        admin.reads(words("plan.title"), words("plan.not_yet"))
        self.clean(admin, *self.provoked)

    def test_a_new_object_can_be_used_at_once(self):
        admin = self.person("ada")
        words = admin.words
        admin.open("/admin/objects/new")
        admin.fill(words("admin.label_default"), "Visit")
        self.assertEqual(admin.field(words("admin.rule_name")).get_attribute("value"), "Visit")
        admin.put(admin.wait_for("[name='field.0.label']"), "Purpose")
        self.assertEqual(admin.wait_for("[name='field.0.name']").get_attribute("value"), "purpose")
        admin.press(words("admin.show_plan"))
        admin.reads("Visit", words("plan.not_yet"))
        admin.press(words("plan.apply"))
        admin.reaches(r"/admin/objects/Visit.*")
        admin.open("/o/Visit/new")
        CreatePage(admin).fill("Purpose", "Look at the pumps").save()
        self.assertEqual(self.site.one("Visit")["purpose"], "Look at the pumps")
        self.clean(admin)

    def test_a_user_is_added_gets_a_link_signs_in_and_is_signed_out(self):
        admin = self.person("ada")
        words = admin.words
        admin.open("/admin/users/new")
        admin.fill(words("admin.name"), "Nora Lind")
        admin.fill(words("admin.login"), "nora")
        admin.fill(words("admin.email"), "nora@tidegate.example")
        admin.press(words("admin.create"))
        admin.reaches(r"/admin/users/\w+.*")
        admin.press(words("admin.make_link"))
        link = admin.wait_for("[data-link]").get_attribute("value")
        nora = self.person()
        nora.who = "nora"
        nora.driver.get(link)
        nora.press(nora.words("welcome.button"))
        until(lambda: not nora.path.startswith("/welcome"), "nora is signed in")
        admin.press(words("admin.end_sessions"))
        admin.reads(words("admin.sessions_ended"))
        nora.open("/inbox")
        nora.reaches(r"/sign-in.*")
        self.clean(admin)

    def test_an_import_is_looked_at_first_then_loaded(self):
        admin = self.person("ada")
        words = admin.words
        table = pathlib.Path(tempfile.mkdtemp()) / "companies.csv"
        table.write_text("name,industry,website,phone,street,city,region,country,employees,revenue,parent,owner\n"
                         "Fjordline,shipping,,,,Bergen,,Norway,40,3.00,,ann\n"
                         "Broken row,,,,,,,,many,,,ann\n", encoding="utf-8")
        admin.open("/admin/imports")
        rule = admin.field(words("admin.import_as"))
        option = next(option for option in rule.find_elements("css selector", "option")
                      if option.get_attribute("value").endswith("accounts"))
        admin.put(rule, option.get_attribute("value"))
        facts = admin.wait_for("[data-facts-of$=accounts]:not([hidden])")
        self.assertIn("name", [tag.text for tag in facts.find_elements("css selector", "dd > .tag")])
        self.assertEqual(len(admin.seen("[data-facts-of]")), 1)
        admin.wait_for("input[type=file]").send_keys(str(table))
        admin.press(words("admin.look_first"))
        admin.wait_for("#report *")
        admin.reads("many", within="#report")
        self.assertEqual(self.site.records("Account where name == 'Fjordline'"), [])
        admin.press(words("admin.load"))
        admin.press(words("js.imports.load_others"))
        until(lambda: self.site.records("Account where name == 'Fjordline'"), "the good row is loaded")
        self.clean(admin, *self.provoked)

    def test_who_is_no_administrator_gets_a_page_that_says_so(self):
        seller = self.person("ann")
        seller.open("/admin/users")
        self.assertFalse(seller.seen("a[href='/admin/users/new']"))
        self.assertTrue(seller.seen("h1"))
        self.clean(seller, "403")


# A pack that the checker warns of: an exact decimal is never == a plain number.
_PACK = {
    "pack.lua": 'pack "crates" { version = "1.0.0", label = "Crates", requires = { base = "^1.0" } }\n',
    "objects/crate.lua": 'object "Crate" { label = "Crate", title = "{name}",\n'
                         '  text "name" { required = true },\n  decimal "crate_weight" { scale = 2 },\n}\n',
    "hooks/crate.lua": 'hook "Crate" "say that it is empty" {\n  before_save = function(crate)\n'
                       '    if crate.crate_weight == 0 then crate.name = "empty" end\n  end,\n}\n',
}


class AConsultantLooksIntoAPack(BrowserCase):
    provoked = ("400", "422")

    def test_a_pipeline_and_an_approval_are_drawn_with_names_for_who_cannot_see_them(self):
        person = self.person("ada")
        person.open("/packs")
        person.click(person.wait_for("a[href='/packs/sales']"))
        drawings = until(lambda: person.seen(".diagram-wrap svg"), "there are diagrams")
        self.assertGreaterEqual(len(drawings), 2)
        for drawing in drawings:
            self.assertTrue(drawing.accessible_name)
        said = person.script("return [...document.querySelectorAll('.diagram-wrap svg')].map(s => s.textContent).join(' ')")
        for word in ("Qualify", "Negotiate", "Won", "Discount cleared", "Finance"):
            self.assertIn(word, said)
        self.clean(person)

    def test_a_rules_place_leads_to_its_line(self):
        person = self.person("ada")
        person.open("/packs/sales/pipelines/opportunity.lua#L24")
        person.reads("Discount cleared")
        self.assertTrue(person.script("return !!document.querySelector('#L24')"))
        self.clean(person)

    def test_the_packs_tests_run_and_their_coverage_is_seen_in_the_file(self):
        person = self.person("ada")
        words = person.words
        person.open("/packs/sales/tests")
        person.press(words("packs.run_tests"))
        person.reads(words("packs.results"), words("packs.coverage"))
        failed = person.script("return document.querySelectorAll('.result-mark.tag-bad').length")
        self.assertEqual(failed, 0)
        person.open("/packs/sales/pipelines/opportunity.lua")
        person.reads(words("packs.mark_full"))
        self.clean(person)

    def test_a_condition_is_tried_on_a_record_and_explained_part_by_part(self):
        person = self.person("ada")
        words = person.words
        person.open("/packs/sales/try")
        person.fill(words("admin.object"), "Opportunity")
        person.fill(words("packs.record"), "Cooling loop")
        person.fill(words("packs.condition"), "amount > 5000 and discount > 15")
        person.press(words("packs.try_it"))
        person.reads("Cooling loop", "amount > 5000", "discount > 15", "8,650", within="main")
        person.fill(words("packs.condition"), "amuont > 5000")
        person.press(words("packs.try_it"))
        person.reads("amount", within="main .error-text")
        self.assertEqual(person.field(words("packs.condition")).get_attribute("value"), "amuont > 5000")
        person.press(words("list.use").format(text="amount"))
        person.reads("8,650", within="main")
        person.fill(words("packs.condition"), "stage == 'won' or owner == me()")
        person.press(words("packs.try_it"))
        person.reads("Qualify", within="main .tree")
        self.clean(person, *self.provoked)

    def test_what_the_checker_finds_stands_beside_its_line(self):
        folder = pathlib.Path(tempfile.mkdtemp()) / "crates"
        for name, source in _PACK.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(source, encoding="utf-8")
        self.site.run("pack", "install", str(folder))
        person = self.person("ada")
        # A server notices within a second what another program has installed.
        until(lambda: person.open("/packs/crates").seen("#findings"), "the server knows the pack")
        person.reads(person.words("packs.checker"), "exact decimal", "hooks/crate.lua:3")
        person.click(person.wait_for("a.list-item[href*='hooks/crate.lua']"))
        person.reaches(r"/packs/crates/hooks/crate.lua.*")
        person.reads("exact decimal", within=".source")
        self.clean(person)
