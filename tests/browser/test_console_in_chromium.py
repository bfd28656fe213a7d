"""The console as a person uses it, in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from gateway.store.schema import MessageState
from mappers.model import Box, Overlooked
from tests.browser.conftest import sign_in
from tests.integration.web.conftest import Served
from tests.peers.filled_site import add_message, add_report, items

pytestmark = pytest.mark.peer


def test_sign_in_see_the_list_and_sign_out(page: Page, served: Served) -> None:
    page.goto(f"{served.url}/messages/{served.made['waiting']}")
    page.get_by_label("Access token").fill("wrong")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("not this gateway's token")).to_be_visible()
    page.goto(f"{served.url}/messages/{served.made['waiting']}")
    page.get_by_label("Access token").fill(served.site.token)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("the PDF is encrypted")).to_be_visible()
    assert page.url.endswith(served.made["waiting"]), "back where the person wanted to go"
    page.get_by_role("link", name="Kartebridge").click()
    expect(page.locator("table.messages tbody tr")).to_have_count(8)
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_label("Access token")).to_be_visible()
    page.goto(served.url)
    expect(page.get_by_label("Access token")).to_be_visible()


def test_the_list_follows_what_happens_by_itself(page: Page, served: Served) -> None:
    sign_in(page, served)
    add_message(served.site, "ARRIVED-LATER", MessageState.QUARANTINED, reason="names another patient")
    expect(page.get_by_text("ARRIVED-LATER")).to_be_visible(timeout=12_000)
    expect(page.get_by_role("link", name="2 messages quarantined")).to_be_visible()


def test_boxes_lie_over_the_values_on_the_picture(page: Page, served: Served) -> None:
    sign_in(page, served)
    page.get_by_role("link", name="MSG0001").click()
    picture = page.locator(".sheet img").first
    expect(picture).to_have_js_property("complete", True)
    assert picture.evaluate("image => image.naturalWidth") == 1000
    for width in (1400, 700):
        page.set_viewport_size({"width": width, "height": 900})
        image = picture.bounding_box()
        assert image
        for place, item in enumerate(items()):
            drawn = page.locator(f"#b-d1-{place}").bounding_box()
            assert drawn
            assert item.box
            wanted = (
                image["x"] + item.box.x0 * image["width"],
                image["y"] + item.box.y0 * image["height"],
                (item.box.x1 - item.box.x0) * image["width"],
                (item.box.y1 - item.box.y0) * image["height"],
            )
            found = (drawn["x"], drawn["y"], drawn["width"], drawn["height"])
            # Two pixels: the stroke of the box counts to its size.
            assert found == pytest.approx(wanted, abs=2), f"{item.name} at window width {width}"


def test_overlooked_places_are_marked_where_they_are_and_otherwise_than_values(
    page: Page, served: Served
) -> None:
    place = Overlooked(1, Box(0.42, 0.75, 0.56, 0.79))
    message = add_message(served.site, "MSG0042", MessageState.WAITING)
    add_report(served.site, message, (), (place,))
    sign_in(page, served)
    page.goto(f"{served.url}/messages/{message}")
    expect(page.get_by_text("Page 1: 1 place looks like a result and was not read")).to_be_visible()
    image, drawn = (
        page.locator(".sheet img").first.bounding_box(),
        page.locator("rect.overlooked").bounding_box(),
    )
    assert image
    assert drawn
    wanted = (
        image["x"] + place.box.x0 * image["width"],
        image["y"] + place.box.y0 * image["height"],
        (place.box.x1 - place.box.x0) * image["width"],
        (place.box.y1 - place.box.y0) * image["height"],
    )
    assert (drawn["x"], drawn["y"], drawn["width"], drawn["height"]) == pytest.approx(wanted, abs=3)
    looks = [
        page.locator(f"rect.{tone}").first.evaluate(
            "rect => [getComputedStyle(rect).stroke, getComputedStyle(rect).strokeDasharray]"
        )
        for tone in ("overlooked", "unverified", "sure")
    ]
    assert looks[0][1] not in ("none", "", looks[1][1]), "dashes of its own, not by colour alone"
    assert len({stroke for stroke, _ in looks}) == 3


def test_value_and_box_light_up_together(page: Page, served: Served) -> None:
    sign_in(page, served)
    page.goto(f"{served.url}/messages/{served.made['done']}")
    row, box = page.locator("tr[data-key='d1-2']"), page.locator(".sheet a[data-key='d1-2']")
    other = page.locator("tr[data-key='d1-4']")
    row.hover()
    expect(box).to_have_class("lit")
    row.click()
    expect(box).to_contain_class("picked")
    page.locator("#b-d1-4").click()
    expect(other).to_contain_class("picked")
    expect(row).not_to_contain_class("picked")
    fill = box.locator("rect").evaluate("rect => getComputedStyle(rect).fill")
    picked = page.locator("#b-d1-4").evaluate("rect => getComputedStyle(rect).fill")
    assert fill != picked, "the picked one looks different"
    unverified = page.locator("#b-d1-5").evaluate("rect => getComputedStyle(rect).strokeDasharray")
    assert unverified not in ("none", ""), "an unverified value is drawn otherwise, not by colour alone"


def test_a_click_leaves_what_can_be_seen_where_it_is(page: Page, served: Served) -> None:
    sign_in(page, served)
    page.goto(f"{served.url}/messages/{served.made['done']}")
    row, box = page.locator("tr[data-key='d1-2']"), page.locator("#b-d1-2")
    picture = page.locator(".sheet img").first
    row.scroll_into_view_if_needed()
    box.scroll_into_view_if_needed()
    expect(box).to_be_in_viewport(ratio=1)
    before = row.bounding_box(), picture.bounding_box()
    row.click()
    expect(page.locator(".sheet a[data-key='d1-2']")).to_contain_class("picked")
    assert (row.bounding_box(), picture.bounding_box()) == before, "the next click would hit something else"


def test_replay_and_resend_by_their_buttons(page: Page, served: Served) -> None:
    sign_in(page, served)
    page.goto(f"{served.url}/messages/{served.made['done']}")
    page.get_by_role("button", name="Resend").click()
    expect(page.get_by_text("The delivery goes out now")).to_be_visible()
    assert served.site.resent == ["ehr"]
    page.get_by_role("button", name="Replay").click()
    expect(page.get_by_text("The message runs again")).to_be_visible()
    assert served.site.replayed == [served.made["done"]]


@pytest.mark.parametrize("width", [390, 1400])
def test_nothing_runs_off_the_side(page: Page, served: Served, width: int) -> None:
    add_message(
        served.site, "1.2.3." + "4" * 58, MessageState.WAITING, reason="x" * 400 + " " + "長い理由。" * 60
    )
    page.set_viewport_size({"width": width, "height": 844})
    sign_in(page, served)
    for path in (
        "/",
        "/deliveries",
        "/names",
        f"/messages/{served.made['done']}",
        f"/messages/{served.made['waiting']}",
    ):
        page.goto(served.url + path)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{path} is {wide} px wide in a window of {width}"


def test_works_without_scripts(served: Served, page: Page) -> None:
    browser = page.context.browser
    assert browser
    context = browser.new_context(java_script_enabled=False)
    plain = context.new_page()
    sign_in(plain, served)
    plain.get_by_role("link", name="MSG0001").click()
    plain.get_by_role("link", name="CRP", exact=True).click()
    assert plain.url.endswith("#b-d1-4")
    expect(plain.locator("#b-d1-4")).to_be_visible()
    context.close()


def test_pause_resend_and_resume_on_the_deliveries_page(page: Page, served: Served) -> None:
    sign_in(page, served)
    page.get_by_role("link", name="1 refused by ehr").click()
    expect(page.get_by_label("State")).to_have_value("dead")
    expect(page.get_by_text("read its OperationOutcome")).to_be_visible()
    page.locator(".queue", has_text="ehr").get_by_role("button", name="Pause").click()
    expect(page.get_by_text("ehr is paused.")).to_be_visible()
    page.get_by_label("Destination", exact=True).select_option("ehr")
    page.get_by_label("Made since").fill("2026-11-20T10:30")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("button", name="Send 1 refused again").click()
    expect(page.get_by_text("1 deliveries go out again")).to_be_visible()
    expect(page.get_by_label("Destination", exact=True)).to_have_value("ehr")
    page.get_by_role("button", name="Resume").click()
    expect(page.get_by_text("ehr goes on.")).to_be_visible()
