"""`EncryptedText`: a text field of a model, sealed under the key of the case the row belongs to.

    class Applicant(models.Model):
        id = models.UUIDField(primary_key=True, default=uuid4)
        case_key = models.ForeignKey(CaseKey, on_delete=models.PROTECT)
        name = EncryptedText()

It reads and writes as `str`. It is sealed when the row is saved and opened when it is first read; a row that
is only listed costs nothing. The ciphertext is bound to its model, field and row: elsewhere it does not open.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from django.core import checks
from django.core.exceptions import FieldError
from django.db import models
from django.db.models.query_utils import DeferredAttribute

from gongkai.records.keys.rules.sealing import open_bytes, seal_bytes

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper


class Sealed:
    """The bytes in the database, and the text once it was opened."""

    __slots__ = ("content", "plain")

    def __init__(self, content: bytes, plain: str | None = None) -> None:
        self.content = content
        self.plain = plain


class _Opening(DeferredAttribute):
    """Opens the value at first reading."""

    field: EncryptedText

    def __get__(self, instance: models.Model | None, cls: Any = None) -> Any:
        if instance is None:
            return self
        value = super().__get__(instance, cls)
        if not isinstance(value, Sealed):
            return value
        if value.plain is None:
            value.plain = self.field.opened(instance, value)
        return value.plain

    def __set__(self, instance: models.Model, value: Any) -> None:
        instance.__dict__[self.field.attname] = value


class EncryptedText(models.BinaryField):  # type: ignore[type-arg]  # the stubs make it generic, Django does not
    """Text under the case key that the foreign key `case_key` of the same row names."""

    descriptor_class = _Opening
    description = "Text sealed under a case key"

    def __init__(self, *args: Any, case_key: str = "case_key", **options: Any) -> None:
        self.case_key = case_key
        super().__init__(*args, **options)

    def deconstruct(self) -> Any:
        """For migrations."""
        name, path, args, options = super().deconstruct()
        if self.case_key != "case_key":
            options["case_key"] = self.case_key
        return name, path, args, options

    def check(self, **options: Any) -> list[checks.CheckMessage]:
        """A row must know its primary key before it is saved: the ciphertext is bound to it."""
        found = super().check(**options)
        if isinstance(self.model._meta.pk, models.AutoField):
            found.append(
                checks.Error(
                    "EncryptedText needs a primary key known before saving.",
                    hint="Use UUIDField(primary_key=True, default=uuid.uuid4).",
                    obj=self,
                    id="gongkai.E001",
                )
            )
        return found

    def from_db_value(self, value: Any, expression: Any, connection: BaseDatabaseWrapper) -> Sealed | None:
        """Bytes from the database stay sealed until they are read."""
        return None if value is None else Sealed(bytes(value))

    def pre_save(self, instance: models.Model, add: bool) -> Sealed | None:
        """Seal what was set; what was only loaded stays as it is."""
        value = instance.__dict__.get(self.attname)
        if value is None or isinstance(value, Sealed):
            return value
        sealed = Sealed(self._sealed(instance, str(value)), str(value))
        instance.__dict__[self.attname] = sealed
        return sealed

    def get_prep_value(self, value: Any) -> bytes | None:
        """Only sealed bytes go to the database; update, filter and bulk_update with text are refused."""
        if value is None:
            return None
        if isinstance(value, Sealed):
            return value.content
        raise FieldError(
            f"{self.model.__name__}.{self.name} is sealed: save the row, don't update or filter."
        )

    def get_db_prep_value(self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False) -> Any:
        """As binary, also where Django skips the preparation."""
        content = value if isinstance(value, bytes) else self.get_prep_value(value)
        return super().get_db_prep_value(content, connection, prepared=True)

    def value_to_string(self, obj: models.Model) -> NoReturn:
        """Fixtures would carry the plain text: refused. Back-ups copy the sealed bytes."""
        raise FieldError(f"{self.model.__name__}.{self.name} is sealed and not for fixtures.")

    def to_python(self, value: Any) -> Any:
        """Text as it is (BinaryField would take it for base64)."""
        return value

    def opened(self, instance: models.Model, value: Sealed) -> str:
        """The text; raises KeyDestroyed, CannotOpen."""
        key = getattr(instance, self.case_key).open()
        return open_bytes(key, value.content, associated=self._place(instance)).decode("utf-8")

    def _sealed(self, instance: models.Model, text: str) -> bytes:
        key = getattr(instance, self.case_key).open()
        return seal_bytes(key, text.encode("utf-8"), associated=self._place(instance))

    def _place(self, instance: models.Model) -> bytes:
        return f"{self.model._meta.label_lower}/{self.name}/{instance.pk}".encode()
