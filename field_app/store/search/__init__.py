"""Whom the look-up finds: one index, the same on SQLite and PostgreSQL.

At rest it is a table of sealed rows, one for each person of a case that can be found (`index`). In memory it is
numbers: for each distinct part of a name (`vocabulary`), and for each key of everything else (`filed`), which rows have
it. A question is held against the parts of names as they may be spelt, then against the keys, exactly; the rows most
was found of (`shortlist`) are opened and judged.
"""

from .index import MOST_JUDGED, Found, Index, put, put_many, sealed

__all__ = ["MOST_JUDGED", "Found", "Index", "put", "put_many", "sealed"]
