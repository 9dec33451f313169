"""A software authenticator that does what it should not, or counts."""

from __future__ import annotations

from field_app.demonstration.authenticator import SoftwareAuthenticator


class OddAuthenticator(SoftwareAuthenticator):
    """The same passkey as `like`, with other flags, another count, another origin."""

    def __init__(
        self, like: SoftwareAuthenticator, *, count: int = 0, flags: int = 0x05, origin: str | None = None
    ) -> None:
        self.__dict__.update(like.__dict__)
        self._count, self._flags = count, flags
        self._origin = origin or self._origin

    def _authenticator_data(self, flags: int) -> bytes:
        return self._rp_id_hash + bytes([self._flags | flags]) + self._count.to_bytes(4, "big")
