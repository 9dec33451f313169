"""A training installation: since when it runs as it does."""

from __future__ import annotations

from field_app.store import demonstration as kept

from .installation import Installation


def training_since(installation: Installation) -> str | None:
    """When (UTC) the trainer last had it begin again, or when it was made; None where it is no training installation.

    A phone that knows another moment holds what is gone, and drops it.
    """
    return kept.training_since(installation.engine) if installation.training else None
