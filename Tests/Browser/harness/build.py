"""Where the program under test is."""

import functools
import os
import pathlib
import subprocess
import tempfile

REPOSITORY = pathlib.Path(__file__).resolve().parents[3]
WEB = REPOSITORY / "Sources" / "TidegateServer" / "Web"
SAMPLE_PACKS = ["base", "sales", "fulfilment"]


@functools.cache
def program() -> pathlib.Path:
    """The built `tidegate`: $TIDEGATE_PROGRAM, or the debug build of this clone."""
    named = os.environ.get("TIDEGATE_PROGRAM")
    if named:
        return pathlib.Path(named)
    folder = subprocess.run(
        ["swift", "build", "--show-bin-path"],
        cwd=REPOSITORY, check=True, capture_output=True, text=True,
    ).stdout.strip()
    return pathlib.Path(folder) / "tidegate"


@functools.cache
def artifacts() -> pathlib.Path:
    """Where pictures and pages of failures go: outside the repository."""
    named = os.environ.get("TIDEGATE_ARTIFACTS")
    folder = pathlib.Path(named) if named else pathlib.Path(tempfile.gettempdir()) / "tidegate-artifacts"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
