"""One person's browser: Chromium with a profile of its own, driven by what a person sees."""

import json
import re
from urllib.parse import urlsplit

from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement

from . import limits
from .build import artifacts
from .debian import chromium
from .waiting import until
from .words import Words

# Set by the command line: shows the windows instead of hiding them.
headed = False
opened: list["Browser"] = []


# Browsers whose people have left, by the language they were started in.
_rested: dict[str, list[webdriver.Chrome]] = {}


def quit_all():
    """Ends every browser, at the end of a run."""
    for browser in list(opened):
        browser.close()
    while _rested:
        for driver in _rested.popitem()[1]:
            driver.quit()


def _start(language: str) -> webdriver.Chrome:
    binary, driver = chromium()
    options = webdriver.ChromeOptions()
    options.binary_location = binary
    for argument in [
        "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
        "--disable-default-apps", "--disable-extensions", "--hide-scrollbars",
        "--force-prefers-reduced-motion", "--password-store=basic",
        f"--window-size={limits.DESKTOP[0]},{limits.DESKTOP[1]}",
        f"--accept-lang={language}", f"--lang={language}",
    ]:
        options.add_argument(argument)
    if not headed:
        options.add_argument("--headless=new")
    options.add_experimental_option("prefs", {
        "intl.accept_languages": language,
        "credentials_enable_service": False,
        "profile.password_manager_enabled": False,
    })
    options.add_experimental_option("excludeSwitches", ["enable-automation"])
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    options.add_experimental_option("perfLoggingPrefs", {"enableNetwork": True, "enablePage": False})
    chrome = webdriver.Chrome(options=options, service=Service(driver))
    chrome.set_page_load_timeout(limits.SERVER_START_SECONDS)
    return chrome


class Browser:
    """A window at one site, in one language.

    `phone=True` is a touch screen of 390 pixels; everything else is a desktop window.
    """

    def __init__(self, site, language: str = "en", phone: bool = False, dark: bool = False, who: str = ""):
        self.site = site
        self.words = Words(language)
        self.started_in = language
        self.who = who
        self.requests: list[dict] = []
        self.messages: list[dict] = []
        self.driver = _rested.setdefault(language, []).pop() if _rested.get(language) else _start(language)
        self.show(phone=phone, dark=dark)
        opened.append(self)

    # Looks

    def show(self, phone: bool = False, dark: bool = False):
        """Changes the window and the theme in place, without loading the page again."""
        width, height = limits.PHONE if phone else limits.DESKTOP
        self.phone = phone
        self.cdp("Emulation.setDeviceMetricsOverride",
                 width=width, height=height, deviceScaleFactor=1, mobile=phone)
        self.cdp("Emulation.setTouchEmulationEnabled", enabled=phone)
        self.cdp("Emulation.setEmulatedMedia", features=[
            {"name": "prefers-color-scheme", "value": "dark" if dark else "light"},
            {"name": "prefers-reduced-motion", "value": "reduce"},
        ])

    def cdp(self, command: str, **parameters):
        return self.driver.execute_cdp_cmd(command, parameters)

    def script(self, source: str, *arguments):
        return self.driver.execute_script(source, *arguments)

    # Going

    def open(self, path: str):
        self.driver.get(self.site.address + path)
        return self

    @property
    def path(self) -> str:
        """Where the window is: path and query, without the host."""
        parts = urlsplit(self.driver.current_url)
        return parts.path + (f"?{parts.query}" if parts.query else "")

    def reaches(self, pattern: str):
        """Waits until the address matches the whole pattern; answers the match."""
        return until(lambda: re.fullmatch(pattern, self.path),
                     lambda: f"{self.who} comes to {pattern}; is at {self.path}")

    def sign_in(self, login: str):
        """By a one-time link, as an administrator would hand it out: the link asks first."""
        self.who = login
        self.open(self.site.link(login))
        self.press(self.words("welcome.button"))
        until(lambda: not self.path.startswith("/welcome"), f"{login} is signed in")
        if self.script("return document.documentElement.lang") != self.words.language:
            self.speak(self.words.language)
        return self

    def speak(self, language: str):
        """Switches the language in one's own menu, as a person would."""
        until(lambda: self.seen("#menu-me") or (self.click(self.wait_for("[popovertarget=menu-me]")) and False),
              f"{self.who} opens the menu")
        self.click(self.wait_for(f"#menu-me button[lang='{language}']"))
        until(lambda: self.script("return document.documentElement.lang") == language, f"the page speaks {language}")
        self.words = Words(language)
        return self

    def settle(self):
        """Waits until the page is loaded, its fonts are there and nothing it asked for is under way.

        From then on nothing fades: a rule must not judge a colour half-way to another.
        """
        until(lambda: self.script(
            "return document.readyState === 'complete' && document.fonts.status === 'loaded'"
            # The page of all components shows a busy button for ever.
            " && (location.pathname === '/design' || !document.querySelector('main [aria-busy=true]'))"),
            lambda: f"{self.path} is settled")
        self.script(
            "if (window.isStill) return; window.isStill = true; const still = new CSSStyleSheet();"
            "still.replaceSync('*, *::before, *::after { transition: none !important; animation: none !important }');"
            "document.adoptedStyleSheets = [...document.adoptedStyleSheets, still];")
        return self

    # Seeing

    def all(self, css: str) -> list[WebElement]:
        return self.driver.find_elements(By.CSS_SELECTOR, css)

    def seen(self, css: str) -> list[WebElement]:
        return [element for element in self.all(css) if element.is_displayed()]

    def wait_for(self, css: str, within: WebElement | None = None) -> WebElement:
        """The first visible element of a selector."""
        def look():
            found = (within or self.driver).find_elements(By.CSS_SELECTOR, css)
            return next((element for element in found if element.is_displayed()), None)
        return until(look, lambda: f"{self.who} sees {css} at {self.path}")

    def text(self) -> str:
        """All that can be read on the page."""
        return self.script("return document.body ? document.body.innerText : ''")

    def reads(self, *texts: str, within: str | None = None):
        """Waits until every text can be read on the page, or in the first element of a selector."""
        def missing():
            place = self.script(
                "const e = arguments[0] ? document.querySelector(arguments[0]) : document.body;"
                "return e ? e.innerText : ''", within)
            return [text for text in texts if _plain(text) not in _plain(place)]
        try:
            until(lambda: not missing(), "")
        except AssertionError:
            raise AssertionError(
                f"{self.who} does not read {missing()} at {self.path}:\n{self.text()[:2000]}") from None
        return self

    def reads_no(self, *texts: str, within: str | None = None):
        """Waits until none of the texts can be read."""
        def there():
            place = self.script(
                "const e = arguments[0] ? document.querySelector(arguments[0]) : document.body;"
                "return e ? e.innerText : ''", within)
            return [text for text in texts if _plain(text) in _plain(place)]
        until(lambda: not there(), lambda: f"{self.who} no longer reads {texts} at {self.path}")
        return self

    # Doing

    def control(self, name: str, within: WebElement | None = None) -> WebElement:
        """A visible button, link or menu entry by the name a person or a screen reader sees."""
        def look():
            found = (within or self.driver).find_elements(By.XPATH, _control_path(name))
            return next((element for element in found if element.is_displayed()), None)
        return until(look, lambda: f"{self.who} sees a control named {name!r} at {self.path}")

    def has_control(self, name: str) -> bool:
        return any(element.is_displayed()
                   for element in self.driver.find_elements(By.XPATH, _control_path(name)))

    def press(self, name: str, within: WebElement | None = None):
        """Clicks a control once it is there and nothing covers it."""
        def click():
            element = self.control(name, within)
            if element.get_attribute("aria-disabled") == "true" or not element.is_enabled():
                return False
            return self.click(element)
        until(click, f"{self.who} can press {name!r}")
        return self

    def click(self, element: WebElement) -> bool:
        from selenium.common.exceptions import ElementClickInterceptedException, ElementNotInteractableException
        self.script("arguments[0].scrollIntoView({block: 'center', inline: 'nearest'})", element)
        try:
            element.click()
        except (ElementClickInterceptedException, ElementNotInteractableException):
            return False
        return True

    def field(self, label: str, within: WebElement | None = None) -> WebElement:
        """The input that a label names, found as assistive technology finds it."""
        def look():
            for element in (within or self.driver).find_elements(
                    By.CSS_SELECTOR, "input:not([type=hidden]), select, textarea, [contenteditable=true]"):
                if element.is_displayed() and _plain(element.accessible_name).rstrip(" *") == _plain(label):
                    return element
            return None
        return until(look, lambda: f"{self.who} sees a field named {label!r} at {self.path}")

    def fill(self, label: str, value: str, within: WebElement | None = None):
        """Fills a field as a person would, whatever kind of control it is."""
        self.put(self.field(label, within), value)
        return self

    def put(self, element: WebElement, value: str):
        kind = element.get_attribute("type") or ""
        if element.tag_name == "select":
            self.script(
                "const [s, text] = arguments;"
                "const o = [...s.options].find(o => o.text.trim() === text || o.value === text);"
                "if (!o) throw new Error('no option ' + text + ' among ' + [...s.options].map(o => o.text));"
                "s.value = o.value; s.dispatchEvent(new Event('input', {bubbles: true}));"
                "s.dispatchEvent(new Event('change', {bubbles: true}));", element, value)
        elif kind in ("date", "datetime-local", "time"):
            # Typing into a native date box depends on the browser's locale; its value does not.
            self.script(
                "const [e, v] = arguments; e.focus(); e.value = v;"
                "e.dispatchEvent(new Event('input', {bubbles: true}));"
                "e.dispatchEvent(new Event('change', {bubbles: true}));", element, value)
        elif kind == "checkbox":
            if element.is_selected() != (value in ("yes", "true", "on")):
                self.click(element)
        else:
            self.script("arguments[0].scrollIntoView({block: 'center'})", element)
            element.click()
            element.send_keys(Keys.CONTROL, "a")
            element.send_keys(Keys.DELETE)
            element.send_keys(value)
        return element

    def choose(self, label: str, title: str, within: WebElement | None = None):
        """Picks a record for a reference: types a part of its title and takes the one that is offered."""
        element = self.put(self.field(label, within), title)
        until(lambda: any(title in option.text and self.click(option)
                          for option in self.seen("[role=listbox] [role=option]")),
              f"{title!r} is offered for {label!r}")
        until(lambda: title in element.get_attribute("value"), f"{label!r} shows {title!r}")
        return self

    def keys(self, *keys: str):
        """Presses keys, one after the other, where the focus is."""
        chain = ActionChains(self.driver)
        for key in keys:
            chain.send_keys(key)
        chain.perform()
        return self

    def chord(self, modifier: str, key: str):
        ActionChains(self.driver).key_down(modifier).send_keys(key).key_up(modifier).perform()
        return self
        return self

    @property
    def focused(self) -> WebElement:
        return self.driver.switch_to.active_element

    # The wire

    def offline(self, is_offline: bool):
        """Drops the connection, or brings it back."""
        self.cdp("Network.emulateNetworkConditions",
                 offline=is_offline, latency=0, downloadThroughput=-1, uploadThroughput=-1)

    def listen(self) -> list[dict]:
        """Takes over what the browser has logged since the last time: messages and requests."""
        self.messages += self.driver.get_log("browser")
        for entry in self.driver.get_log("performance"):
            event = json.loads(entry["message"])["message"]
            if event["method"].startswith("Network."):
                self.requests.append(event)
        return self.messages

    def forget(self):
        """Forgets what was logged so far."""
        self.listen()
        self.messages.clear()
        self.requests.clear()

    # The end

    def picture(self, name: str):
        """Keeps a picture and the page as it stands, for whoever looks into a failure."""
        place = artifacts() / re.sub(r"[^\w.-]+", "_", name)
        self.driver.save_screenshot(f"{place}.png")
        place.with_suffix(".html").write_text(self.driver.page_source, encoding="utf-8")
        return f"{place}.png"

    def close(self):
        """Leaves nothing of this person in the browser and lets the next one have it: starting is slow."""
        if self not in opened:
            return
        opened.remove(self)
        try:
            self.offline(False)
            self.script("try { sessionStorage.clear(); localStorage.clear() } catch {}")
            self.cdp("Network.clearBrowserCookies")
            self.cdp("Network.clearBrowserCache")
            self.driver.get("about:blank")
            self.listen()
        except WebDriverException:
            self.driver.quit()
        else:
            _rested.setdefault(self.started_in, []).append(self.driver)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def _plain(text: str) -> str:
    """Text as it is read: white space of any kind is one space."""
    return re.sub(r"\s+", " ", (text or "").replace("\xa0", " ").replace("\u202f", " ")).strip()


def _quoted(text: str) -> str:
    if "'" not in text:
        return f"'{text}'"
    return "concat(" + ", \"'\", ".join(f"'{part}'" for part in text.split("'")) + ")"


def _control_path(name: str) -> str:
    said = _quoted(name)
    kinds = "self::button or self::a or self::summary or @role='button' or @role='menuitem' or @role='tab' or @role='option'"
    return (f".//*[{kinds}][normalize-space()={said} or @aria-label={said}"
            f" or .//*[normalize-space()={said}]]")
