"""A bucket with object lock keeps anchors; against moto's server, over HTTP."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from botocore.exceptions import ClientError
from pytest_django import Settings

from gongkai.config.anchors import Bucket
from gongkai.records.auditing import stores
from gongkai.records.auditing.stores import AnotherContent, StoreRefused
from tests.records.auditing.conftest import client

NAME, CONTENT = "anchor-2026-11-23-000000001.jsonl", b'{"block": 1}\n'


def test_an_anchor_is_kept_and_locked_until_its_day(bucket: Bucket) -> None:
    receipt = stores.find("bucket").put(NAME, CONTENT)
    until = datetime.now(UTC) + timedelta(days=30)
    assert f"锁定至{until.date().isoformat()}（COMPLIANCE）" in receipt
    assert (stores.find("bucket").list(), stores.find("bucket").get(NAME)) == ([NAME], CONTENT)
    head = client(bucket.endpoint).head_object(Bucket=bucket.name, Key=f"yunhe/{NAME}")
    assert (head["ObjectLockMode"], head["VersionId"] in receipt) == ("COMPLIANCE", True)


def test_the_same_again_is_well_and_another_under_its_name_is_refused(bucket: Bucket) -> None:
    store = stores.find("bucket")
    assert store.put(NAME, CONTENT) == store.put(NAME, CONTENT)
    with pytest.raises(AnotherContent, match="没有覆盖"):
        store.put(NAME, b"another")


def test_who_writes_over_it_or_removes_it_changes_nothing_that_is_read(bucket: Bucket) -> None:
    """The server's own key may add versions and marks: what was kept first is what counts."""
    store = stores.find("bucket")
    store.put(NAME, CONTENT)
    thief, key = client(bucket.endpoint), f"yunhe/{NAME}"
    thief.put_object(Bucket=bucket.name, Key=key, Body=b"forged")
    thief.delete_object(Bucket=bucket.name, Key=key)
    assert (store.list(), store.get(NAME)) == ([NAME], CONTENT)
    first = min(
        thief.list_object_versions(Bucket=bucket.name, Prefix=key)["Versions"],
        key=lambda version: (version["LastModified"], version["IsLatest"]),
    )
    kept = [
        version
        for version in thief.list_object_versions(Bucket=bucket.name, Prefix=key)["Versions"]
        if version["Size"] == len(CONTENT)
    ]
    assert first["Key"] == key
    with pytest.raises(ClientError, match="AccessDenied"):
        thief.delete_object(Bucket=bucket.name, Key=key, VersionId=kept[0]["VersionId"])


def test_other_objects_of_the_bucket_are_not_ours(bucket: Bucket) -> None:
    store = stores.find("bucket")
    client(bucket.endpoint).put_object(Bucket=bucket.name, Key="yunhe/readme.txt", Body=b"x")
    client(bucket.endpoint).put_object(Bucket=bucket.name, Key=NAME, Body=b"of another deployment")
    assert store.list() == []
    with pytest.raises(StoreRefused, match="里没有"):
        store.get(NAME)


def test_a_bucket_without_object_lock_is_refused(s3: str, bucket: Bucket, settings: Settings) -> None:
    client(s3).create_bucket(Bucket="plain-bucket")
    settings.GONGKAI_ANCHOR_BUCKET = replace(bucket, name="plain-bucket")
    with pytest.raises(StoreRefused, match=r"Object Lock|没有办理"):
        stores.find("bucket").put(NAME, CONTENT)


def test_what_the_server_refuses_is_a_sentence_without_the_secret(bucket: Bucket, settings: Settings) -> None:
    settings.GONGKAI_ANCHOR_BUCKET = replace(bucket, name="no-such-bucket")
    with pytest.raises(StoreRefused, match="NoSuchBucket") as refusal:
        stores.find("bucket").put(NAME, CONTENT)
    assert bucket.secret not in str(refusal.value)
    assert bucket.secret not in repr(bucket)


def test_a_server_that_does_not_answer_is_a_sentence(bucket: Bucket, settings: Settings) -> None:
    settings.GONGKAI_ANCHOR_BUCKET = replace(bucket, endpoint="http://127.0.0.1:9")
    with pytest.raises(StoreRefused, match="EndpointConnectionError"):
        stores.find("bucket").list()


def test_without_boto3_it_says_what_to_install(bucket: Bucket, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "boto3", None)
    with pytest.raises(StoreRefused, match=r"gongkai\[s3\]"):
        stores.find("bucket")
