"""What a command works on."""

from __future__ import annotations

from flask import current_app

from field_app.actions import Installation


def installation() -> Installation:
    """The installation of the application whose command runs."""
    here: Installation = current_app.extensions["installation"]
    return here
