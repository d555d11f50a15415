"""The rules are tried on a page that breaks each of them: a rule that finds nothing there proves nothing."""

from harness import limits, rules
from harness.case import BrowserCase

_BROKEN = """
document.documentElement.removeAttribute('lang');
document.body.innerHTML = `
  <h1>One</h1><h1>Two</h1><h4>Skipped</h4>
  <p class="faint">Too faint to read</p>
  <p id="twice">a</p><p id="twice">b</p>
  <input name="unlabelled"><label for="nothing">Label of nothing</label>
  <input name="empty" placeholder="Too faint as well" aria-label="Placeholder">
  <p class="small"><a class="tiny" href="/1">x</a></p><p class="small"><a class="tiny" href="/2">y</a></p><button class="nameless"></button>
  <button class="blind">Focus cannot be seen</button>
  <img src="/static/none.png"><svg width="20" height="20"><rect width="9" height="9"/></svg>
  <p>error.home</p><p>0CN4EF9J90R01</p><p>{count} records</p><p><b>One</b><br><i>·</i><br><b>Two</b></p><p>Go to the start page</p>
  <div class="wide">wide</div>`;
const sheet = new CSSStyleSheet();
sheet.replaceSync(`body { background: #fff; color: #000 } p.faint, ::placeholder { color: #999 !important; opacity: 1 }
  .small { margin: 0 } .tiny { display: block; width: 12px; height: 12px; overflow: hidden } .wide { width: 3000px }
  .blind:focus { outline: none !important; box-shadow: none !important }`);
document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
"""


class RulesBite(BrowserCase):
    def test_each_rule_finds_what_breaks_it(self):
        visitor = self.person(language="zh-Hans")
        visitor.open("/sign-in").settle()
        visitor.script(_BROKEN)
        found = rules.looks(visitor)
        for part in [
            "the page has no lang", "2 h1", "not exactly one main", "heading skips", "2 elements have the id",
            "contrast 2.85 of <p.faint>", "placeholder Too faint", "input without a label", "label bound to nothing",
            "target of 12 × 12", "image without alt", "drawing without a name", "text key instead of a text: error.home",
            "placeholder left in a text", "an id instead of a name", "English left: “Go to the start page”", "the page scrolls sideways", "a lone ·", "lang is",
        ]:
            with self.subTest(part):
                self.assertTrue(any(part in finding for finding in found), found)

    def test_what_makes_the_document_taller_than_the_window_is_found(self):
        seller = self.person("ann")
        seller.open("/").settle()
        self.assertFalse([finding for finding in rules.looks(seller) if "taller" in finding])
        seller.script("document.querySelector('.main').style.position = 'static'; const low = document.createElement('span');"
                      "low.style = 'position: absolute; top: 3000px'; low.textContent = 'low'; document.querySelector('.main').append(low)")
        self.assertTrue(any("taller than the window" in finding for finding in rules.looks(seller)))

    def test_a_button_without_a_name_is_found_as_a_screen_reader_finds_it(self):
        visitor = self.person()
        visitor.open("/sign-in").settle()
        visitor.script(_BROKEN)
        self.assertTrue(any("button without a name" in finding for finding in rules.names(visitor)))

    def test_a_focus_that_cannot_be_seen_is_found(self):
        visitor = self.person()
        visitor.open("/sign-in").settle()
        visitor.script(_BROKEN)
        found = rules.focus(visitor)
        self.assertTrue(any("Focus cannot be seen" in finding for finding in found), found)

    def test_broken_policy_foreign_hosts_and_heavy_pages_are_found(self):
        visitor = self.person()
        visitor.forget()
        visitor.open("/sign-in").settle()
        self.assertEqual(rules.wire(visitor), [])
        self.assertGreater(rules.first_view_bytes(visitor), 500)
        self.assertLess(rules.first_view_bytes(visitor), limits.FIRST_VIEW_BYTES)
        visitor.script("document.body.setAttribute('onclick', 'alert(1)');"
                       "new Image().src = 'http://localhost:9/picture.png'")
        visitor.wait_for("body")
        found = []
        from harness.waiting import until
        until(lambda: found.extend(rules.wire(visitor)) or
              any("Content Security Policy" in finding for finding in found), "the broken policy is noticed")
