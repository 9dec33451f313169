"""What somebody wants whoever works on a case to know, and no other kind has a place for."""

from __future__ import annotations

from .kinds import Text, kind


@kind("note added")
class NoteAdded:
    """A note on the case, in the words of whoever wrote it. In law it counts for nothing.

    No section of a request, in no bundle and no notice; it has nobody join the case, and starts no period anew. Whoever
    may read the case reads it: it is no place for an address at which the protected person is safe.
    """

    words: Text
