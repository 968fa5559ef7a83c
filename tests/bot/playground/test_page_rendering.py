"""How texts and blocks become nodes: every mark of mrkdwn, every block and element; and that no text ever becomes markup."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.async_api import expect

from bot.playground.company import ATLAS, JON, MARIA
from tests.bot.playground.conftest import Opening
from tests.bot.playground.scripted_app import ScriptedApp

pytestmark = pytest.mark.asyncio(loop_scope="session")

Json = dict[str, Any]

SHOW = """async ([module, name, ...given]) => {
  const look = { user: (id) => ({ U1: "Ann", U2: "Bo" })[id], channel: (id) => ({ C1: "atlas" })[id], me: "U2",
    zone: "Europe/Warsaw", now: 1795449600 };
  const node = (await import(`/page/static/${module}.js`))[name](...given, look);
  const box = document.createElement("div");
  box.append(node);
  return box.innerHTML.replace(/ (class|data-mention|target|rel|role|title|dir|style)="[^"]*"/g, "");
}"""
"""Renders with one of the page's modules and gives the markup back, without what only concerns its looks."""

MRKDWN = [
    ("*bold* _it_ ~gone~ `code`", "<strong>bold</strong> <em>it</em> <s>gone</s> <code>code</code>"),
    ("*_both_*", "<strong><em>both</em></strong>"),
    ("snake_case_name 2*3*4 a~b", "snake_case_name 2*3*4 a~b"),
    ("*not\nbold*", "*not<br>bold*"),
    ("* no* _ no_", "* no* _ no_"),
    ("`*as is* &lt;b&gt;`", "<code>*as is* &lt;b&gt;</code>"),
    ("```a\n  *b*```", "<pre><code>a\n  *b*</code></pre>"),
    ("half ``` a fence", "half ``` a fence"),
    ("one\n> two\n&gt; three\nfour", "one<blockquote>two<br>three</blockquote>four"),
    ("<@U1> and <@U2>", "<span>@Ann</span> and <span>@Bo</span>"),
    ("<@U9|maria>", "<span>@maria</span>"),
    ("<#C1> <#C9|plan>", '<a href="#in=C1">#atlas</a> <span>#plan</span>'),
    ("<!here> <!channel> <!subteam^S1|@legal>", "<span>@here</span> <span>@channel</span> <span>@legal</span>"),
    ("<https://a.example/?x=1&amp;y=2|a &amp; b>", '<a href="https://a.example/?x=1&amp;y=2">a &amp; b</a>'),
    ("<mailto:a@b.example|write>", '<a href="mailto:a@b.example">write</a>'),
    ("see https://a.example/x.", 'see <a href="https://a.example/x">https://a.example/x</a>.'),
    ("<!date^1795449600^{date_num} {time}|then>", '<time datetime="2026-11-23T16:00:00.000Z">2026-11-23 17:00</time>'),
    ("<!date^1795449600^{date_short_pretty}|then>", '<time datetime="2026-11-23T16:00:00.000Z">today</time>'),
    (":white_check_mark: :unheard_of:", '<span aria-label="white check mark">✅</span> :unheard_of:'),
    ("a &lt; b &amp;&amp; c &gt; d", "a &lt; b &amp;&amp; c &gt; d"),
    ("&amp;lt;", "&amp;lt;"),
    ("• one\n• two", "• one<br>• two"),
]


async def test_every_mark_of_mrkdwn_becomes_its_node(opening: Opening) -> None:
    page = await opening(MARIA)
    wrong = []
    for text, wanted in MRKDWN:
        found = await page.evaluate(SHOW, ["mrkdwn", "mrkdwn", text])
        if found != wanted:
            wrong.append(f"{text!r}\n  wanted {wanted}\n  found  {found}")
    assert not wrong, "\n".join(wrong)


HOSTILE = [
    "<img src=x onerror=alert(1)>",
    "<script>alert(1)</script>",
    "<javascript:alert(1)|click>",
    "<data:text/html,x|click>",
    '<https://a.example/" onmouseover="alert(1)|x>',
    "*<b>* _</div>_ `<i>`",
    "<@<script>>",
    "<!date^1^{date}^javascript:alert(1)|x>",
    "\u202e\u0000<svg/onload=alert(1)>",
]


async def test_no_text_becomes_markup_whatever_renders_it(opening: Opening) -> None:
    page = await opening(MARIA)
    for text in HOSTILE:
        for module, name in (("mrkdwn", "mrkdwn"), ("markdown", "markdown")):
            found = await page.evaluate(SHOW, [module, name, text])
            tags = set(re.findall(r"<(\w+)", found))
            assert tags <= {"a", "strong", "em", "code", "span", "time", "p", "br", "s"}, (text, found)
            links = re.findall(r'href="([^"]*)"', found)
            assert all(link.startswith(("https://", "http://", "mailto:", "#in=")) for link in links), (text, found)
            assert not re.search(r"<[^>]* on\w+=", re.sub(r'"[^"]*"', "", found)), (text, found)


async def test_hostile_answers_names_and_files_stay_text_everywhere_on_the_page(
    opening: Opening, app: ScriptedApp
) -> None:
    bad = "<img src=x onerror=window.hit=1>"
    workspace = app.playground.workspace
    workspace.people[JON].real_name = workspace.people[JON].title = bad
    workspace.channel(ATLAS).topic = bad
    await app.playground.actor.act(JON, {"do": "post", "channel": ATLAS, "text": bad})
    await app.playground.actor.act(JON, {"do": "upload", "channel": ATLAS, "name": bad, "content_base64": "eA=="})
    page = await opening(MARIA)
    await expect(page.get_by_test_id("message")).to_have_count(2)
    await expect(page.get_by_test_id("file")).to_contain_text(bad)
    assert await page.locator("img").count() == 0
    assert await page.evaluate("window.hit") is None


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def chart(kind: str, **others: tuple[int, ...]) -> Json:
    """Three weeks, of ours and of others."""
    weeks = ("w1", "w2", "w3")
    series = [
        {"name": name, "data": [{"label": week, "value": one} for week, one in zip(weeks, figures, strict=True)]}
        for name, figures in {"Ours": (40, 60, 50), **others}.items()
    ]
    axes = {"categories": list(weeks), "x_label": "Week", "y_label": "%"}
    return {
        "type": "data_visualization",
        "title": "Done",
        "chart": {"type": kind, "series": series, "axis_config": axes},
    }


async def test_every_block_a_message_may_hold_is_drawn(opening: Opening, app: ScriptedApp) -> None:
    pixel = f"{app.playground.url}/page/static/icon.svg"
    bold = {"type": "text", "text": "bold", "style": {"bold": True}}
    listed = {"type": "rich_text_section", "elements": [{"type": "text", "text": "an item"}]}
    rich = [
        {"type": "rich_text_section", "elements": [bold, {"type": "user", "user_id": JON}]},
        {"type": "rich_text_list", "style": "ordered", "elements": [listed]},
        {"type": "rich_text_quote", "elements": [{"type": "emoji", "name": "tada", "unicode": "1f389"}]},
        {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "x = 1"}]},
    ]
    cells = [[{"type": "raw_text", "text": text} for text in row] for row in (("Asset", "Risk"), ("Engine", "high"))]
    blocks: list[Json] = [
        {"type": "header", "text": plain("A & B :tada:")},
        {"type": "section", "text": mrkdwn("*One*"), "fields": [mrkdwn("_f1_"), plain("*f2*")]},
        {"type": "section", "text": plain("With a picture"), "accessory": {"type": "image", "image_url": pixel, "alt_text": "the mark"}},
        {"type": "divider"},
        {"type": "context", "elements": [{"type": "image", "image_url": pixel, "alt_text": "tiny"}, mrkdwn("8 of *22*")]},
        {"type": "image", "image_url": f"{app.playground.url}/nothing.png", "alt_text": "A chart that is gone", "title": plain("Readiness")},
        {"type": "rich_text", "elements": rich},
        {"type": "markdown", "text": "## Title\n\n- **one**\n  1. [two](https://a.example)\n\n| a | b |\n|---|---|\n| 1 | 2 |"},
        {"type": "table", "rows": cells, "column_settings": [{"is_wrapped": True}, {"align": "right"}]},
        chart("line"),
        chart("bar", Other=(-10, 20, 30)),
    ]  # fmt: skip
    await app.posts(ATLAS, "all of it", blocks)
    page = await opening(MARIA)
    message = page.get_by_test_id("message")
    await expect(message.locator(".block-header")).to_have_text("A & B 🎉")
    await expect(message.locator(".fields em")).to_have_text("f1")
    await expect(message.locator(".fields")).to_contain_text("*f2*")
    await expect(message.get_by_role("img", name="the mark")).to_be_visible()
    await expect(message.get_by_role("img", name="tiny")).to_be_visible()
    await expect(message).to_contain_text("A chart that is gone")
    await expect(message.locator(".rich-text strong")).to_have_text("bold")
    await expect(message.locator(".rich-text .mention")).to_have_text("@Jon Reyes")
    await expect(message.locator(".rich-text ol li")).to_have_text("an item")
    await expect(message.locator(".markdown ol a")).to_have_attribute("href", "https://a.example")
    await expect(message.locator(".markdown td")).to_have_text(["1", "2"])
    await expect(message.get_by_role("region", name="Table").locator("td")).to_have_text(["Engine", "high"])
    await expect(message.locator("hr")).to_have_count(1)
    line, bars = await message.get_by_test_id("chart").all()
    await expect(line.get_by_role("img")).to_have_accessible_name("Done. line chart. Ours. w1: 40, w2: 60, w3: 50.")
    await expect(line.locator(".chart-dot")).to_have_count(3)
    await expect(line.locator(".chart-ticks span")).to_have_text(["0", "20", "40", "60"])
    await expect(bars.locator(".chart-bar")).to_have_count(6)
    await expect(bars.locator(".chart-legend span")).to_have_text(["Ours", "Other"])
    await expect(bars.locator(".chart-ticks span").first).to_have_text("-20")


async def test_a_block_or_element_the_page_does_not_know_says_so(opening: Opening) -> None:
    page = await opening(MARIA)
    shown = await page.evaluate(
        """async () => {
          const { renderBlocks } = await import("/page/static/blocks.js");
          const { Surface } = await import("/page/static/surface.js");
          const pie = { type: "data_visualization", title: "x", chart: { type: "pie", segments: [] } };
          const blocks = [{ type: "hologram" }, pie, { type: "actions", elements: [{ type: "lever", action_id: "x" }] }];
          return renderBlocks(blocks, new Surface("message", { channel: "C", ts: "1" })).map((node) => node.textContent);
        }"""
    )
    assert shown == [
        "This page cannot show a block of type “hologram”.",
        "This page cannot show a chart of type “pie”.",
        "This page cannot show “lever”.",
    ]


async def test_right_to_left_text_and_emoji_of_several_parts_survive(opening: Opening, app: ScriptedApp) -> None:
    await app.posts(ATLAS, "מנוע התמחור 👩‍⚖️ é")
    page = await opening(MARIA)
    text = page.get_by_test_id("message").locator(".text")
    await expect(text).to_have_text("מנוע התמחור 👩‍⚖️ é")
    assert await text.evaluate("node => getComputedStyle(node).direction") == "rtl"


async def test_forty_thousand_characters_and_three_hundred_messages_do_not_stop_the_page(
    opening: Opening, app: ScriptedApp
) -> None:
    workspace = app.playground.workspace
    channel = workspace.channel(ATLAS)
    for number in range(300):
        channel.messages.append(
            {"type": "message", "ts": workspace.clock.ts(), "user": JON, "text": f"line {number} *b*"}
        )
    hostile = ("*_~`<@&:" * 5000)[:40_000]
    channel.messages.append({"type": "message", "ts": workspace.clock.ts(), "user": JON, "text": hostile})
    page = await opening(MARIA)
    await expect(page.get_by_test_id("message")).to_have_count(301)
    await page.get_by_test_id("composer").fill("still here")
    await page.get_by_test_id("composer").press("Enter")
    await expect(page.get_by_test_id("message").last).to_contain_text("still here")
