"""Every number the browser tests wait for or judge by."""

SERVER_START_SECONDS = 20
SERVER_STOP_SECONDS = 10
COMMAND_SECONDS = 60
# Long enough for two busy cores; a condition that holds is seen within a poll.
WAIT_SECONDS = 10
POLL_SECONDS = 0.04

DESKTOP = (1280, 860)
PHONE = (390, 844)

# WCAG 2.2: 1.4.3 contrast, 2.5.8 target size.
TEXT_CONTRAST = 4.5
LARGE_TEXT_CONTRAST = 3.0
TARGET_PIXELS = 24
# The budget for a page's first view, compressed.
FIRST_VIEW_BYTES = 150 * 1024
