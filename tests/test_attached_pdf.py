"""An attached PDF is drawn where it can do nothing, or not at all; nothing of the file is in what is drawn."""

from __future__ import annotations

import json
import subprocess
import sys
from io import BytesIO

import pytest
from PIL import Image

from field_app.adapters.attached_pdf import APART, draw
from tests.worker import hostile_pdf as hostile

TRIED = """
import json, os, socket, sys
sys.path.insert(0, sys.argv[1])
import attached_pdf_apart as apart
assert apart._give_up_calls()
def refused(step):
    try:
        step()
    except PermissionError:
        return True
    return False
steps = {
    "file": lambda: open("/etc/passwd"),
    "another's memory": lambda: open(f"/proc/{os.getpid()}/environ"),
    "network": socket.socket,
    "process": os.fork,
    "program": lambda: os.execv("/bin/true", ["true"]),
    "signal": lambda: os.kill(1, 0),
}
print(json.dumps({name: refused(step) for name, step in steps.items()}))
"""


def test_where_it_is_read_no_file_no_network_and_no_process_can_be_had():
    command = [sys.executable, "-I", "-c", TRIED, str(APART.parent)]
    told = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    assert told and all(told.values()), told


def test_every_page_is_a_picture_of_what_is_read_and_no_more():
    made = draw(hostile.typed(), 2)
    assert (made.count, made.why_not) == (2, None)
    upright, wide = (Image.open(BytesIO(one)) for one in made.pages)
    assert (upright.size, wide.size) == ((1240, 1754), (1754, 1240))
    assert not upright.getexif() and not any(b"HOSTILE" in one for one in made.pages)
    for box in ((100, 200, 700, 320), (100, 440, 400, 530)):  # what is written, and what was filled into the form
        assert upright.convert("L").crop(box).getextrema()[0] < 100


@pytest.mark.parametrize(
    ("body", "count", "why_not"),
    [
        (hostile.huge(), 1, None),
        (hostile.without_end(), 1, "unreadable"),
        (hostile.in_itself(), 1, "unreadable"),
        (hostile.many(41), 41, "too many pages"),
        (hostile.locked(), None, "encrypted"),
        (b"%PDF-1.4 not one", None, "unreadable"),
    ],
    ids=["200 m", "without end", "in itself", "too many", "locked", "none"],
)
def test_what_cannot_be_drawn_is_named_with_its_reason(body, count, why_not):
    made = draw(body, 40, within_s=2)
    assert (made.count, made.why_not, bool(made.pages)) == (count, why_not, why_not is None)
