"""The texts of the pages, so that tests read and click what a person reads."""

import functools

from .build import WEB

LANGUAGES = ["en", "zh-Hans", "zh-Hant"]


@functools.cache
def texts(language: str) -> dict[str, str]:
    """All texts of one language by their key, from the files the program is built with."""
    found = {}
    for line in (WEB / "texts" / f"{language}.txt").read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#") and "=" in line:
            key, text = line.split("=", 1)
            found[key.strip()] = text.strip()
    return found


class Words:
    """`words("record.save")` is what the button says in this language."""

    def __init__(self, language: str):
        self.language = language

    def __call__(self, key: str) -> str:
        text = texts(self.language).get(key)
        assert text is not None, f"No text {key} in {self.language}"
        return text


def left_in_english(language: str) -> set[str]:
    """English texts that must not be seen on a page of the language, because it has its own.

    The made-up words of the page of all components are left out: records may well hold them.
    """
    own = texts(language)
    return {
        text for key, text in texts("en").items()
        if own.get(key) != text and not key.startswith("design.") and any(map(str.isalpha, text))
    } - set(own.values())
