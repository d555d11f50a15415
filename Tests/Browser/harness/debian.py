"""Debian's Chromium and its driver, installed when they are missing and that is possible."""

import os
import pathlib
import shutil
import subprocess
import sys

PACKAGES = ["chromium", "chromium-driver", "fonts-noto-cjk"]
INSTALL_SECONDS = 420


class NoBrowser(Exception):
    """No browser can be had on this machine; the message says what to do about it."""


def chromium() -> tuple[str, str]:
    """The paths of the browser and of its driver."""
    found = _find()
    if found is None:
        _install()
        found = _find()
    if found is None:
        raise NoBrowser(f"no Chromium: as root, apt-get install -y {' '.join(PACKAGES)}")
    return found


def _find() -> tuple[str, str] | None:
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    driver = shutil.which("chromedriver")
    return (browser, driver) if browser and driver else None


def _install():
    if not shutil.which("apt-get"):
        return
    if os.geteuid() == 0:
        sudo = []
    elif shutil.which("sudo") and subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode == 0:
        sudo = ["sudo"]
    else:
        return
    print(f"Installing {' '.join(PACKAGES)}…", file=sys.stderr, flush=True)
    quiet = {"capture_output": True, "timeout": INSTALL_SECONDS}
    try:
        subprocess.run([*sudo, "apt-get", "update", "-qq"], **quiet)
        subprocess.run(
            [*sudo, "env", "DEBIAN_FRONTEND=noninteractive",
             "apt-get", "install", "-y", "-qq", "--no-install-recommends", *PACKAGES], **quiet)
    except subprocess.TimeoutExpired:
        return


def has_cjk_fonts() -> bool:
    """Whether Chinese pages show glyphs and not boxes; only pictures care."""
    return any(pathlib.Path("/usr/share/fonts").glob("**/NotoSansCJK*"))
