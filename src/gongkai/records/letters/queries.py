"""Questions about templates and letters; nothing here writes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from gongkai.records.letters.models import Letter, LetterTemplate, TemplateVersion
from gongkai.records.letters.rules.difference import PartDifference, difference


@dataclass(frozen=True, slots=True)
class LetterFilters:
    """What a list of letters is asked for: bodies, kind, days (both inclusive), part of a number."""

    bodies: Sequence[str] | None = None
    kind: str = ""
    since: date | None = None
    through: date | None = None
    q: str = ""
    voided: bool | None = None


def template_in_force(*, kind: str, bodies: Sequence[str], on: date) -> TemplateVersion | None:
    """The version to be used on a day: the first of `bodies` that has one, else the deployment's, else None.

    `bodies` is the body itself, then its ancestors, nearest first.
    """
    for body in (*bodies, ""):
        found = version_in_force(LetterTemplate.objects.filter(body=body, kind=kind).first(), on)
        if found is not None:
            return found
    return None


def version_in_force(template: LetterTemplate | None, on: date) -> TemplateVersion | None:
    """The version of a template valid on a day; None before its first and once it is withdrawn."""
    if template is None:
        return None
    versions = template.versions.select_related("template").filter(valid_from__lte=on)
    found = versions.order_by("-version").first()
    return found if found is not None and not found.withdrawn else None


def latest(template: LetterTemplate) -> TemplateVersion | None:
    """The newest version, whether in force yet or not."""
    return template.versions.select_related("template").order_by("-version").first()


def templates(*, kind: str = "", bodies: Sequence[str] | None = None) -> QuerySet[LetterTemplate]:
    """Templates by kind and body, with their versions; `bodies` None asks for all."""
    found = LetterTemplate.objects.prefetch_related("versions")
    if kind:
        found = found.filter(kind=kind)
    return found if bodies is None else found.filter(body__in=bodies)


def changes(older: TemplateVersion, newer: TemplateVersion) -> tuple[PartDifference, ...]:
    """What differs between two versions, part by part and line by line."""
    return difference(older.parts, newer.parts)


def letters(filters: LetterFilters | None = None) -> QuerySet[Letter]:
    """Letters with number, files and template, newest first."""
    filters = filters or LetterFilters()
    found = Letter.objects.select_related("number", "docx", "html", "pdf", "template")
    if filters.bodies is not None:
        found = found.filter(body__in=filters.bodies)
    if filters.kind:
        found = found.filter(kind=filters.kind)
    if filters.since:
        found = found.filter(on__gte=filters.since)
    if filters.through:
        found = found.filter(on__lte=filters.through)
    if filters.q:
        found = found.filter(number__text__icontains=filters.q)
    if filters.voided is not None:
        found = found.filter(voided_at__isnull=not filters.voided)
    return found


def letter(id: UUID) -> Letter | None:
    """The letter of this id with number and files, or None."""
    return letters().filter(pk=id).first()
