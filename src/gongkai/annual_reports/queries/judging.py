"""What a draft says once edits are laid over it, what does not fit, and what people said of that."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.db.models import QuerySet

from gongkai.annual_reports.models import AnnualReport, CellEdit, Draft, Verdict
from gongkai.annual_reports.queries.checking import findings
from gongkai.annual_reports.rules import Finding, NotAReading, Reading
from gongkai.annual_reports.rules.edits import Edit, apply
from gongkai.organisations.models import Body
from gongkai.records.process_pool import STAFF


@dataclass(frozen=True, slots=True)
class JudgedFinding:
    """A finding with the verdict that counts, None while there is none."""

    finding: Finding
    verdict: Verdict | None

    @property
    def key(self) -> str:
        """By which a verdict is given."""
        return self.finding.key

    @property
    def says(self) -> str:
        """confirmed, dismissed, or empty while nobody decided."""
        return self.verdict.says if self.verdict else ""

    @property
    def dismissed(self) -> bool:
        """Whether a person found that it does not hold."""
        return self.says == Verdict.Says.DISMISSED


@dataclass(frozen=True, slots=True)
class Judged:
    """A draft as it stands: with edits and as read, last year's, findings, the edits in force by cell."""

    reading: Reading
    as_read: Reading
    previous: Reading | None
    findings: tuple[JudgedFinding, ...]
    edits: dict[tuple[str, str, str], CellEdit]

    @property
    def standing(self) -> tuple[JudgedFinding, ...]:
        """The findings that nobody dismissed."""
        return tuple(one for one in self.findings if not one.dismissed)


def judged(draft: Draft) -> Judged | None:
    """The draft read again from what is kept, and checked now; None for a draft that was not read.

    Raises CouldNotFinish, Overloaded; inside a transaction see process_pool.atomic.
    """
    if draft.reading is None:
        return None
    as_read = replace(Reading.from_json(draft.reading), paragraphs=tuple(draft.paragraphs))
    latest = edits_in_force(draft)
    reading = apply(as_read, map(as_rule, latest.values()))
    before = previous(draft.body, reading.year)
    verdicts = _verdicts(draft)
    found = findings(reading, before, limits=STAFF)
    judged = tuple(JudgedFinding(one, verdicts.get(one.key)) for one in found)
    return Judged(reading, as_read, before, judged, latest)


def edits_in_force(draft: Draft) -> dict[tuple[str, str, str], CellEdit]:
    """The latest edit of each cell, but for cells that are as they were read."""
    latest = {(edit.table, edit.row, edit.column): edit for edit in draft.edits.order_by("pk")}
    return {cell: edit for cell, edit in latest.items() if edit.kind != CellEdit.Kind.AS_READ}


def as_rule(edit: CellEdit) -> Edit:
    """An edit as the rules know it."""
    kind = CellEdit.Kind(edit.kind).value
    return Edit(edit.table, edit.row, edit.column, kind, edit.value, edit.unit)  # type: ignore[arg-type]


def previous(body: Body | None, year: int | None) -> Reading | None:
    """What the unit reported on the year before: from the archive, else from that year's collection."""
    if body is None or year is None:
        return None
    archived = AnnualReport.objects.filter(place__code=body.code, year=year - 1).first()
    if archived is not None:
        return _reading(archived.figures)
    read = Draft.objects.filter(body=body, superseded_by=None, year=year - 1).exclude(reading=None)
    known = read.order_by("-pk").first()
    as_read = _reading(known.reading) if known else None
    return apply(as_read, map(as_rule, edits_in_force(known).values())) if known and as_read else None


def history(draft: Draft) -> list[CellEdit | Verdict]:
    """What people changed and decided on this draft, newest first."""
    done: list[CellEdit | Verdict] = [*draft.edits.all(), *draft.verdicts.all()]
    return sorted(done, key=lambda one: (one.at, one.pk), reverse=True)


def versions(draft: Draft) -> QuerySet[Draft]:
    """Every draft of the same unit in the collection, newest first; the draft alone if it has no unit."""
    if draft.body_id is None:
        return Draft.objects.filter(pk=draft.pk)
    return Draft.objects.filter(collection=draft.collection_id, body=draft.body_id).order_by("-pk")


def _verdicts(draft: Draft) -> dict[str, Verdict]:
    """By key, the latest verdict on any version of the unit's draft; one that was taken back is none."""
    said = Verdict.objects.filter(draft__in=versions(draft)).order_by("pk")
    latest = {verdict.key: verdict for verdict in said}
    return {key: verdict for key, verdict in latest.items() if verdict.says != Verdict.Says.OPEN}


def _reading(figures: object) -> Reading | None:
    try:
        return Reading.from_json(figures)
    except NotAReading:
        return None
