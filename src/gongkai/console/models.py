"""The one table of the console: views of lists that a person saved."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongkai.organisations.models import Person
from gongkai.records.names import NameField


class SavedView(models.Model):
    """A list as one person wants to see it again: its filters, sorting and columns as an address."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", verbose_name=_("人员"))
    listing = models.CharField(_("列表"), max_length=40)
    name = NameField(_("名称"), max_length=30)
    query = models.CharField(_("条件"), max_length=1000, blank=True)

    class Meta:
        ordering = ("listing", "name")
        constraints = (
            models.UniqueConstraint(
                fields=("person", "listing", "name"),
                name="saved_view_name_is_unique",
                violation_error_message=_("这个列表已有同名视图，请换一个名称。"),
            ),
        )

    def __str__(self) -> str:
        return self.name
