"""The pages of a collection in January, and files handed in there."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from gongkai.annual_reports.tasks import read_drafts
from gongkai.records.jobs import Run
from tests.console import office
from tests.operations.annual_reports import office as reports
from tests.operations.annual_reports.office import Office

EDUCATION, HEALTH = "云河市教育局", "云河市卫生健康委员会"


def to(name: str, january: Office, *more: object) -> str:
    """The address of a page of the collection."""
    return reverse(f"console:{name}", args=[january.collection.pk, *more])


def listed(january: Office, **given: str) -> str:
    """The list of its drafts, narrowed."""
    pairs = {"collection": str(january.collection.pk), **given}
    return reverse("console:drafts") + "?" + "&".join(f"{key}={value}" for key, value in pairs.items())


def upload(visitor: office.Visitor, january: Office, *files: tuple[str, bytes], **more: Any) -> Any:
    """The response to files that were chosen."""
    sent = [SimpleUploadedFile(name, data) for name, data in files]
    return visitor.client.post(to("collection_upload", january), {"files": sent, **more})


def read(january: Office) -> None:
    """What the background does."""
    read_drafts(Run("", 1, reports.AT), collection=january.collection.pk)
