"""Anchors in an S3-compatible bucket with object lock, through boto3 (the extra `s3`), loaded when needed.

With object lock a bucket keeps versions: whoever writes over a name adds a version, whoever removes it adds a
mark. So the first version of a name is what was kept, and only versions are listed and read.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final, TypeVar

from django.utils.translation import gettext as _

from gongkai.records.auditing.stores.port import AnotherContent, StoreRefused

T = TypeVar("T")
Version = Mapping[str, Any]  # as the bucket lists it: Key, VersionId, LastModified
PATIENCE: Final = 20  # seconds for a connection, and for an answer
LARGEST: Final = 64 * 1024


class BucketStore:
    """A bucket; each anchor is an object that nobody can remove before its day."""

    place = "bucket"
    readable = True

    def __init__(self, client: Any, *, bucket: str, prefix: str, days: int, mode: str) -> None:
        self.client = client
        self.bucket = bucket
        self.prefix = f"{prefix}/" if prefix else ""
        self.days = days
        self.mode = mode
        self.where = f"s3://{bucket}/{self.prefix}"

    @classmethod
    def from_setting(cls, said: Any) -> BucketStore:
        """The bucket of this deployment (config.anchors.Bucket); raises StoreRefused without boto3."""
        try:
            import boto3  # noqa: PLC0415 - optional, and slow to load
            from botocore.config import Config  # noqa: PLC0415
        except ImportError:
            raise StoreRefused(
                _("存放到对象存储需要 boto3，这里没有安装。请执行 pip install 'gongkai[s3]'。")
            ) from None
        config = Config(
            connect_timeout=PATIENCE,
            read_timeout=PATIENCE,
            retries={"total_max_attempts": 2},  # the job tries again, with longer pauses
            s3={"addressing_style": said.addressing},
            # What other makes of S3 do not know; Content-MD5 guards the content everywhere.
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        )
        client = boto3.client(
            "s3",
            endpoint_url=said.endpoint or None,
            region_name=said.region or None,
            aws_access_key_id=said.key or None,
            aws_secret_access_key=said.secret or None,
            config=config,
        )
        return cls(client, bucket=said.name, prefix=said.prefix, days=said.days, mode=said.mode)

    def put(self, name: str, content: bytes) -> str:
        """A new object, locked until its day; what it was given as is its receipt."""
        key = self.prefix + name
        first = self._first(key)
        if first is not None:
            if self._read(first) != content:
                raise AnotherContent(
                    _("%(where)s 里已有另一个 %(name)s，没有覆盖。请查明它从哪里来。")
                    % {"where": self.where, "name": name}
                )
            return self._confirmed(key, str(first["VersionId"]))
        answer = self._asked(
            lambda: self.client.put_object(
                Bucket=self.bucket,
                Key=key,
                Body=content,
                ContentType="application/x-ndjson",
                ContentMD5=base64.b64encode(hashlib.md5(content, usedforsecurity=False).digest()).decode(),
                ObjectLockMode=self.mode,
                ObjectLockRetainUntilDate=datetime.now(UTC) + timedelta(days=self.days),
            )
        )
        return self._confirmed(key, str(answer.get("VersionId") or ""))

    def list(self) -> Sequence[str]:
        """The names of the anchors, those that somebody marked as removed included."""
        keys = {str(version["Key"]) for version in self._versions(self.prefix + "anchor-")}
        return sorted(key.removeprefix(self.prefix) for key in keys if key.endswith(".jsonl"))

    def get(self, name: str) -> bytes:
        """The first version that was kept under the name."""
        first = self._first(self.prefix + name)
        if first is None:
            raise StoreRefused(_("%(where)s 里没有 %(name)s。") % {"where": self.where, "name": name})
        return self._read(first)

    def _confirmed(self, key: str, version: str) -> str:
        """The receipt of an object that really is locked; raises StoreRefused where it is not."""
        which = {"VersionId": version} if version else {}
        head = self._asked(lambda: self.client.head_object(Bucket=self.bucket, Key=key, **which))
        until = head.get("ObjectLockRetainUntilDate")
        if not version or until is None:
            raise StoreRefused(
                _("%(where)s 没有锁定对象：请新建一个启用对象锁定（Object Lock）的存储桶。")
                % {"where": self.where}
            )
        return _("版本%(version)s，锁定至%(until)s（%(mode)s）") % {
            "version": version,
            "until": until.date().isoformat(),
            "mode": head.get("ObjectLockMode", ""),
        }

    def _first(self, key: str) -> Version | None:
        """The oldest version of an object; within one second they are listed newest first."""
        versions = [version for version in self._versions(key) if version["Key"] == key]
        return min(reversed(versions), key=lambda version: version["LastModified"], default=None)

    def _versions(self, prefix: str) -> Sequence[Version]:
        """The versions of the objects whose key begins so."""

        def ask() -> Sequence[Version]:
            pages = self.client.get_paginator("list_object_versions").paginate(
                Bucket=self.bucket, Prefix=prefix
            )
            return [version for page in pages for version in page.get("Versions", [])]

        return self._asked(ask)

    def _read(self, version: Version) -> bytes:
        def ask() -> bytes:
            answer = self.client.get_object(
                Bucket=self.bucket, Key=version["Key"], VersionId=version["VersionId"]
            )
            content: bytes = answer["Body"].read(LARGEST)
            return content

        return self._asked(ask)

    def _asked(self, ask: Callable[[], T]) -> T:
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - optional

        try:
            return ask()
        except ClientError as problem:
            said = str(problem.response.get("Error", {}).get("Code", "")) or type(problem).__name__
        except (BotoCoreError, OSError) as problem:
            said = type(problem).__name__
        raise StoreRefused(
            _("对象存储 %(where)s 没有办理（%(said)s）：请核对地址、密钥和权限，或者稍后再试。")
            % {"where": self.where, "said": said}
        )
