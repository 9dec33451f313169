"""The same two people the other way round: a second case from the first, both before one superintendent."""

from __future__ import annotations

from playwright.sync_api import expect

from field_app.actions import read_case, verify_logs

from . import scene
from .history import recorded

ACCOUNT = "Craig showed a scratch on the neck and said Rachel had thrown a cup that struck it."
GROUNDS = "On the evening of the incident you threw a cup at Craig Inventedson and struck the neck."
WHY = "Rachel says the next cup will not miss."


def test_the_other_way_round_beside_the_first_refused_and_authorised_with_changes(served, phone):
    case = recorded(served, "requested")
    constable, superintendent = phone(served), phone(served)
    constable.enrol(served.link("constable"))
    superintendent.enrol(served.link("superintendent"))

    first = start_the_other_way_round(constable, case.id)
    second = what_was_copied(constable)
    mirror = constable.page.url.partition("#")[2]
    record_what_is_missing(constable)
    request(constable, first)

    beside_each_other(superintendent, first, second)
    refuse(superintendent)
    superintendent.page.get_by_role("link", name=f"Open the decision on {first}").tap()
    authorise_with_changes(superintendent, second)

    refused_there(constable, mirror)
    changes_there(constable, case.id, second)
    found = verify_logs(served.installation)
    assert (found.failure, found.logs) == (None, 3)


def start_the_other_way_round(constable, case_id):
    constable.page.get_by_role("link", name="Craig Inventedson").tap()
    constable.sees_heading("Review")
    constable.follow("Task list")
    constable.sees_heading("Craig Inventedson")
    first = scene.reference_of(constable)
    constable.follow("Start another case from this one")
    constable.sees_heading("Start another case from this one")
    constable.press("Start the other case")
    constable.sees("There is a problem")
    constable.thumb.choose(
        constable.page.get_by_role("main"), "Same incident.", "The same two people the other way round"
    )
    copied = constable.page.get_by_role("group", name="Copy into it").get_by_role("checkbox", checked=True)
    expect(copied).to_have_count(7)
    constable.shot("mirror-1-start-another")
    constable.press("Start the other case")
    return first


def what_was_copied(constable):
    """The roles are exchanged; what is not the same seen from the other side is not there."""
    constable.sees_heading("Rachel Notareal")
    constable.sees("Protected person: Craig Inventedson")
    second = scene.reference_of(constable)
    constable.sees("Same incident:")
    constable.sees("the other way round")
    states = {
        "incident": "Draft: not saved",  # the references; safety, identity and custody are another person's
        "happened": "Not started",
        "necessity": "Not started",
        "risk": "Not started",
        "views": "Not started",
        "children": "Saved",
    }
    for page, state in states.items():
        expect(constable.page.locator(f"[data-task={page}] [data-state]")).to_have_text(state)
    expect(constable.page.locator("[data-task=relationship] [data-state]")).to_contain_text("Saved")
    constable.shot("mirror-2-task-list")
    return second


def record_what_is_missing(constable):
    """From the task list, screen by screen, with the accounts as the other person gives them."""
    open_task(constable, "Incident")
    safety = constable.section("Safety, identity and custody")
    expect(safety.get_by_label("Incident number")).to_have_value("DEMO-0001")
    constable.thumb.choose(safety, "Is any of these known", "None known")
    constable.thumb.choose(safety, "How is it known?", "A document seen")
    constable.thumb.choose(safety, "Is the respondent detained?", "Yes")
    scene.write(constable, safety, ("Day", 31))  # half a time, and then it is not asked any more
    constable.thumb.choose(safety, "Is the respondent detained?", "No")
    expect(safety.get_by_text("it is left out when you save")).to_be_visible()
    scene.save(constable, "People")
    constable.sees_filled_in()
    expect(constable.section("Respondent").get_by_label("Family name")).to_have_value("Notareal")
    expect(constable.section("Protected person").get_by_label("Family name")).to_have_value("Inventedson")
    scene.save(constable, "Relationship and home")
    constable.sees_filled_in()
    scene.save(constable, "What happened")
    constable.sees_filled_in()
    violence = constable.section("Violence or threats")
    constable.thumb.choose(violence, "What was it?", "Violence")
    constable.thumb.choose(violence, "Does the respondent say the protected person was violent?", "Yes")
    scene.write(
        constable,
        violence,
        ("What the respondent did or threatened", ACCOUNT),
        ("The respondent's account", "Rachel says Craig held the wrist first."),
        ("Why this person is the respondent", "Both are asked for, so that the superintendent sees both."),
    )
    scene.save(constable, "Why it is needed")
    constable.sees_filled_in()
    necessity = constable.section("Necessity, charge and bail")
    scene.write(constable, necessity, ("Why a notice is necessary to protect them", WHY))
    scene.save(constable, "Risk")
    constable.sees_filled_in()
    risk = constable.section("Risk of serious harm")
    constable.thumb.choose(risk, "Your judgement of the risk", "Medium")
    scene.write(constable, risk, ("Why", "One scratch; no fear shown."))
    scene.save(constable, "Views")
    constable.sees_filled_in()
    for section, label in (
        ("The protected person's view", "What they think of a notice"),
        ("What the respondent says", "What they say about a notice"),
    ):
        scene.write(constable, constable.section(section), (label, "Says it was an argument."))
    scene.save(constable, "Children")
    constable.sees_filled_in()
    scene.save(constable, "Conditions")
    constable.sees_filled_in()
    orders, notice = constable.section("Orders in force"), constable.section("What the notice says")
    looked = scene.facts("other orders in force recorded")["checked"]
    expect(orders.get_by_label("Where you looked, and who you asked")).to_have_value(looked)
    row = notice.locator("[data-code=molest]")
    scene.write(constable, notice, ("Grounds", GROUNDS))
    scene.write(constable, row, ("Why this is needed", "Always included."))
    scene.save(constable, "Review")


def open_task(constable, name):
    constable.page.locator("[data-task]").get_by_role("link", name=name, exact=True).tap()
    constable.sees_heading(name)
    constable.sees_filled_in()


def request(constable, first):
    constable.sees("Ready: request authority")
    expect(constable.page.locator("[data-linked]")).to_contain_text(first)
    constable.press("Request authority")
    constable.sees("Waiting for a superintendent's decision")
    constable.strip_says("Everything sent")


def beside_each_other(superintendent, first, second):
    """On one screen both requests, each with its account."""
    page = superintendent.page
    page.bring_to_front()
    page.reload()
    superintendent.unlock()
    expect(page.get_by_role("link", name="Decide now")).to_have_count(2)
    superintendent.shot("mirror-3-two-waiting", full=False)
    card = page.locator("[data-open]").filter(has=page.locator("[data-reference]", has_text=second))
    expect(card).to_contain_text(f"Read both. Linked with {first}")
    card.tap()
    superintendent.sees_heading("Decision")
    superintendent.sees(f"There is another case of this incident, {first}: read it too")
    this, other = page.locator("[data-this]"), page.locator("[data-others]")
    expect(this).to_contain_text(ACCOUNT)
    expect(other).to_contain_text(first)
    expect(other).to_contain_text(scene.facts("violence recorded")["account"])
    expect(other).to_contain_text("The other way round: the protected person here is the respondent there.")
    superintendent.shot("mirror-4-decision-on-the-second")


def refuse(superintendent):
    superintendent.page.get_by_label("Your reasons", exact=True).fill(
        "One scratch against a threat to kill: not necessary."
    )
    superintendent.press("Refuse")
    superintendent.sees("The server has it.")
    expect(superintendent.page.get_by_role("heading", level=2, name="Refused", exact=True)).to_be_visible()


def authorise_with_changes(superintendent, second):
    """One condition is taken out and one distance changed: said before signing, and in the notice that is signed."""
    page = superintendent.page
    superintendent.sees("Craig Inventedson, born")
    expect(page.locator("[data-others]")).to_contain_text(second)
    expect(page.locator("[data-others]")).to_contain_text(ACCOUNT)
    superintendent.press("Change the conditions or grounds")
    changing = page.locator("[data-changing]")
    changing.locator("[data-code=enter] label").first.tap()
    distance = changing.locator("[data-code=distance]").get_by_label("How far away, in metres")
    superintendent.thumb.write(distance, "250")
    told = page.locator("[data-your-changes]")
    expect(told).to_contain_text("You authorise with 2 changes")
    says_the_changes(told)
    notice = page.locator("[data-text]")
    expect(notice).to_contain_text("250 metres")
    expect(notice).not_to_contain_text("100 metres")
    page.get_by_label("Your reasons", exact=True).fill("A threat to kill, a hand on the throat a month ago.")
    superintendent.shot("mirror-5-changes-before-signing")
    superintendent.press("Authorise with changes")
    superintendent.sees("The server has it.")
    says_the_changes(page.locator("[data-outcome-changes]"))


def says_the_changes(block):
    def one(what):
        return block.get_by_role("listitem").filter(has=block.page.locator(".changes__what", has_text=what))

    taken_out = one("Taken out:")
    expect(taken_out).to_contain_text(scene.CONDITIONS["enter"].title)
    changed = one("Changed:")
    expect(changed).to_contain_text(scene.CONDITIONS["distance"].title)
    expect(changed.locator("del")).to_contain_text("100")
    expect(changed.locator("ins")).to_contain_text("250")
    expect(block.get_by_role("listitem")).to_have_count(2)


def refused_there(constable, mirror):
    constable.page.bring_to_front()
    constable.page.reload()
    constable.unlock()
    assert constable.page.url.endswith(f"/review#{mirror}")
    expect(constable.page.locator("[data-trail]")).to_contain_text("One scratch against a threat to kill")


def changes_there(constable, case_id, second):
    """What was changed is said on the constable's own phone: on the review, in the timeline, on the notice."""
    page = constable.page
    page.goto(f"{constable.origin}/review#{case_id}")
    constable.sees("Authorised, not served")
    says_the_changes(page.locator("[data-asked] [data-changes]"))
    constable.shot("mirror-6-review-with-changes")
    constable.follow("Task list")
    constable.sees_heading("Craig Inventedson")
    expect(page.locator("[data-timeline]")).to_contain_text("authorised the notice with changes")
    expect(page.locator("[data-linked]")).to_contain_text(second)
    constable.shot("mirror-7-task-list-authorised")
    constable.press("The notice")
    constable.sees("AUTHORISED, NOT SERVED: no power yet")
    says_the_changes(page.locator("[data-notice] [data-changes]"))
    expect(page.locator("[data-text]")).to_contain_text("250 metres")


def test_a_mirror_case_is_read_as_one_by_the_server_too(served, phone):
    """The two cases name each other in what the server computes, not only on the phone that wrote them."""
    case = recorded(served, "requested")
    constable = phone(served)
    constable.enrol(served.link("constable"))
    start_the_other_way_round(constable, case.id)
    what_was_copied(constable)
    constable.strip_says("Everything sent")
    mirror = constable.page.url.partition("#")[2]
    views = {
        one: read_case(served.installation, served.officers["constable"], one, case.now) for one in (case.id, mirror)
    }
    assert {link["case"] for link in views[case.id]["links"]} == {mirror}
    assert {link["case"] for link in views[mirror]["links"]} == {case.id}
    assert views[mirror]["respondent"]["person"] == views[case.id]["protected_person"]["person"]
