"""Dated rows: valid from a day up to, but not on, another; and a constraint that of one group no two rows are
valid on the same day.

PostgreSQL enforces it with an
exclusion constraint over ranges, so that two transactions at once cannot slip past each other; it needs no
extension, because each key of the group becomes a range of one number. SQLite has no such thing and gets a
pair of triggers; there only one transaction writes at a time.
"""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.ddl_references import Statement, Table
from django.db.models import F, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Dated(models.Model):
    """A row that is valid from `valid_from` up to, but not on, `valid_to` (None: open)."""

    valid_from = models.DateField(_("启用日期"))
    valid_to = models.DateField(_("停用日期"), null=True, blank=True)

    class Meta:
        abstract = True

    def lasts_on(self, day: date) -> bool:
        """Whether the row is valid on a day."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


def valid_on(day: date, prefix: str = "") -> Q:
    """The condition that a dated row (or the one that `prefix` leads to) is valid on a day."""
    from_, to = f"{prefix}valid_from", f"{prefix}valid_to"
    return Q(**{f"{from_}__lte": day}) & (Q(**{to: None}) | Q(**{f"{to}__gt": day}))


def ends_after_it_begins(name: str, message: str | Promise) -> models.CheckConstraint:
    """The constraint of a dated row that its last day lies behind its first."""
    return models.CheckConstraint(
        condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
        name=name,
        violation_error_message=cast("str", message),
    )


class NoOverlap(models.BaseConstraint):
    """Rows that agree in every foreign key of `group` have periods that do not overlap."""

    def __init__(self, *, group: tuple[str, ...], name: str, violation_error_message: Any = None) -> None:
        super().__init__(name=name, violation_error_message=violation_error_message)
        self.group = tuple(group)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, NoOverlap) and self.deconstruct() == other.deconstruct()

    def __hash__(self) -> int:
        return hash((self.name, self.group))

    def _exclusion(self, columns: list[str]) -> str:
        keys = [f"int8range({column}, {column}, '[]') WITH &&" for column in columns]
        return f"EXCLUDE USING gist ({', '.join(keys)}, daterange(valid_from, valid_to, '[)') WITH &&)"

    def _columns(self, model: type[models.Model]) -> list[str]:
        fields = [cast("models.ForeignKey[Any, Any]", model._meta.get_field(name)) for name in self.group]
        return [str(field.column) for field in fields]

    def _trigger(
        self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor, verb: str
    ) -> Statement:
        same = " AND ".join(f"other.{column} = NEW.{column}" for column in self._columns(model))
        # An update compares with the other rows only; a new row has no number to be told by yet.
        others = " AND other.id <> OLD.id" if verb == "UPDATE" else ""
        return Statement(  # every piece is a name from a model
            "CREATE TRIGGER %(name)s BEFORE " + verb + " ON %(table)s BEGIN"  # noqa: S608
            " SELECT RAISE(ABORT, '" + self.name + "') WHERE EXISTS (SELECT 1 FROM %(table)s AS other"  # noqa: S608
            f" WHERE {same}{others}"
            " AND (other.valid_to IS NULL OR other.valid_to > NEW.valid_from)"
            " AND (NEW.valid_to IS NULL OR NEW.valid_to > other.valid_from)); END",
            name=schema_editor.quote_name(f"{self.name}_{verb.lower()}"),
            table=Table(model._meta.db_table, schema_editor.quote_name),
        )

    def constraint_sql(
        self, model: type[models.Model] | None, schema_editor: BaseDatabaseSchemaEditor | None
    ) -> str:
        """The clause inside CREATE TABLE; on SQLite none, the triggers follow the table."""
        assert model is not None and schema_editor is not None  # noqa: S101 - Django passes both
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.deferred_sql += [
                self._trigger(model, schema_editor, verb) for verb in ("INSERT", "UPDATE")
            ]
            return ""  # Django leaves empty clauses out
        return f"CONSTRAINT {schema_editor.quote_name(self.name)} {self._exclusion(self._columns(model))}"

    def create_sql(
        self, model: type[models.Model] | None, schema_editor: BaseDatabaseSchemaEditor | None
    ) -> Any:
        """The statement that adds the constraint to a table there is (SQLite remakes the table instead)."""
        assert model is not None and schema_editor is not None  # noqa: S101 - Django passes both
        return Statement(
            "ALTER TABLE %(table)s ADD CONSTRAINT %(name)s " + self._exclusion(self._columns(model)),
            table=Table(model._meta.db_table, schema_editor.quote_name),
            name=schema_editor.quote_name(self.name),
        )

    def remove_sql(
        self, model: type[models.Model] | None, schema_editor: BaseDatabaseSchemaEditor | None
    ) -> Any:
        """The statement that takes the constraint away."""
        assert model is not None and schema_editor is not None  # noqa: S101 - Django passes both
        return Statement(
            "ALTER TABLE %(table)s DROP CONSTRAINT %(name)s",
            table=Table(model._meta.db_table, schema_editor.quote_name),
            name=schema_editor.quote_name(self.name),
        )

    def validate(
        self,
        model: type[models.Model],
        instance: models.Model,
        exclude: Any = None,
        using: str = DEFAULT_DB_ALIAS,
    ) -> None:
        """Raise ValidationError with the constraint's sentence if another row's period overlaps."""
        values: dict[str, Any] = vars(instance)
        rows = model._base_manager.using(using).exclude(pk=instance.pk)
        rows = rows.filter(**{f"{name}_id": values[f"{name}_id"] for name in self.group})
        rows = rows.filter(models.Q(valid_to=None) | models.Q(valid_to__gt=values["valid_from"]))
        if values["valid_to"] is not None:
            rows = rows.filter(valid_from__lt=values["valid_to"])
        if rows.exists():
            raise ValidationError(self.get_violation_error_message())

    def deconstruct(self) -> Any:
        """As migrations write it."""
        path, arguments, options = super().deconstruct()
        return path, arguments, {**options, "group": self.group}
