"""Taking many files at once: each goes to a file that has no name on the disk and is gone when it is closed.

Django reads a form before its view; a view that takes folders says so with `many_files`, which puts its own
handler in place first and checks the form's token afterwards.
"""

from __future__ import annotations

import functools
import json
import tempfile
from collections.abc import Callable
from typing import IO, Any, BinaryIO, Final, cast

from django.core.exceptions import TooManyFilesSent
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect

LARGEST: Final = 512 * 1024 * 1024  # bytes of one drop
MOST_PATHS: Final = 2000

View = Callable[..., HttpResponseBase]


class Spool(FileUploadHandler):
    """Keeps the files of one request; stops reading where they are too large together."""

    chunk_size = 256 * 1024

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self.total = 0
        self.too_large = False
        self.file: IO[bytes] | None = None

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """A file begins."""
        super().new_file(*args, **kwargs)
        self.file = tempfile.TemporaryFile()  # noqa: SIM115 - whoever reads it closes it

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """A part of the file; StopUpload where it is too much."""
        self.total += len(raw_data)
        if self.total > LARGEST:
            self.too_large = True
            raise StopUpload(connection_reset=False)
        if self.file is not None:
            self.file.write(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile[bytes]:
        """The file, from its beginning."""
        file = self.file
        if file is not None:
            file.seek(0)
        return UploadedFile(file, self.file_name, self.content_type, file_size, self.charset)


def many_files(view: View) -> View:
    """The view with many files; `request.drop_problem` is the sentence why they did not come.

    Where there is such a sentence the view shows it and does nothing else.
    """

    @csrf_protect
    def inner(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        return view(request, **kwargs)

    @csrf_exempt
    @functools.wraps(view)
    def outer(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        spool = Spool(request)
        request.upload_handlers = [spool]
        problem = ""
        try:
            request.POST  # noqa: B018 - reads the form, with the handler above
        except TooManyFilesSent:
            problem = _("一次选的文件太多，什么都没有收下。请把文件夹压缩成zip再上传。")
        if spool.too_large:
            problem = _("这些文件合计超过%(mb)s MB，什么都没有收下。请分几次上传。") % {
                "mb": LARGEST // 2**20
            }
        request.drop_problem = problem  # type: ignore[attr-defined]
        # What did not come whole may lack its token too: the view only says so.
        return view(request, **kwargs) if problem else inner(request, **kwargs)

    return outer


def dropped(request: HttpRequest) -> list[tuple[str, BinaryIO]]:
    """(path, stream) of every file of the fields `files` and `folder`, with the path inside the folder.

    Browsers send names alone; the paths come beside them in the field `paths`, which a script fills in.
    """
    found = [(one.name or "", cast(BinaryIO, one.file)) for one in request.FILES.getlist("files")]
    folder = request.FILES.getlist("folder")
    names = [one.name or "" for one in folder]
    paths = _paths(request.POST.get("paths", ""))
    if [path.rpartition("/")[2] for path in paths] == names:
        names = paths
    return [*found, *zip(names, (cast(BinaryIO, one.file) for one in folder), strict=True)]


def _paths(text: str) -> list[str]:
    try:
        paths = json.loads(text) if text else []
    except (ValueError, RecursionError):
        return []
    if not isinstance(paths, list) or len(paths) > MOST_PATHS:
        return []
    return [path for path in paths if isinstance(path, str)]
