"""Every screen in every state: who sees it, at which address, and how the screen gets into that state."""

from __future__ import annotations

import dataclasses
import re
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from playwright.sync_api import expect

from tests.browser.phone import Phone
from tests.cases.examples import facts_of
from tests.store.story import rescue_file

from .conftest import visit

RECORDING = {
    "incident": "Incident",
    "people": "People",
    "relationship": "Relationship and home",
    "happened": "What happened",
    "necessity": "Why it is needed",
    "risk": "Risk",
    "views": "Views",
    "children": "Children",
    "conditions": "Conditions",
    "evidence": "Evidence",
    "not-pursued": "Considered and not pursued",
}
"""The screens with sections to save, and what their headings say."""

Do = Callable[[Any, Phone], None]


@dataclasses.dataclass(frozen=True)
class Seen:
    """One screen in one state. `make` brings it there from the address, `leave` back to where others can start."""

    name: str
    path: str
    says: str
    case: str | None = None
    role: str = "constable"
    make: Do | None = None
    leave: Do | None = None
    keyboard: bool = False


BEGUN_WITH = {
    "people": "#respondent-believed_age",
    "necessity": "#necessity-why_not_charge_or_bail",
    "conditions": "#conditions-grounds",
}
"""What to type where a section would be finished with the first of its fields."""


def in_error(_: Any, phone: Phone) -> None:
    """Something typed, what is required left out, saved."""
    phone.sees_filled_in()
    main = phone.page.locator("main")
    first = "[data-section] :is(input[type=text], textarea):visible"
    main.locator(BEGUN_WITH.get(str(main.get_attribute("data-page")), first)).first.fill("Begun.")
    main.locator(".save button").click()
    has_problems(phone)


def has_problems(phone: Phone) -> None:
    """The summary is there, and has the focus."""
    summary = phone.page.locator("main .govuk-error-summary")
    expect(summary).to_contain_text("There is a problem")
    expect(summary).to_be_focused()


def pressed(name: str, *, wrong: bool = False) -> Do:
    """This button of the screen pressed, for which something is missing."""

    def press(_: Any, phone: Phone) -> None:
        phone.page.get_by_role("main").get_by_role("button", name=name, exact=True).click()
        if wrong:
            has_problems(phone)

    return press


def court_in_error(_: Any, phone: Phone) -> None:
    """A listing recorded with nothing in it."""
    phone.page.get_by_label("A hearing is listed").check()
    phone.page.get_by_role("button", name="Record the listing").click()
    has_problems(phone)


def bail_in_error(_: Any, phone: Phone) -> None:
    """A decision on bail recorded with nothing in it but a condition that is begun."""
    phone.page.get_by_role("button", name=re.compile("^Bail decision")).first.click()
    form = phone.page.locator("form[data-form=bail]")
    form.get_by_role("button", name="Add a condition of bail").click()
    form.get_by_label("As the custody record has it").first.fill("Not to go there.")
    form.get_by_role("button", name="Record what was decided").click()
    has_problems(phone)


def unit_in_error(world: Any, phone: Phone) -> None:
    """A breach that nobody has answered; a unit recorded as sent, and not which."""
    constable, now = world.recorder.constable, datetime.now(UTC)
    facts = {**facts_of("breach reported"), "occurred_at": now.isoformat(timespec="seconds")}
    constable.record([constable.write("breach reported", world.cases.served, facts, now)], now)
    visit(phone, "/")
    visit(phone, "/control-room")
    phone.page.get_by_role("button", name=re.compile("^Unit sent")).first.click()
    phone.page.get_by_role("button", name="Record the unit").click()
    has_problems(phone)


def looked_up(name: str) -> Do:
    def look_up(_: Any, phone: Phone) -> None:
        phone.page.get_by_label("Name", exact=True).fill(name)
        phone.page.get_by_role("main").get_by_role("button", name="Look up").click()
        found = re.compile("^(Nothing found|[0-9]+ match)")
        expect(phone.page.get_by_role("heading", level=2, name=found)).to_be_visible()

    return look_up


def recorded_elsewhere(_: Any, phone: Phone) -> None:
    """A DAPO shown at the door, recorded, taken by the server and looked up."""
    page = phone.page
    main = page.get_by_role("main")
    main.get_by_role("radio", name="DAPO").check()
    main.get_by_label("Which force or court made it").fill("Invented Magistrates' Court")
    for part, value in (("day", "20"), ("month", "3"), ("year", "2026")):
        page.locator(f"#elsewhere-made_on-{part}").fill(value)
    main.get_by_role("radio", name="Yes: served").check()
    main.get_by_label("What it forbids or requires").fill("Not to contact Sandy Guardedly\nTo attend a programme")
    page.locator("#elsewhere-respondent_family_name").fill("Elsewherely")
    page.locator("#elsewhere-respondent_given_names").fill("Robin")
    page.locator("#elsewhere-protected_family_name").fill("Guardedly")
    main.get_by_label("How this is known").fill("The paper, shown at the door")
    main.get_by_role("button", name="Record it").click()
    expect(page.get_by_text("The server has it: Look up finds it.")).to_be_visible()
    expect(page.locator("#elsewhere-respondent_family_name")).to_have_value("")
    main.get_by_role("link", name="Look up").click()
    looked_up("Robin Elsewherely")(_, phone)
    expect(page.get_by_text("Invented Magistrates' Court, ")).to_be_visible()
    expect(page.locator("[data-power-rest]")).to_contain_text("17(1)(b)")
    expect(page.get_by_text("the United Kingdom")).to_be_visible()


def arrested(_: Any, phone: Phone) -> None:
    """An arrest recorded: its limits stand on the screen from then on."""
    phone.press("Set the time to now")
    section = phone.section("Record an arrest")
    section.get_by_label("Where", exact=True).fill("Head Street")
    section.get_by_label("Why you believe there was a breach").fill("Seen at the gate.")
    phone.press("Record the arrest")
    phone.sees("Before the court by")
    phone.strip_says("Everything sent")
    expect(phone.page.locator("[aria-busy=true]")).to_have_count(0)


def opened(_: Any, phone: Phone) -> None:
    """Everything that is folded away, unfolded."""
    if phone.page.locator("[data-section] [data-state]").count():
        phone.sees_filled_in()
    phone.page.evaluate("for (const one of document.querySelectorAll('main details')) one.open = true")


def grown(_: Any, phone: Phone) -> None:
    """With rows added, whatever can be added, and everything unfolded."""
    phone.sees_filled_in()
    for button in phone.page.locator("main :is([data-add-group], [data-add]):visible").all():
        button.click()
    opened(_, phone)


def changing(_: Any, phone: Phone) -> None:
    """The superintendent changes the request before authorising it."""
    phone.press("Change the conditions or grounds")
    phone.page.locator("[data-code=enter]").get_by_role("checkbox").uncheck()
    phone.page.locator("#authorised-grounds").fill("On the evening of the incident you held Rachel by the wrist.")
    phone.sees("You authorise with")


def overtaken(world: Any, phone: Phone) -> None:
    """Decided without signal, when another superintendent had decided already."""
    world.recorder.refuse(world.cases.overtaken, world.overtaken)
    phone.page.get_by_label("Your reasons", exact=True).fill("Violence and a threat to kill.")
    phone.press("Authorise as asked")
    phone.sees("There is no request that waits for a decision.")
    expect(phone.page.locator("[data-decide]")).not_to_have_attribute("aria-busy", "true")  # paler until it is done


def refused(world: Any, phone: Phone) -> None:
    """The refusal stands with its case; where the row before was looked at elsewhere, it is brought about here."""
    if not phone.page.get_by_text("Needs attention").locator("visible=true").count():
        visit(phone, f"/decision#{world.cases.overtaken}")
        overtaken(world, phone)
        visit(phone, f"/review#{world.cases.overtaken}")
    phone.sees("Needs attention")


def pointed_at(_: Any, phone: Phone) -> None:
    """The mouse of a desk rests on a row."""
    phone.page.locator("[data-task=people]").hover()


def locked(_: Any, phone: Phone) -> None:
    phone.press("Lock")
    expect(phone.page.get_by_role("dialog", name="Locked")).to_be_visible()


def unlocked(_: Any, phone: Phone) -> None:
    phone.unlock()
    expect(phone.page.get_by_role("dialog", name="Locked")).to_be_hidden()


def covered(_: Any, phone: Phone) -> None:
    phone.press("Cover the screen")
    expect(phone.page.locator("#cover")).to_be_visible()


def uncovered(_: Any, phone: Phone) -> None:
    phone.page.locator("#cover").click()
    expect(phone.page.locator("#cover")).to_be_hidden()


def handed_over(_: Any, phone: Phone) -> None:
    phone.press("Show to the respondent")
    expect(phone.page.locator("#shown")).to_be_visible()


def taken_back(_: Any, phone: Phone) -> None:
    phone.press("Close")
    unlocked(_, phone)


def updatable(_: Any, phone: Phone) -> None:
    """As it looks; that it comes with an update is tested where updates are."""
    phone.page.evaluate("document.getElementById('update-banner').hidden = false")


def up_to_date(_: Any, phone: Phone) -> None:
    phone.page.evaluate("document.getElementById('update-banner').hidden = true")


def one_reported(_: Any, phone: Phone) -> None:
    """A phone about to be reported lost, with nothing said of it."""
    phone.page.get_by_role("button", name=re.compile("^This phone is lost")).first.click()
    phone.press("Report it lost")
    has_problems(phone)


def withdrawing_without_a_word(_: Any, phone: Phone) -> None:
    phone.page.get_by_role("button", name=re.compile("^Withdraw:")).first.click()
    phone.press("Withdraw the authority")
    has_problems(phone)


def days_without_a_request(_: Any, phone: Phone) -> None:
    """A year in which nobody had asked for anything."""
    for end in ("from", "to"):
        phone.page.locator(f"#days-{end}-year").fill("2020")
    phone.press("Show these days")
    phone.sees("No request for authority was signed in these days.")


def days_in_error(_: Any, phone: Phone) -> None:
    """The first of the days that stood there taken out."""
    phone.page.locator("#days-from-day").fill("")
    phone.press("Show these days")
    has_problems(phone)


def brought_in(world: Any, phone: Phone) -> None:
    """A file with a line that cannot be read."""
    office = world.recorder.constable.office()
    device = next(one.id for one in office.devices.values() if one.officer == world.recorder.constable.id)
    body = rescue_file(office.id, [(str(uuid.uuid4()), device, "AAAA")], entries=2)
    phone.page.get_by_label("A file that").set_input_files({"name": "f", "mimeType": "text/plain", "buffer": body})
    phone.press("Bring it in")
    phone.sees("The file says it holds 2 entries")


def audited(*, wrong: bool) -> Do:
    def shown(_: Any, phone: Phone) -> None:
        if wrong:
            phone.page.locator("#audit-since-day").fill("99")
        else:
            phone.page.evaluate(LOOK_UP_ONESELF)
        phone.press("Show the record")
        if wrong:
            has_problems(phone)
        else:
            phone.sees("Looked up their own name")

    return shown


LOOK_UP_ONESELF = """async () => {
  const { post } = await import("/static/js/api.js");
  const nothing = { born: null, address: null, postcode: null, reference: null, reason: null };
  await post("/api/lookup", { name: "Lee Nemo", ...nothing });
}"""


def mirrored(_: Any, phone: Phone) -> None:
    phone.page.get_by_label("The same two people the other way round").check()
    phone.sees("Copy into it")


def with_shifts(world: Any, phone: Phone) -> None:
    """A shift that somebody covers, somebody off duty, a number."""
    served, now = world.served, datetime.now(UTC)
    administrator = served.administrator
    ends = now + timedelta(hours=8)
    shift = {"role": "authorising officer", "district": None, "order": 1, "covers": None}
    times = {"starts_at": now.isoformat(timespec="seconds"), "ends_at": ends.isoformat(timespec="seconds")}
    first, second = (served.officers[role] for role in ("superintendent", "other_superintendent"))
    for kind, facts in (
        ("shift recorded", {"shift": str(uuid.uuid4()), "officer": first, **shift, **times}),
        ("shift recorded", {"shift": str(uuid.uuid4()), "officer": second, **shift, **times, "covers": first}),
        ("off duty recorded", {"period": str(uuid.uuid4()), "officer": first, **times, "reason": "Court all day."}),
        ("telephone recorded", {"officer": second, "telephone": "07700 900302"}),
    ):
        administrator.record([administrator.write(kind, administrator.office().id, facts, now)], now)
    phone.page.reload()
    phone.unlock()
    phone.sees("In place of Supt Frankie Invented")


def _recording() -> list[Seen]:
    made = []
    for page, heading in RECORDING.items():
        of = {"path": f"/{page}", "says": heading, "keyboard": True}
        made += [
            Seen(f"{page}, empty", case="empty", **of),
            Seen(f"{page}, filled", case="full", make=opened, **of),
            Seen(f"{page}, in error", case="in error", make=in_error, **of | {"keyboard": page == "happened"}),
        ]
    for page in ("people", "conditions"):
        of = {"path": f"/{page}", "says": RECORDING[page]}
        made.append(Seen(f"{page}, grown", case="empty", make=grown, **of))
    return made


OF_A_CASE = (*RECORDING, "case", "review", "decision", "notice", "paper", "another")
"""Every screen about a case."""

NOT_HERE = "This case is not on this phone."

SCREENS = (
    Seen("enrol", "/enrol/", "Create your passkey", role="nobody", keyboard=True),
    Seen("enrol, bad link", "/enrol/no-such-link", "The administrator who is with you reads them out.", role="nobody"),
    Seen("sign in", "/sign-in", "Sign in", role="nobody", keyboard=True),
    Seen(
        "sign in, in error",
        "/sign-in",
        "Sign in",
        role="nobody",
        make=pressed("Sign in with your passkey", wrong=True),
    ),
    Seen("error", "/no-such-page", "", role="nobody"),
    Seen("home, empty", "/", "No cases on this phone yet.", role="custody"),
    Seen("home, filled", "/", "Your cases", keyboard=True),
    Seen("home, superintendent", "/", "Waiting for your decision", role="superintendent"),
    *_recording(),
    *(Seen(f"{page}, unknown case", f"/{page}", NOT_HERE, case="unknown") for page in OF_A_CASE),
    Seen("case, empty", "/case", "The record", case="empty"),
    Seen("case, filled", "/case", "The record", case="full", keyboard=True),
    Seen("case, pointed at", "/case", "The record", case="full", make=pointed_at),
    Seen("case, requested and linked", "/case", "Same incident:", case="requested"),
    Seen("case, changed", "/case", "The record", case="changed"),
    Seen("case, served", "/case", "The record", case="served"),
    Seen("case, not pursued", "/case", "Charged with assault; bail with conditions.", case="ended"),
    Seen("review, empty", "/review", "Still needed", case="empty"),
    Seen("review, filled", "/review", "Ready: request authority", case="full", keyboard=True),
    Seen("review, requested", "/review", "Waiting for a superintendent's decision", case="requested"),
    Seen("review, refused", "/review", "Charge is possible tonight.", case="refused"),
    Seen("review, changed", "/review", "Authorised with changes by", case="changed"),
    Seen("another, empty", "/another", "What is the other case?", case="full", keyboard=True),
    Seen("another, in error", "/another", "", case="full", make=pressed("Start the other case", wrong=True)),
    Seen("another, the other way round", "/another", "", case="full", make=mirrored),
    Seen("decision", "/decision", "The other request of this incident", "requested", "superintendent", keyboard=True),
    Seen("decision, changing", "/decision", "Your decision", "requested", "superintendent", make=changing),
    Seen(
        "decision, in error",
        "/decision",
        "Your decision",
        "mirror",
        "superintendent",
        make=pressed("Authorise as asked", wrong=True),
    ),
    Seen("decision, server's refusal", "/decision", "Your decision", "overtaken", "superintendent", make=overtaken),
    Seen("home, needs attention", "/", "Waiting for your decision", role="superintendent"),
    Seen("review, server's refusal", "/review", "Review", "overtaken", "superintendent", make=refused),
    Seen(
        "decision, somebody to be told",
        "/decision",
        "Tell the respondent's commanding officer",
        "changed",
        "superintendent",
    ),
    Seen("decision, none asked", "/decision", "Authority has not been requested", case="full"),
    Seen("notice, to be served", "/notice", "AUTHORISED, NOT SERVED", case="changed", keyboard=True),
    Seen("notice, in error", "/notice", "", case="changed", make=pressed("Confirm service", wrong=True)),
    Seen("notice, served", "/notice", "Confirmed by the server.", case="served"),
    Seen("notice, none", "/notice", "There is no authorised notice", case="full"),
    Seen("notice, shown to the respondent", "/notice", "", "changed", make=handed_over, leave=taken_back),
    Seen("breach, empty", "/breach", "Report a breach", case="served", keyboard=True),
    Seen(
        "breach, in error", "/breach", "Report a breach", case="served", make=pressed("Record the breach", wrong=True)
    ),
    Seen("breach, of what is not in force", "/breach", "No notice is recorded as served", case="full"),
    Seen("visit, empty", "/visit", "Record a visit", case="served", keyboard=True),
    Seen("visit, in error", "/visit", "Record a visit", case="served", make=pressed("Record the visit", wrong=True)),
    Seen("arrest, empty", "/arrest", "Both limits show here", case="served", keyboard=True),
    Seen(
        "arrest, in error", "/arrest", "Record an arrest", case="served", make=pressed("Record the arrest", wrong=True)
    ),
    Seen("paper, to be made", "/paper", "Write it by hand", case="changed", keyboard=True),
    Seen("paper, in error", "/paper", "", case="changed", make=pressed("Record it", wrong=True)),
    Seen("paper, none", "/paper", "nothing to put on paper yet", case="full"),
    Seen("safeguarding", "/safeguarding", "What is to be told and done", role="safeguarding", keyboard=True),
    Seen("tell the protected person", "/contact", "Not told yet", "served", keyboard=True),
    Seen("legal desk", "/legal-desk", "Northfield Magistrates' Court", role="solicitor", keyboard=True),
    Seen("sealed cases", "/sealing", "Sealed cases", role="inspector", keyboard=True),
    Seen("keeping", "/keeping", "Due for review", role="auditor", keyboard=True),
    Seen("live view", "/live", "Phones not heard from", role="inspector"),
    Seen("custody", "/custody", "Whoever is held", role="custody", keyboard=True),
    Seen("custody, bail in error", "/custody", "Whoever is held", role="custody", make=bail_in_error),
    Seen(
        "control room",
        "/control-room",
        "First what nobody has answered",
        role="control_room",
        make=unit_in_error,
        keyboard=True,
    ),
    Seen("radio, empty", "/radio", "What was said", case="changed", role="control_room", keyboard=True),
    Seen("radio, in error", "/radio", "", "changed", "control_room", make=pressed("Record the service", wrong=True)),
    Seen("court, empty", "/court", "What happened?", "served", "solicitor", keyboard=True),
    Seen("court, listing in error", "/court", "", "served", "solicitor", make=court_in_error),
    Seen("letter for legal aid", "/evidence-letter", "Have a letter made", "served", "safeguarding", keyboard=True),
    Seen("court bundle", "/bundle", "As the respondent will read it", "served", "solicitor", keyboard=True),
    Seen("order told, empty", "/told", "Served or explained", case="served"),
    Seen("order told, in error", "/told", "", case="served", make=pressed("Sign and record it", wrong=True)),
    Seen("look up, empty", "/look-up", "Look up", keyboard=True),
    Seen("look up, in error", "/look-up", "Look up", make=pressed("Look up", wrong=True)),
    Seen("look up, found", "/look-up", "Look up", make=looked_up("Craig Inventedson")),
    Seen("look up, nothing found", "/look-up", "Look up", make=looked_up("Nobody Whosoever")),
    Seen("elsewhere, empty", "/elsewhere", "A notice or an order made elsewhere", keyboard=True),
    Seen("elsewhere, in error", "/elsewhere", "What the paper says", make=pressed("Record it", wrong=True)),
    Seen("elsewhere, recorded and found", "/elsewhere", "What the paper says", make=recorded_elsewhere),
    Seen("officers, filled", "/officers", "PC Alex Sample", role="administrator", keyboard=True),
    Seen("officers, in error", "/officers", "PC Alex Sample", role="administrator", make=pressed("Save", wrong=True)),
    Seen("holidays", "/holidays", "Add a day", role="administrator", keyboard=True),
    Seen("holidays, in error", "/holidays", "Add a day", role="administrator", make=pressed("Add the day", wrong=True)),
    Seen("rota, empty", "/rota", "No shift is entered from now on.", role="inspector", keyboard=True),
    Seen("rota, in error", "/rota", "Add a shift", role="inspector", make=pressed("Save the shift", wrong=True)),
    Seen("rota, filled", "/rota", "Off duty", role="administrator", make=with_shifts),
    Seen("reaching, filled", "/reaching", "All hours", role="inspector", keyboard=True),
    Seen("reaching, empty", "/reaching", "All hours", role="inspector", make=days_without_a_request),
    Seen("reaching, in error", "/reaching", "All hours", role="administrator", make=days_in_error),
    Seen("figures, filled", "/figures", "Requests for authority", role="inspector", keyboard=True),
    Seen("figures, unfolded", "/figures", "Requests for authority", role="inspector", make=opened),
    Seen("figures, in error", "/figures", "Why it is needed", role="auditor", make=days_in_error),
    Seen("phones", "/devices", "Yours", keyboard=True),
    Seen("phones, everybody's", "/devices", "Every phone", role="administrator", make=one_reported),
    Seen("rescue, in error", "/rescue", "Rescue files", make=pressed("Bring it in", wrong=True), keyboard=True),
    Seen("rescue, in waiting", "/rescue", "Rescue files", make=brought_in),
    Seen("arrest, filled", "/arrest", "Record an arrest", case="served", make=arrested),
    Seen("breach, filled", "/breach", "What the court did", case="served"),
    Seen("task list, arrested", "/case", "Arrested for breach: before the court by", case="served"),
    Seen("audit, empty", "/audit", "Who saw what", role="auditor", keyboard=True),
    Seen("audit, in error", "/audit", "Who saw what", role="auditor", make=audited(wrong=True)),
    Seen("audit, filled", "/audit", "Who saw what", role="auditor", make=audited(wrong=False)),
    Seen("audit, not an auditor", "/audit", "Only an auditor or professional standards may see"),
    Seen("not served yet", "/unserved", "Late after 6 hours", role="custody", keyboard=True),
    Seen("not served yet, filled", "/unserved", "Authorised by", role="constable"),
    Seen(
        "not served yet, in error", "/unserved", "Authorised by", role="superintendent", make=withdrawing_without_a_word
    ),
    Seen("telephone, not taken here", "/telephone", "takes no authority by telephone", case="requested"),
    Seen("telephone, nothing asked", "/telephone", "once it has been requested", case="full"),
    Seen("locked", "/", "Cases", make=locked, leave=unlocked, keyboard=True),
    Seen("covered", "/", "Cases", make=covered, leave=uncovered),
    Seen("update ready", "/", "Cases", make=updatable, leave=up_to_date, keyboard=True),
)
