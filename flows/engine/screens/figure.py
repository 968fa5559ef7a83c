"""The form in which a team enters its own figure of a country."""

from __future__ import annotations

from flows.engine.screens.country import Atlas
from flows.model.country import CountryField
from flows.model.screens import Entry, Field, Form, Ref

WHAT, VALUE, SOURCE, YEAR = "what", "value", "source", "year"


def figure_form(atlas: Atlas, code: str, name: str, words: str) -> Form:
    """What, its value, on whose word and of which year. ``words``: what was typed of the field's name, which is then chosen already."""
    texts = atlas.texts
    entries = tuple(Entry(field.value, atlas.field(field)) for field in CountryField)
    meant = [
        entry.value for entry in entries if words and words.casefold() in f"{entry.label} {entry.value}".casefold()
    ]
    return Form(
        Ref("country_set", arg=code),
        texts["country.own.form"],
        texts["form.save"],
        texts["form.close"],
        (
            Field(WHAT, "one", texts["country.own.what"], entries=entries, initial=tuple(meant[:1])),
            Field(VALUE, "text", texts["country.own.value"], texts["country.own.value_hint"]),
            Field(SOURCE, "text", texts["country.own.source"], texts["country.own.source_hint"]),
            Field(YEAR, "number", texts["country.own.of_year"], initial=(str(atlas.today.year),)),
        ),
        (atlas.say("country.own.about", name=atlas.name(code, name)),),
    )
