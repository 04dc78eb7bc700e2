"""What a draft says once edits are laid over it, what does not fit, and what people said of that."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.db.models import Count, Max, QuerySet

from gongkai.annual_reports.models import AnnualReport, CellEdit, Draft, Verdict
from gongkai.annual_reports.queries.checking import findings
from gongkai.annual_reports.rules import Finding, NotAReading, Reading
from gongkai.annual_reports.rules.edits import YEAR, Edit, apply
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
    """A draft as it stands: with edits and as read, last year's, findings, the edits in force by cell, and
    every edit in the order in which they were made.
    """

    reading: Reading
    as_read: Reading
    previous: Reading | None
    findings: tuple[JudgedFinding, ...]
    edits: dict[tuple[str, str, str], CellEdit]
    every_edit: tuple[CellEdit, ...] = ()

    @property
    def standing(self) -> tuple[JudgedFinding, ...]:
        """The findings that nobody dismissed."""
        return tuple(one for one in self.findings if not one.dismissed)


@dataclass(frozen=True, slots=True)
class Counts:
    """What lists show of a draft: findings that stand, cells unread, the year and the form it reports in."""

    errors: int = 0
    warnings: int = 0
    asks: int = 0
    unread_cells: int = 0
    year: int | None = None
    form: str = ""


def judged(draft: Draft, *, edit: CellEdit | None = None) -> Judged | None:
    """The draft read again from what is kept, and checked now; None for a draft that was not read.

    With an edit that is not saved yet: as the draft would stand with it. Takes time (the whole report is
    checked, in a child process), so it belongs before a transaction and not into it. Raises CouldNotFinish,
    Overloaded.
    """
    as_read = _as_read(draft)
    if as_read is None:
        return None
    done = _edits(draft, edit)
    latest = _in_force(done)
    reading = apply(as_read, map(as_rule, latest.values()))
    before = previous(draft, reading.year)
    verdicts = _verdicts(draft)
    found = findings(reading, before, limits=STAFF)
    judged_ones = tuple(JudgedFinding(one, verdicts.get(one.key)) for one in found)
    return Judged(reading, as_read, before, judged_ones, latest, done)


def with_verdict(now: Judged, verdict: Verdict) -> Judged:
    """The same with a further verdict, which is not saved yet."""
    counts = None if verdict.says == Verdict.Says.OPEN else verdict
    with_it = (JudgedFinding(one.finding, counts) if one.key == verdict.key else one for one in now.findings)
    return replace(now, findings=tuple(with_it))


def edited_reading(draft: Draft) -> Reading | None:
    """What the draft says with its edits, not checked; None for a draft that was not read."""
    as_read = _as_read(draft)
    return None if as_read is None else apply(as_read, map(as_rule, edits_in_force(draft).values()))


def _as_read(draft: Draft) -> Reading | None:
    if draft.reading is None:
        return None
    return replace(Reading.from_json(draft.reading), paragraphs=tuple(draft.paragraphs))


def counts_of(now: Judged | None) -> Counts:
    """What lists show of a draft that stands so."""
    if now is None:
        return Counts()
    levels = [one.finding.level for one in now.standing]
    errors, warnings, asks = (levels.count(level) for level in ("error", "warn", "ask"))
    return Counts(errors, warnings, asks, len(now.reading.unread), now.reading.year, now.reading.format or "")


def basis(draft: Draft) -> tuple[object, ...]:
    """Marks of everything by which `judged` decides: the same marks, the same judgement.

    A few quick questions, to find in a transaction whether what was judged before it still holds.
    """
    said = Verdict.objects.filter(draft__in=_same_unit(draft)).aggregate(last=Max("pk"), count=Count("pk"))
    latest = edits_in_force(draft).get(YEAR)
    year = int(latest.value) if latest and latest.value is not None else (draft.reading or {}).get("year")
    archived, read = _previous(draft, year)
    return (
        draft.revision,
        draft.body_id,
        said["last"],
        said["count"],
        (archived.pk, archived.version) if archived else None,
        (read.pk, read.revision) if read else None,
    )


def edits_in_force(draft: Draft) -> dict[tuple[str, str, str], CellEdit]:
    """The latest edit of each cell, but for cells that are as they were read."""
    return _in_force(_edits(draft))


def _edits(draft: Draft, further: CellEdit | None = None) -> tuple[CellEdit, ...]:
    """Every edit of the draft in the order in which they were made, `further` after all others."""
    return (*draft.edits.order_by("pk"), *([further] if further else ()))


def _in_force(done: tuple[CellEdit, ...]) -> dict[tuple[str, str, str], CellEdit]:
    latest = {(edit.table, edit.row, edit.column): edit for edit in done}
    return {cell: edit for cell, edit in latest.items() if edit.kind != CellEdit.Kind.AS_READ}


def as_rule(edit: CellEdit) -> Edit:
    """An edit as the rules know it."""
    kind = CellEdit.Kind(edit.kind).value
    return Edit(edit.table, edit.row, edit.column, kind, edit.value, edit.unit)  # type: ignore[arg-type]


def previous(draft: Draft, year: int | None) -> Reading | None:
    """What the draft's unit reported on the year before `year`: from the archive, else from the collection of
    that year (in the same collection lie drafts on the same year, or mistaken ones).
    """
    archived, known = _previous(draft, year)
    if archived is not None:
        return _reading(archived.figures)
    as_read = _reading(known.reading) if known else None
    return apply(as_read, map(as_rule, edits_in_force(known).values())) if known and as_read else None


def _previous(draft: Draft, year: int | None) -> tuple[AnnualReport | None, Draft | None]:
    """The unit's archived report on the year before, else its draft on it."""
    if draft.body is None or year is None:
        return None, None
    archived = AnnualReport.objects.filter(place__code=draft.body.code, year=year - 1).first()
    if archived is not None:
        return archived, None
    read = Draft.objects.filter(body=draft.body, superseded_by=None, year=year - 1).exclude(reading=None)
    return None, read.exclude(collection=draft.collection_id).order_by("-pk").first()


def history(draft: Draft) -> list[CellEdit | Verdict]:
    """What people changed and decided on this draft, newest first."""
    done: list[CellEdit | Verdict] = [*draft.edits.all(), *draft.verdicts.all()]
    return sorted(done, key=lambda one: (one.at, one.pk), reverse=True)


def versions(draft: Draft) -> QuerySet[Draft]:
    """Every draft of the same unit in the collection, newest first; the draft alone if it has no unit."""
    if draft.body_id is None:
        return Draft.objects.filter(pk=draft.pk)
    return Draft.objects.filter(collection=draft.collection_id, body=draft.body_id).order_by("-pk")


def _same_unit(draft: Draft) -> QuerySet[Draft]:
    """The versions of the unit's draft, and the draft itself where its unit is not saved yet."""
    return versions(draft) | Draft.objects.filter(pk=draft.pk)


def _verdicts(draft: Draft) -> dict[str, Verdict]:
    """By key, the latest verdict on any version of the unit's draft; one that was taken back is none."""
    said = Verdict.objects.filter(draft__in=_same_unit(draft)).order_by("pk")
    latest = {verdict.key: verdict for verdict in said}
    return {key: verdict for key, verdict in latest.items() if verdict.says != Verdict.Says.OPEN}


def _reading(figures: object) -> Reading | None:
    try:
        return Reading.from_json(figures)
    except NotAReading:
        return None
