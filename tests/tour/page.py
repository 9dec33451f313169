"""What docs/tour.md says, and the README's one picture: both from the steps."""

from __future__ import annotations

import textwrap
from pathlib import Path

from PIL import Image

from .steps import AT_THE_TOP, STEPS, Step

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "tour.md"
PICTURES = ROOT / "docs" / "pictures" / "tour"
OVERVIEW = "overview.webp"
OF_TRAINING = ("lesson.webp", "trainer.webp")
"""Shown by the trainer's guide: the tour is of the real thing."""

INTRODUCTION = """\
# The tour

<!-- Written by `make tour`. The words stand in tests/tour/steps.py. -->

One case in two minutes, from the constable at the door to the court. `make tour` plays it in real browsers against the
app itself, with the demonstration force on a database that is thrown away, and takes every picture anew: each is of the
screen that is named above it, with nothing drawn in. Everyone and everything in it is invented.

For your own work there is a page for each of you in [guides](guides/README.md).
"""


def picture_of(step: Step) -> str:
    """The name of its file in docs/pictures/tour."""
    return f"{step.picture}.webp"


def page() -> str:
    """docs/tour.md, whole."""
    return "\n".join([INTRODUCTION, *(_step(number, step) for number, step in enumerate(STEPS, 1))])


def _step(number: int, step: Step) -> str:
    width = 720 if step.wide else 300
    alt = f"{step.heading}: the screen {step.screen}"
    return (
        f"## {number}. {step.heading}\n\n{textwrap.fill(step.words, 120)}\n\n"
        f'<img src="pictures/tour/{picture_of(step)}" width="{width}" alt="{alt}">\n'
    )


def overview(folder: Path) -> None:
    """Put the README's screens side by side in one picture."""
    phones = [Image.open(folder / f"{name}.webp") for name in AT_THE_TOP]
    width, height = 360, 740
    gap = 16
    made = Image.new("RGB", (len(phones) * (width + gap) - gap, height), "white")
    for place, phone in enumerate(phones):
        made.paste(phone.resize((width, height), Image.Resampling.LANCZOS), (place * (width + gap), 0))
    made.save(folder / OVERVIEW, "WEBP", quality=80, method=6)
