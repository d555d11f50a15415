"""Waiting for a condition, never for a time."""

import time

from selenium.common.exceptions import (
    NoSuchElementException, StaleElementReferenceException, WebDriverException)

from . import limits


def until(condition, what, seconds: float = limits.WAIT_SECONDS):
    """The first true answer of `condition`, or an AssertionError that says what never came.

    An element that was replaced while it was looked at counts as "not yet". `what` may be a function, for
    a sentence that tells how things stand at the end.
    """
    end = time.monotonic() + seconds
    while True:
        try:
            answer = condition()
        except (StaleElementReferenceException, NoSuchElementException):
            answer = None
        except WebDriverException as error:
            # What the driver says of an element that is replaced between its two questions to the browser.
            if "does not belong to the document" not in str(error.msg):
                raise
            answer = None
        if answer:
            return answer
        if time.monotonic() > end:
            raise AssertionError(f"After {seconds:g} s still not: {what() if callable(what) else what}")
        time.sleep(limits.POLL_SECONDS)
