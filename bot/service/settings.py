"""What the form of the settings says."""

from __future__ import annotations

from flows.engine.screens import forms
from flows.model.events import SettingsChanged
from flows.model.ids import PersonId
from flows.model.people import Role
from flows.model.screens import Filled


def changed(filled: Filled) -> SettingsChanged:
    """The new settings, and who plays which part."""
    values = filled.values
    roles = {role: _person(values.get(role.value, ())) for role in Role if role.value in values}
    zone, locale = filled.one(forms.ZONE), filled.one(forms.LOCALE)
    return SettingsChanged(
        zone=zone or None,
        locale=locale if locale in forms.LOCALES else None,
        four_eyes="yes" in values.get(forms.FOUR_EYES, ()),
        roles=roles,
    )


def _person(values: tuple[str, ...]) -> PersonId | None:
    return PersonId(values[0]) if values else None
