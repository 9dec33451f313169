"""Every screen by its address, and which of them a phone keeps for when there is no network."""

from __future__ import annotations

SCREENS = {
    "/": "home.html",
    "/sign-in": "sign_in.html",
    "/case": "task_list.html",
    "/incident": "incident.html",
    "/people": "people.html",
    "/relationship": "relationship.html",
    "/happened": "happened.html",
    "/necessity": "necessity.html",
    "/risk": "risk.html",
    "/views": "views.html",
    "/children": "children.html",
    "/conditions": "conditions.html",
    "/evidence": "evidence.html",
    "/review": "review.html",
    "/not-pursued": "not_pursued.html",
    "/another": "another.html",
    "/decision": "decision.html",
    "/telephone": "telephone.html",
    "/notice": "notice.html",
    "/breach": "breach.html",
    "/arrest": "arrest.html",
    "/told": "told.html",
    "/visit": "visit.html",
    "/contact": "contact.html",
    "/paper": "paper.html",
    "/look-up": "look_up.html",
    "/elsewhere": "elsewhere.html",
    "/officers": "officers.html",
    "/rota": "rota.html",
    "/reaching": "reaching.html",
    "/figures": "figures.html",
    "/devices": "devices.html",
    "/rescue": "rescue.html",
    "/holidays": "holidays.html",
    "/audit": "audit.html",
    "/unserved": "unserved.html",
    "/legal-desk": "legal_desk.html",
    "/court": "court.html",
    "/bundle": "bundle.html",
    "/evidence-letter": "evidence_letter.html",
    "/custody": "custody.html",
    "/radio": "radio.html",
    "/control-room": "control_room.html",
    "/safeguarding": "safeguarding.html",
    "/live": "live.html",
    "/sealing": "sealing.html",
    "/keeping": "keeping.html",
}
"""Every screen that is a shell: it holds its words and no personal data. Case ids stand in the fragment."""

AT_A_DESK = frozenset(
    {
        "/elsewhere",
        "/officers",
        "/rota",
        "/reaching",
        "/figures",
        "/devices",
        "/rescue",
        "/holidays",
        "/audit",
        "/unserved",
        "/legal-desk",
        "/court",
        "/bundle",
        "/evidence-letter",
        "/custody",
        "/radio",
        "/control-room",
        "/safeguarding",
        "/live",
        "/sealing",
        "/keeping",
    }
)
"""Screens that ask the server for all they show: the worker keeps neither them nor their scripts."""

IN_TRAINING = {"/lesson": "lesson.html", "/trainer": "trainer.html"}
"""Screens of a training installation alone; a phone keeps the first."""

LESSON = ["/lesson"]

FIELD = [path for path in SCREENS if path not in AT_A_DESK]
