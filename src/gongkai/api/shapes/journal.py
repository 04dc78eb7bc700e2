"""Entries of the journal and the token in use."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import Field

from gongkai.api.shapes.bodies import BodyRef
from gongkai.api.shapes.values import Schema


class ObjectShape(Schema):
    """What was acted on, as named then."""

    kind: str = Field(examples=["body"])
    id: str = Field(examples=["tjj"])
    label: str = Field(examples=["云河市统计局"])


class ActorShape(Schema):
    """Who acted, as named then."""

    kind: Literal["person", "token", "system", "public"]
    id: str
    name: str
    post: str
    body: str = Field(description="机构代码。")
    body_name: str


class EntryShape(Schema):
    """One sealed entry."""

    position: int = Field(description="序号，自1起连续。", examples=[1024])
    at: datetime
    verb: str = Field(examples=["body.renamed"])
    verb_label: str = Field(examples=["机构更名"])
    object: ObjectShape
    by: ActorShape
    before: dict[str, Any] | None = Field(description="变更前。")
    after: dict[str, Any] | None = Field(description="变更后。")
    reason: str
    algorithm: str = Field(description="摘要算法。", examples=["sha256"])
    digest: str = Field(description="条目摘要，十六进制。")


class EntryList(Schema):
    """The next entries in order."""

    items: list[EntryShape]
    next_after: int = Field(description="下次的 after。", examples=[1024])
    more: bool = Field(description="是否还有已经封存、没有读到的条目。")


class ScopeShape(Schema):
    """One scope of a token."""

    name: str = Field(examples=["body.view"])
    label: str = Field(examples=["查看机构"])
    reach: Literal["own", "subtree", "all"] = Field(description="本机构、本机构及下级机构、全部机构。")


class OwnToken(Schema):
    """The token that was shown."""

    id: str
    name: str = Field(description="用途。")
    prefix: str = Field(description="令牌开头，用来辨认。")
    body: BodyRef
    scopes: list[ScopeShape]
    created_at: datetime
    expires_at: datetime
