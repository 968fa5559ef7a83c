"""Messages as plain lines: what a person reads, then what can be pressed. For transcripts and snapshots."""

from __future__ import annotations

from bot.playground.records import Json


def lines(message: Json) -> list[str]:
    """A message as lines; its bare text where it has no blocks."""
    blocks: list[Json] = message.get("blocks") or []
    return [line for block in blocks for line in _block(block)] or [message.get("text", "")]


def _block(block: Json) -> list[str]:
    match block.get("type"):
        case "header" | "section":
            found = [*_texts(block.get("text")), *(t for f in block.get("fields", []) for t in _texts(f))]
            accessory = block.get("accessory")
            return found + ([_element(accessory)] if accessory else [])
        case "context":
            return [f"· {line}" for element in block["elements"] for line in _texts(element)]
        case "data_visualization":
            drawn = [f"{p['label']} {p['value']}" for one in block["chart"].get("series", []) for p in one["data"]]
            return [f"({block['title']}: {', '.join(drawn)})"]
        case "divider":
            return ["--"]
        case "actions":
            return [" ".join(_element(element) for element in block["elements"])]
        case "input":
            return [f"{_texts(block['label'])[0]}: {_element(block['element'])}"]
        case _:
            return []


def _texts(text: Json | None) -> list[str]:
    return str(text.get("text", "")).splitlines() if text else []


def _element(element: Json) -> str:
    match element.get("type"):
        case "button":
            return f"[{element['text']['text']}]"
        case "overflow":
            return "(" + " · ".join(option["text"]["text"] for option in element["options"]) + ")"
        case _:
            hint: Json = element.get("placeholder") or {}
            label = hint.get("text", element.get("type", ""))
            options = " / ".join(option["text"]["text"] for option in element.get("options", []))
            return f"<{label}{': ' + options if options else ''}>"
