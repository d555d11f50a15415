"""A story told in chapters: tests of one class that run in order and share their people."""

from . import browser as browsers
from .browser import Browser
from .case import BrowserCase


class Tale(BrowserCase):
    """The chapters are test methods, numbered. After one that fails, the rest of the story is skipped."""

    people: dict[str, Browser]
    broken: str | None

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = {}
        cls.broken = None
        cls.addClassCleanup(lambda: [person.close() for person in cls.people.values()])

    def setUp(self):
        if self.broken:
            self.skipTest(f"the story broke off at: {self.broken}")

    def who(self, login: str, **looks) -> Browser:
        """A person with a browser that stays open through the story."""
        if login not in self.people:
            self.people[login] = Browser(self.site, language=self.language, who=login, **looks).sign_in(login)
        return self.people[login]

    def keep_pictures(self):
        type(self).broken = self._testMethodName
        return [person.picture(f"failed-{self._testMethodName}-{self.language}-{person.who}")
                for person in browsers.opened]

    def tearDown(self):
        for person in self.people.values():
            self.clean(person, *self.provoked)

    # Parts of console messages that the story provokes on purpose: a refusal is an answer of 422.
    provoked: tuple[str, ...] = ("422",)
