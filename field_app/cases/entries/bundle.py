"""What is taken out of a case: the bundle for the court and the respondent, the archive with all of it, and the letter
with which the protected person asks for legal aid."""

from __future__ import annotations

from typing import Annotated

from .kinds import Line, Sha256, Text, _shape, kind

TAKEN_OUT = ("court bundle asked for", "evidence archive asked for", "evidence letter asked for")
"""The kinds by which something is taken out of a case."""


@kind("court bundle asked for", version=2, act=True)
class CourtBundleAskedFor:
    """Legal services have the bundle made that the court and the respondent are given (P26), of the case as it stands.

    `exhibits` are the items of evidence that are in it, by their SHA-256; no other is. `withheld` are the passages left
    out: the entry's id, a blank, the fact's name (`cases.bundle`). `protected_persons_statement`: one of the exhibits
    is the protected person's own, and legal services were warned of what that does (CSA 2010 s.27(10)). `drawn` are the
    exhibits that are PDFs and whose pages are drawn in it: whoever records this has read every page of them, in which
    nothing is searched for. What is not drawn is named and handed over apart.
    """

    exhibits: Annotated[tuple[Sha256, ...], _shape(max_length=200)]
    drawn: Annotated[tuple[Sha256, ...], _shape(max_length=200)]
    withheld: Annotated[tuple[Line, ...], _shape(max_length=500)]
    protected_persons_statement: bool


@kind("evidence archive asked for", act=True)
class EvidenceArchiveAskedFor:
    """Legal services or an auditor take everything of the case away as one file (P26). `recipient` gets it, and why."""

    recipient: Line
    why: Text


@kind("evidence letter asked for", act=True)
class EvidenceLetterAskedFor:
    """The protected person is given a letter for legal aid in family proceedings (P34), of the case as it stands.

    The officer who records this signs it on paper. It is printed on request and never sent from here. `asked_by`: who
    asked for it. `given_to`: whom it is given to and how, so that it is safe with them (P20).
    """

    asked_by: Line
    given_to: Line
