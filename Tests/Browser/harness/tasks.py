"""The inbox and one task of it."""

from .browser import Browser
from .waiting import until


class Inbox:
    def __init__(self, browser: Browser):
        self.browser = browser
        browser.wait_for("[data-inbox]")

    def tasks(self) -> list[str]:
        return [task.text for task in self.browser.seen("[data-inbox] a.task")]

    def open_task(self, about: str) -> "Task":
        """Opens the task about something."""
        def press():
            return next((self.browser.click(task) for task in self.browser.seen("[data-inbox] a.task")
                         if about in task.text), False)
        until(press, lambda: f"{self.browser.who} has a task about {about!r}, among {self.tasks()}")
        self.browser.reaches(r"/inbox/\w+")
        return Task(self.browser)


class Task:
    def __init__(self, browser: Browser):
        self.browser = browser
        browser.wait_for("[data-task]")

    def answer(self, key: str, comment: str = ""):
        """Presses approve or reject; the buttons go away once it is decided."""
        words = self.browser.words
        if comment:
            self.browser.fill(words("task.comment"), comment)
        self.browser.press(words(key))
        until(lambda: not self.browser.seen("[data-answer]"), "the answer is given")
        return self

    def approve(self, comment: str = ""):
        return self.answer("task.approve", comment)

    def reject(self, comment: str = ""):
        return self.answer("task.reject", comment)
