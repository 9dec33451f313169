"""The hash that chains a log's entries, so that no byte of it can change unseen."""

from __future__ import annotations

from hashlib import sha256

FIRST = bytes(32)
"""What stands for the previous hash before the first entry."""


def chain_hash(
    previous: bytes,
    position: int,
    body_sha256: bytes,
    signature: str | None,
    received_at: str,
    signed_in: str,
    office_head: bytes | None,
) -> bytes:
    """The hash of one entry in its log (32 bytes).

    SHA-256 over eight parts, each preceded by its length in 8 bytes big-endian: the words `field log 1`, the
    previous entry's hash, the position in decimal from 1, SHA-256 of the body, SHA-256 of the signature's text
    (of nothing where there is none), `received_at` exactly as stored, the signed-in officer's id or `system`,
    and the head hash of the office log at that moment (nothing for the office log's own entries).
    """
    signature_sha256 = sha256((signature or "").encode()).digest()
    return hash_of_parts(previous, position, body_sha256, signature_sha256, received_at, signed_in, office_head)


def hash_of_parts(
    previous: bytes,
    position: int,
    body_sha256: bytes,
    signature_sha256: bytes,
    received_at: str,
    signed_in: str,
    office_head: bytes | None,
) -> bytes:
    """The same of an entry whose body and signature are known by their SHA-256 alone."""
    parts = (
        b"field log 1",
        previous,
        str(position).encode(),
        body_sha256,
        signature_sha256,
        received_at.encode(),
        signed_in.encode(),
        office_head or b"",
    )
    return sha256(b"".join(len(part).to_bytes(8, "big") + part for part in parts)).digest()
