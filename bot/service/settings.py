"""What the form of the settings says."""

from __future__ import annotations

from flows.engine.screens import forms
from flows.model.events import SettingsChanged
from flows.model.ids import PersonId
from flows.model.people import Capacity, Role
from flows.model.screens import Filled


def changed(filled: Filled) -> SettingsChanged:
    """The new settings, and who plays which part."""
    values = filled.values
    roles = {role: _person(values.get(role.value, ())) for role in Role if role.value in values}
    zone, locale, capacity = (filled.one(name) for name in (forms.ZONE, forms.LOCALE, forms.CAPACITY))
    return SettingsChanged(
        zone=zone or None,
        locale=locale if locale in forms.LOCALES else None,
        four_eyes="yes" in values.get(forms.FOUR_EYES, ()),
        roles=roles,
        capacity=Capacity(capacity) if capacity in set(Capacity) else None,
    )


def _person(values: tuple[str, ...]) -> PersonId | None:
    return PersonId(values[0]) if values else None
