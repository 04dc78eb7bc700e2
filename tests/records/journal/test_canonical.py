"""One value, one sequence of bytes; and one digest by an algorithm that is named."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.records.journal.rules import (
    Header,
    NoSuchDigest,
    NotCanonical,
    block_root,
    canonical,
    digest,
    merkle_root,
)

BEIJING = timezone(timedelta(hours=8))
FORMS = [
    # keys in the order of their code points, no blanks, Chinese as it is
    ({"b": 1, "a": [True, None, "办公室"]}, '{"a":[true,null,"办公室"],"b":1}'),
    # an instant is the same in every zone
    (datetime(2026, 3, 2, 9, 30, tzinfo=BEIJING), '"2026-03-02T01:30:00.000000+00:00"'),
    (datetime(2026, 3, 2, 1, 30, tzinfo=UTC), '"2026-03-02T01:30:00.000000+00:00"'),
    (date(2026, 3, 2), '"2026-03-02"'),
    # decimals keep their digits
    (Decimal("12.50"), '"12.50"'),
    (UUID(int=7), '"00000000-0000-0000-0000-000000000007"'),
    ((1, 2), "[1,2]"),
    (10**30, "1000000000000000000000000000000"),
]
REFUSED = [
    # databases give floats back otherwise than they were given
    ({"rate": 0.4025}, r"\.rate：日志不能记录浮点数"),
    ({"when": datetime(2026, 3, 2)}, r"\.when：时刻没有时区"),  # noqa: DTZ001 - that is the point
    ({"a": ["x\x00"]}, r"\.a\[0\]：文字中有不能保存的字符"),
    ("\ud800", "不能保存的字符"),
    ({1: "x"}, "键应为文字"),
    ({"body": b"PDF"}, r"\.body：日志不能记录二进制内容"),
    ({"who": object()}, r"\.who：日志不能记录object"),
]
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"))
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.parametrize(("value", "written"), FORMS)
def test_a_value_has_one_form(value: object, written: str) -> None:
    assert canonical(value).decode() == written


@pytest.mark.parametrize(("value", "sentence"), REFUSED)
def test_what_has_no_one_form_is_refused_and_the_place_is_named(value: object, sentence: str) -> None:
    with pytest.raises(NotCanonical, match=sentence):
        canonical(value)


@given(PLAIN)
def test_what_a_database_gives_back_has_the_same_form(value: object) -> None:
    assert canonical(json.loads(json.dumps(value))) == canonical(value)


# NIST's and GB/T 32905's own example: the digest of "abc"
@pytest.mark.parametrize(
    ("algorithm", "expected"),
    [
        ("sha256", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        ("sm3", "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"),
    ],
)
def test_digests_are_those_of_the_standards(algorithm: str, expected: str) -> None:
    if algorithm not in hashlib.algorithms_available:
        with pytest.raises(NoSuchDigest, match="OpenSSL 不提供"):
            digest(algorithm, b"abc")
        return
    assert digest(algorithm, b"abc") == expected


def test_an_unknown_algorithm_is_refused() -> None:
    with pytest.raises(NoSuchDigest, match="md5"):
        digest("md5", b"abc")


def node(left: str, right: str) -> str:
    return hashlib.sha256(b"\x01" + f"{left}{right}".encode()).hexdigest()


TREES = [
    (["a"], "a"),
    (["a", "b"], node("a", "b")),
    (["a", "b", "c"], node(node("a", "b"), "c")),
    (["a", "b", "c", "d"], node(node("a", "b"), node("c", "d"))),
    (["a", "b", "c", "d", "e"], node(node(node("a", "b"), node("c", "d")), "e")),
]


@pytest.mark.parametrize(("leaves", "root"), TREES)
def test_the_tree_of_a_block(leaves: list[str], root: str) -> None:
    assert merkle_root("sha256", leaves) == root


def test_nothing_has_no_root() -> None:
    with pytest.raises(ValueError, match="leaf"):
        merkle_root("sha256", [])


NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)
HEADER: dict[str, Any] = {
    "number": 3,
    "first": 5,
    "last": 7,
    "previous_root": "ab",
    "algorithm": "sha256",
    "sealed_at": NOON,
}
ENTRIES = ["1" * 64, "2" * 64, "3" * 64]
CHANGES = [
    {"number": 4},
    {"first": 6},
    {"last": 8},
    {"previous_root": "ac"},
    {"sealed_at": NOON + timedelta(microseconds=1)},
]
OTHER_ENTRIES = [
    ENTRIES[:2],
    [*ENTRIES, "3" * 64],
    [ENTRIES[1], ENTRIES[0], ENTRIES[2]],
    [*ENTRIES[:2], "4" * 64],
]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: next(iter(change)))
def test_a_root_stands_for_the_whole_header(change: dict[str, Any]) -> None:
    assert block_root(Header(**(HEADER | change)), ENTRIES) != block_root(Header(**HEADER), ENTRIES)


@pytest.mark.parametrize("entries", OTHER_ENTRIES)
def test_a_root_stands_for_each_entry_and_their_order(entries: list[str]) -> None:
    assert block_root(Header(**HEADER), entries) != block_root(Header(**HEADER), ENTRIES)
