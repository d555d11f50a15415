"""Rules for every page, in light and dark, at phone and desktop width, in English and Chinese."""

from harness import limits, rules
from harness.browser import Browser
from harness.case import BrowserCase
from harness.places import places, prepare

# An answer of 403 or 404 is what these pages are about.
_ANSWERS = {"not-found": ("404",), "no-page": ("404",), "forbidden": ("403",), "list-condition-wrong": ("400",)}


class EveryPage(BrowserCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        prepare(cls.site)
        cls.places = places(cls.site)

    def visits(self, language: str):
        """Each page once, by whoever may see it."""
        for login in dict.fromkeys(place.login for place in self.places):
            person = Browser(self.site, language=language, who=login or "a visitor")
            try:
                if login:
                    person.sign_in(login)
                person.forget()
                for place in [place for place in self.places if place.login == login]:
                    person.show()
                    person.open(place.path).settle()
                    yield person, place
            finally:
                person.close()

    def test_names_labels_contrast_targets_and_texts_are_right_in_both_themes_and_widths(self):
        for person, place in self.visits("en"):
            with self.subTest(place.name):
                found = []
                for phone in (False, True):
                    for dark in (False, True):
                        person.show(phone=phone, dark=dark)
                        person.settle()
                        size, theme = "phone" if phone else "desktop", "dark" if dark else "light"
                        found += [f"{size} {theme}: {finding}" for finding in rules.looks(person)]
                person.show()
                found += rules.names(person) + rules.focus(person)
                found += rules.wire(person, _ANSWERS.get(place.name, ()))
                person.forget()
                self.assertEqual(found, [])

    def test_no_english_is_left_on_chinese_pages(self):
        for person, place in self.visits("zh-Hans"):
            with self.subTest(place.name):
                found = rules.looks(person) + rules.names(person)
                person.show(phone=True)
                found += rules.looks(person)
                self.assertEqual(found, [])

    def test_a_first_view_is_light(self):
        for login, path in (("ann", "/"), ("ann", "/o/Opportunity"), ("ann", "/o/Opportunity/board")):
            with self.subTest(path):
                person = self.person(login)
                person.cdp("Network.setCacheDisabled", cacheDisabled=True)
                person.forget()
                person.open(path).settle()
                self.assertLess(rules.first_view_bytes(person), limits.FIRST_VIEW_BYTES)
