"""PDFs that somebody might attach, and that nobody should have to open: written by hand, each a few hundred bytes."""

from __future__ import annotations

from io import BytesIO

import pypdf

FORM = b"/Type/XObject/Subtype/Form/BBox[0 0 100 100]/Resources<</XObject<</A %d 0 R>>>>"


def written(*objects):
    """A PDF of these objects, the first of which is its catalogue."""
    body, at = b"%PDF-1.7\n", []
    for number, one in enumerate(objects, 1):
        at.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    count = len(objects) + 1
    rows = b"".join(b"%010d 00000 n \n" % one for one in at)
    table = b"xref\n0 %d\n0000000000 65535 f \n%s" % (count, rows)
    return body + table + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (count, len(body))


def stream(content, about=b""):
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (about, len(content), content)


def page(box, content=4, more=b""):
    return b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %s]/Contents %d 0 R%s>>" % (box, content, more)


def typed():
    """Two pages, of which the first says something; with a filled form, a script, a link and a file in it."""
    script = b"<</S/JavaScript/JS(app.alert\\('HOSTILE'\\))>>"
    return written(
        b"<</Type/Catalog/Pages 2 0 R/OpenAction%s/AcroForm<</Fields[6 0 R]/DA(/F 12 Tf 0 g)>>" % script
        + b"/Names<</EmbeddedFiles<</Names[(HOSTILE.exe) 9 0 R]>>>>>>",
        b"<</Type/Pages/Kids[3 0 R 8 0 R]/Count 2>>",
        page(b"595 842", more=b"/Resources<</Font<</F 5 0 R>>>>/Annots[6 0 R 7 0 R]"),
        stream(b"BT /F 24 Tf 50 700 Td (HOSTILE words in Helvetica) Tj ET"),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Type/Annot/Subtype/Widget/FT/Tx/T(n)/V(Filled in)/Rect[50 600 300 630]/DA(/F 12 Tf 0 g)/F 4/P 3 0 R>>",
        b"<</Type/Annot/Subtype/Link/Rect[0 0 595 842]/A<</S/URI/URI(https://HOSTILE.example)>>>>",
        page(b"842 595"),
        b"<</Type/Filespec/F(HOSTILE.exe)/EF<</F 10 0 R>>>>",
        stream(b"HOSTILE"),
    )


def huge():
    """One page of 200 by 200 metres."""
    return written(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        page(b"566929 566929"),
        stream(b"0 0 9 9 re f"),
    )


def without_end():
    """A page that draws ten million million million things."""
    shown = b"/A Do " * 100
    forms = [stream(shown, FORM % at) for at in range(6, 15)]
    return written(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        page(b"99 99", more=b"/Resources<</XObject<</A 5 0 R>>>>"),
        stream(shown),
        *forms,
        stream(b"0 0 9 9 re f"),
    )


def in_itself():
    """Pages that are their own parent."""
    return written(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R]/Count 1>>")


def many(count):
    """So many empty pages."""
    return _with(pypdf.PdfWriter(), count)


def locked():
    """A page behind a password."""
    made = pypdf.PdfWriter()
    made.encrypt("invented")
    return _with(made, 1)


def _with(made, count):
    for _ in range(count):
        made.add_blank_page(10, 10)
    body = BytesIO()
    made.write(body)
    return body.getvalue()
