"""The test case all stories share: one served workspace a class, browsers that are closed after each test."""

import unittest

from . import browser as browsers
from . import rules
from .browser import Browser
from .site import Site


class BrowserCase(unittest.TestCase):
    """Gives `self.site` and `self.person("ann")`."""

    maxDiff = None
    language = "en"
    site: Site

    @classmethod
    def setUpClass(cls):
        cls.site = Site()
        cls.addClassCleanup(cls.site.close)

    def person(self, login: str | None = None, **looks) -> Browser:
        """Someone with a browser of their own; signed in when a login is given."""
        browser = Browser(self.site, **{"language": self.language, "who": login or "a visitor", **looks})
        self.addCleanup(browser.close)
        return browser.sign_in(login) if login else browser

    def clean(self, browser: Browser, *allowed: str):
        """No error in the console and no request to another host since the last look, and no id twice."""
        self.assertEqual(rules.wire(browser, allowed) + rules.twice(browser), [], f"at {browser.path}")
        browser.forget()

    def keep_pictures(self):
        """Called by the runner when this test has failed, while its browsers are still open."""
        return [browser.picture(f"failed-{self._testMethodName}-{browser.who}") for browser in browsers.opened]
