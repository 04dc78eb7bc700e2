"""Names as the models and forms of every package accept them: one field, on the definition in `text.names`.

`NameField` is a CharField that keeps the name's one form and refuses what deceives the eye, whichever way a
row is written: checked (`full_clean`), saved, or inserted in bulk. A name that stood in its row before this
rule may be read, and the row be saved, until somebody changes the name. What merely copies a name (who did
something) is a plain CharField: the name was judged where it was given.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from gongkai.records.refusals import Invalid
from gongkai.text import names

if TYPE_CHECKING:
    _CharField = models.CharField[str, str]
else:
    _CharField = models.CharField


class BadName(Invalid):
    """The name holds a character that is invisible, turns the order of writing, or has no agreed shape."""


def validate_name(text: str, field: str = "name") -> str:
    """The name in its one form; raises BadName, for the argument `field`. Emptiness is for the caller."""
    try:
        return names.validate(text)
    except names.NotAName as problem:
        raise BadName(str(problem), field) from problem


class NameField(_CharField):
    """One line that names something. Migrations see a CharField: in the database it is one."""

    def deconstruct(self) -> Any:
        """As a CharField: the rule is the program's, the column does not change with it."""
        name, _path, args, options = super().deconstruct()
        return name, "django.db.models.CharField", args, options

    def clean(self, value: Any, model_instance: models.Model | None) -> Any:
        """The name in its one form; ValidationError for what is none. Called by `full_clean`."""
        if isinstance(value, str) and not self._stands(value, model_instance):
            try:
                value = names.validate(value)
            except names.NotAName as problem:
                raise ValidationError(str(problem), code="bad_name") from problem
        return super().clean(value, model_instance)

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """What is written; raises BadName for what was not checked before."""
        value = super().pre_save(model_instance, add)
        if isinstance(value, str) and (add or not self._stands(value, model_instance)):
            value = validate_name(value, self.name)
            setattr(model_instance, self.attname, value)
        return value

    def _stands(self, value: str, instance: models.Model | None) -> bool:
        """Whether a name that would be refused or changed now is what the row holds already."""
        if instance is None or instance.pk is None:
            return False
        if names.is_valid(value) and names.validate(value) == value:
            return False
        rows = type(instance)._base_manager.filter(pk=instance.pk)
        return rows.values_list(self.attname, flat=True).first() == value


class NameFormField(forms.CharField):
    """A line of a form: its blanks folded, what deceives the eye refused."""

    def to_python(self, value: Any) -> str:
        """The line in its one form; ValidationError otherwise."""
        text = super().to_python(value) or ""
        try:
            return names.validate(text)
        except names.NotAName as problem:
            raise ValidationError(str(problem), code="bad_name") from problem
