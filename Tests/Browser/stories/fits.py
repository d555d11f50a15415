"""A list and a board are two looks at the same records, and what a page shows fits a screen of 1,280 pixels."""

from selenium.webdriver.common.keys import Keys

from harness.case import BrowserCase
from harness.record import RecordPage
from harness.waiting import until

# What each control of the bar is found by, in the order in which they are read.
_BAR = [".topbar-title", ".topbar .button-group", "[data-create]", "[data-list-search]", "[data-condition]", ".list-tools [type=submit]"]
_PLACES = """return arguments[0].map((selector) => {
  const box = document.querySelector(selector)?.getBoundingClientRect();
  return box && [box.left, box.top, box.width, box.height].map(Math.round);
});"""
# Elements that are cut off inside, or that reach beyond what is around them.
_CUT = """return [...document.querySelectorAll(arguments[0])].filter((e) => e.scrollWidth > e.clientWidth + 1
  || e.getBoundingClientRect().right > innerWidth + 1).map((e) => `${e.className} ${e.scrollWidth}>${e.clientWidth}`);"""


class ListAndBoard(BrowserCase):
    def test_they_have_one_bar_with_every_control_in_its_place(self):
        ann = self.person("ann")
        places = []
        for path in ("/o/Opportunity", "/o/Opportunity/board"):
            ann.open(path).settle()
            places.append(ann.script(_PLACES, _BAR))
        # The list has one button more, for its columns, so its condition box is shorter.
        boxes = [[place[:2] for place in found[:5]] for found in places]
        self.assertNotIn(None, places[0])
        self.assertEqual(boxes[0], boxes[1])

    def test_a_condition_is_completed_on_the_board_and_goes_along_to_the_list(self):
        ann = self.person("ann")
        ann.open("/o/Opportunity/board")
        box = ann.wait_for("[data-condition='Opportunity']")
        box.send_keys("amou")
        until(lambda: any("amount" in option.text for option in ann.seen(".suggestions .option")), "amount is offered")
        box.send_keys(Keys.TAB, " > 70000", Keys.ESCAPE, Keys.ENTER)
        ann.reaches(r"/o/Opportunity/board\?where=.*")
        until(lambda: len(ann.seen(".tile")) == 0, "no deal is that large")
        ann.click(ann.wait_for(".topbar .button-group a[href*='/o/Opportunity?']"))
        ann.reaches(r"/o/Opportunity\?where=.*")
        self.assertEqual(ann.wait_for("[data-condition]").get_attribute("value"), "amount > 70000")
        self.clean(ann)

    def test_a_label_leads_to_its_field_in_a_condition(self):
        for language, typed, wanted, last in (
                ("en", "close da", "close_date", "won"), ("zh-Hant", "金額", "amount", "won")):
            with self.subTest(language):
                ann = self.person("ann", language=language)
                ann.open("/o/Opportunity")
                box = ann.wait_for("[data-condition='Opportunity']")
                box.send_keys(typed)
                until(lambda: any(option.text.startswith(wanted) for option in ann.seen(".suggestions .option")), "the field is offered")
                first = ann.seen(".suggestions .option")[0].text
                self.assertTrue(first.startswith(wanted), first)
                box.send_keys(Keys.TAB)
                until(lambda: box.get_attribute("value") == wanted, lambda: f"{wanted} alone stands there, not {box.get_attribute('value')!r}")
                ann.put(box, "")
                box.send_keys("stage == ")
                label = {"en": "Won", "zh-Hant": "成交"}[language]
                until(lambda: any(last in option.text and label in option.text for option in ann.seen(".suggestions .option")), "stages have their labels")
                self.clean(ann)

    def test_a_chinese_label_is_completed_with_enter_and_goes_on_with_operators_and_values(self):
        ann = self.person("ann", language="zh-Hans")
        ann.open("/o/Opportunity")
        box = ann.wait_for("[data-condition='Opportunity']")

        def offers(typed, wanted):
            ann.put(box, "")
            box.send_keys(typed)
            until(lambda: any(option.text.startswith(wanted) for option in ann.seen(".suggestions .option")), f"{wanted} is offered for {typed}")

        for typed, wanted in (("阶段 ", "=="), ("负责人 == ", "me()"), ("阶段 == ", "'won'"), ("今天", "today()"), ("我", "me()"), ("不", "not"),
                              ("amount > 5 且", "and"), ("amount > 5 或", "or")):
            offers(typed, wanted)
        offers("金", "amount")
        box.send_keys(Keys.ENTER)
        until(lambda: box.get_attribute("value") == "amount", "Enter takes the field")
        self.assertEqual(ann.script("return location.search"), "")
        self.clean(ann)

    def test_the_palette_finds_records_by_one_chinese_character(self):
        ann = self.person("ann", language="zh-Hans")
        self.site.run("create", "Account", "name=清源水务", "--as", "ann")
        ann.open("/").settle()
        ann.chord(Keys.CONTROL, "k")
        ann.wait_for("dialog[open] input").send_keys("水")
        until(lambda: any("清源水务" in option.text for option in ann.seen("dialog[open] [role=option]")), "the account is found")
        self.clean(ann)

    def test_the_palette_marks_the_words_that_were_found_and_leads_to_all_of_it(self):
        ann = self.person("ann", language="zh-Hant")
        self.site.run("create", "Account", "name=北京電子公司", "city=Zürich", "--as", "ann")
        ann.open("/").settle()
        ann.chord(Keys.CONTROL, "k")
        ann.wait_for("dialog[open] input").send_keys("電子公司 zuri")
        until(lambda: [mark.text for mark in ann.seen("dialog[open] [role=option] mark")] == ["電子公司", "Zürich"], "words are marked")
        ann.click(ann.seen("dialog[open] [role=option]")[1])
        ann.reaches("/find.*")
        self.assertEqual([mark.text for mark in ann.seen(".find-line mark")], ["電子公司", "Zürich"])
        ann.click(ann.seen(".find-line")[0])
        ann.reaches("/o/Account/.*")
        self.clean(ann)

    def test_one_press_mends_all_labels_of_a_condition(self):
        ann = self.person("ann", language="zh-Hans")
        ann.open("/o/Opportunity")
        box = ann.wait_for("[data-condition='Opportunity']")
        box.send_keys("金额 > 10000 and 阶段 == 'won'", Keys.ESCAPE, Keys.TAB)
        ann.click(ann.wait_for(".condition-note button"))
        until(lambda: box.get_attribute("value") == "amount > 10000 and stage == 'won'", lambda: f"not {box.get_attribute('value')!r}")
        self.clean(ann)

    def test_five_stages_and_the_last_column_fit(self):
        ann = self.person("ann")
        self.site.run("create", "Opportunity", "name=A name that goes on and on, longer than any column of a list could be",
                      "amount=1234567.89", "close_date=2031-06-30", "account=name:Northlake Water Works", "--as", "ann")
        ann.open("/o/Opportunity/board").settle()
        widths = ann.script("return [...document.querySelectorAll('.lane')].map((e) => Math.round(e.getBoundingClientRect().width))")
        self.assertEqual(len(widths), 5)
        self.assertLessEqual(max(widths) - min(widths), 1, widths)
        self.assertEqual(ann.script(_CUT, ".board, .lane, .tile"), [])
        for path in ("/o/Opportunity", "/o/Contact", "/o/Account", "/o/SalesOrder"):
            ann.open(path).settle()
            self.assertEqual(ann.script(_CUT, ".list-table"), [], path)


class APlanFits(BrowserCase):
    def test_long_steps_and_lines_stay_inside_the_card(self):
        admin = self.person("ada")
        words = admin.words
        admin.open("/admin/objects/Opportunity/fields/new")
        admin.click(admin.wait_for("label:has(input[name=kind][value=choice])"))
        admin.fill(words("admin.rule_name"), "a_field_with_a_name_that_is_as_long_as_a_name_may_be_here")
        admin.fill(words("admin.label_default"), "A field with a label that is long as well, and says more than anyone would read")
        admin.fill(words("admin.values"), "\n".join(f"a_value_with_quite_a_long_name_{number}" for number in range(12)))
        admin.press(words("admin.show_plan"))
        admin.reads(words("plan.title"))
        for phone in (False, True):
            admin.show(phone=phone)
            admin.settle()
            self.assertEqual(admin.script(_CUT, "main, .plan, .plan .card-body, .plan .gates, .plan .gate, .plan .gate-name, .plan summary, .plan .card-foot"), [])


class FiguresFollow(BrowserCase):
    def test_the_sidebar_counts_what_comes_while_the_page_is_open(self):
        bob = self.person("bob")
        bob.open("/o/Account")
        until(lambda: bob.script("return document.documentElement.dataset.live") == "on", "the page listens")
        count = lambda: bob.script("const c = document.querySelector('.sidebar [data-count=tasks]'); return c.hidden ? 0 : Number(c.textContent)")
        before = count()
        self.site.run("create", "Opportunity", "name=Asks for much", "discount=25", "amount=1000", "--as", "ann")
        until(lambda: count() == before + 1, lambda: f"one more waits: {count()}")
        self.site.run("update", "Opportunity/name=Asks for much", "discount=5", "--as", "ann")
        until(lambda: count() == before, lambda: f"it waits no more: {count()}")
        self.clean(bob)

    def test_what_was_typed_for_a_parcel_is_gone_once_it_is_packed(self):
        run = self.site.run
        won = "Opportunity/name=Pumping station 4"
        for stage in ("propose", "negotiate"):
            run("move", won, stage, "--as", "ann")
        run("update", won, "signed_on=2026-11-20", "--as", "ann")
        run("move", won, "won", "--as", "ann")
        run("act", "Make order", won, "--as", "ann")
        order = self.site.one("SalesOrder")["code"]
        run("create", "Shipment", f"order=code:{order}", "warehouse=code:CHI", "--as", "wes")
        parcel = self.site.one("Shipment")
        run("create", "ShipmentLine", f"shipment=code:{parcel['code']}", "product=code:P-100", "quantity=3", "--as", "wes")
        wes = self.person("wes")
        wes.open(f"/o/Shipment/{parcel['id']}")
        page = RecordPage(wes)
        wes.put(wes.wait_for("#part-fill input[name^='n.']"), "2")
        page.move("packed")
        until(lambda: page.stage == "Packed", "it is packed")
        until(lambda: not wes.all("#part-fill"), "nothing can be put in any more")
        page.move("dispatched")
        until(lambda: page.stage == "Dispatched", "it is dispatched")
        until(lambda: wes.seen("[data-field=tracking] [data-edit]"), "the carrier's number can come later")
        self.assertEqual(wes.all("[data-field=warehouse] [data-edit], #part-related-lines [href*='/new']"), [])
        self.assertIn("only its tracking number", wes.all("[data-field=warehouse] .prop-lock")[0].get_attribute("title"))
        self.clean(wes)
