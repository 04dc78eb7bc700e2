"""Whatever names something is of one type, in every model, form and shape of the API, new ones included."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from typing import Annotated, Any

import pytest
from django import forms
from django.apps import apps
from django.db import models
from pydantic import BaseModel, TypeAdapter, ValidationError

from gongkai import console
from gongkai.api import resources
from gongkai.api import shapes as shapes_package
from gongkai.api.routes import OPERATIONS
from gongkai.api.shapes.values import Shape
from gongkai.organisations.sheets.reading import SHEETS
from gongkai.records.names import NameField, NameFormField

DECEIVING = ("演示\u202e审计", "演示·李审计\u200b", "a\r\nBcc: x")
SAYS_NAME = ("name", "title", "label", "contact", "domain", "pattern")
# Columns that sound like names and are none: copies of names judged where they were given, names that
# programs give, and names of files, of which what deceives is taken out (`names.without_hidden`).
NOT_GIVEN = {
    "records.AnchorReceipt.name": "of a file that the program names",
    "annual_reports.AnnualReport.source_title": "quoted from the publication",
    "annual_reports.EarlierVersion.source_title": "quoted from the publication",
    "annual_reports.CellEdit.by_name": "who it was",
    "annual_reports.Verdict.by_name": "who it was",
    "annual_reports.KeptCheck.name": "a file's",
    "organisations.Confirmation.asked_by_name": "who it was",
    "organisations.Confirmation.label": "composed of names that were judged",
    "organisations.Parameter.name": "of a parameter in Python",
    "records.Entry.actor_body_name": "who it was",
    "records.Entry.actor_name": "who it was",
    "records.Entry.object_label": "what it was",
    "records.PeriodicWork.name": "of a job in Python",
    "records.Letter.issued_by_name": "who it was",
    "records.SecretRefusal.body_name": "whose it was",
    "records.SecretRefusal.by_name": "who it was",
    "records.StoredFile.public_name": "a file's",
    "records.TemplateVersion.made_by_name": "who it was",
}


# A whole report, as it was written: what is read from it is figures.
REPORT = "reports.ReportText.text"


def text_columns() -> Iterator[tuple[str, models.Field[Any, Any]]]:
    for model in apps.get_models():
        if not model.__module__.startswith("gongkai."):
            continue
        for field in model._meta.get_fields():
            if isinstance(field, models.CharField | models.TextField) and field.model is model:
                yield f"{model._meta.label}.{field.name}", field


def names_something(field: models.Field[Any, Any]) -> bool:
    return any(word in field.name.split("_") for word in SAYS_NAME)


def test_every_column_that_holds_a_name_somebody_gives_is_a_name_field() -> None:
    loose = [
        label
        for label, field in text_columns()
        if names_something(field) and not isinstance(field, NameField) and label not in NOT_GIVEN
    ]
    assert loose == [], "make it a NameField, or say in NOT_GIVEN why nobody gives this name"


def test_what_is_excepted_is_there_and_is_no_name_field() -> None:
    columns = dict(text_columns())
    assert [
        label for label in NOT_GIVEN if label not in columns or isinstance(columns[label], NameField)
    ] == []


def test_the_check_knows_a_loose_column_when_it_sees_one() -> None:
    assert names_something(models.CharField(name="short_name"))
    assert not names_something(models.CharField(name="digest"))


def console_forms() -> Iterator[type[forms.Form]]:
    for found in pkgutil.walk_packages(console.__path__, f"{console.__name__}."):
        module = importlib.import_module(found.name)
        for _name, value in inspect.getmembers(module, inspect.isclass):
            if issubclass(value, forms.BaseForm) and value.__module__ == module.__name__:
                assert issubclass(value, forms.Form)
                yield value


def test_every_line_of_every_form_of_the_console_refuses_what_deceives() -> None:
    lines = [
        (f"{form.__module__}.{form.__name__}.{name}", field)
        for form in console_forms()
        for name, field in form.base_fields.items()
        if isinstance(field, forms.CharField) and type(field.widget) is forms.TextInput
        if field.widget.attrs.get("autocomplete") != "one-time-code"
    ]
    assert len(lines) > 15
    assert [label for label, field in lines if not isinstance(field, NameFormField)] == []


def sent_shapes() -> Iterator[type[BaseModel]]:
    for package in (shapes_package, resources):
        for found in pkgutil.iter_modules(package.__path__):
            module = importlib.import_module(f"{package.__name__}.{found.name}")
            for _name, value in inspect.getmembers(module, inspect.isclass):
                if issubclass(value, Shape) and value is not Shape and value.__module__ == module.__name__:
                    yield value
    for operation in OPERATIONS.values():  # with the questions that are made from filters
        yield from filter(None, (operation.asks, operation.sends))


def test_every_text_that_the_api_takes_refuses_what_deceives() -> None:
    taken = []
    for shape in sent_shapes():
        for name, field in shape.model_fields.items():
            annotated: Any = Annotated[field.annotation, None, *field.metadata]
            accepts: TypeAdapter[Any] = TypeAdapter(annotated)
            for text in DECEIVING:
                try:
                    accepts.validate_python(text)
                except ValidationError:
                    continue
                taken.append(f"{shape.__module__}.{shape.__name__}.{name}: {text!a}")
    assert {line.partition(":")[0].rpartition("shapes.")[2] for line in taken} == {REPORT}, taken


@pytest.mark.parametrize("text", DECEIVING)
def test_every_column_of_the_import_sheets_refuses_what_deceives(text: str) -> None:
    for sheet in SHEETS.values():
        for column in sheet.columns:
            with pytest.raises(ValueError, match="。"):
                column.read(text)
