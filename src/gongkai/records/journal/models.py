"""Tables of the journal: entries, the blocks that seal them, and how far each reader has read."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongkai.records.actors import Actor, ObjectRef
from gongkai.records.journal.rules import Header, canonical, digest
from gongkai.records.journal.verbs import label


class Entry(models.Model):
    """Who did what to which object, when. Written once; only the sealer adds its `position`, once.

    `digest` covers everything but id and position. Order of ids is not the order of commits: follow
    `position`.
    """

    at = models.DateTimeField(_("时间"))
    verb = models.TextField(_("事项"))
    object_kind = models.TextField(_("对象类别"))
    object_id = models.TextField(_("对象编号"))
    object_label = models.TextField(_("对象"))
    actor_kind = models.TextField(_("操作者类别"))
    actor_id = models.TextField(_("操作者编号"))
    actor_name = models.TextField(_("操作者"))
    actor_post = models.TextField(_("岗位"), blank=True)
    actor_body = models.TextField(_("单位代码"), blank=True)
    actor_body_name = models.TextField(_("单位"), blank=True)
    before = models.JSONField(_("变更前"), null=True)
    after = models.JSONField(_("变更后"), null=True)
    digests = models.JSONField(_("内容摘要"), default=dict)
    reason = models.TextField(_("理由"), blank=True)
    algorithm = models.TextField(_("摘要算法"))
    digest = models.TextField(_("摘要"))
    position = models.BigIntegerField(_("序号"), null=True, blank=True)

    class Meta:
        db_table = "records_journal_entry"
        indexes = (
            models.Index(fields=("object_kind", "object_id"), name="journal_entry_object"),
            models.Index(fields=("at",), name="journal_entry_at"),
            models.Index(
                fields=("id",), condition=models.Q(position__isnull=True), name="journal_entry_unsealed"
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("position",),
                name="journal_position_is_given_once",
                violation_error_message=_("日志的每个序号只给一个条目。"),
            ),
            models.CheckConstraint(
                condition=models.Q(position__gte=1),
                name="journal_position_starts_at_one",
                violation_error_message=_("日志序号从1开始。"),
            ),
            models.CheckConstraint(
                condition=models.Q(actor_kind__in=("person", "token", "system", "public")),
                name="journal_actor_kind_is_known",
                violation_error_message=_("操作者应为人员、接口令牌、系统或者公众。"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.actor_name} {label(self.verb)} {self.object_label}"

    @property
    def by(self) -> Actor:
        """Who acted, as named then."""
        return Actor(
            kind=self.actor_kind,  # type: ignore[arg-type]  # a constraint keeps it to the kinds there are
            id=self.actor_id,
            name=self.actor_name,
            post=self.actor_post,
            body=self.actor_body,
            body_name=self.actor_body_name,
        )

    @property
    def object(self) -> ObjectRef:
        """What was acted on, as named then."""
        return ObjectRef(self.object_kind, self.object_id, self.object_label)

    def content(self) -> dict[str, Any]:
        """What the digest covers."""
        return {name: getattr(self, name) for name in COVERED}

    def computed_digest(self) -> str:
        """The digest of the content as it stands; raises NotCanonical or NoSuchDigest."""
        return digest(self.algorithm, canonical(self.content()))


COVERED = (
    "at",
    "verb",
    "object_kind",
    "object_id",
    "object_label",
    "actor_kind",
    "actor_id",
    "actor_name",
    "actor_post",
    "actor_body",
    "actor_body_name",
    "before",
    "after",
    "digests",
    "reason",
)


class Block(models.Model):
    """A sealed run of positions. `root` covers entries, header and the previous root; never changed."""

    number = models.BigIntegerField(_("区块"), primary_key=True)
    first = models.BigIntegerField(_("首条"))
    last = models.BigIntegerField(_("末条"))
    root = models.TextField(_("根摘要"))
    previous_root = models.TextField(_("上一区块根摘要"), blank=True)
    algorithm = models.TextField(_("摘要算法"))
    sealed_at = models.DateTimeField(_("封存时间"))
    key_id = models.TextField(_("签名密钥"), blank=True)
    signature = models.TextField(_("签名"), blank=True)

    class Meta:
        db_table = "records_journal_block"
        constraints = (
            models.CheckConstraint(
                condition=models.Q(number__gte=1, first__gte=1, last__gte=models.F("first")),
                name="journal_block_holds_entries",
                violation_error_message=_("日志区块至少有一个条目。"),
            ),
            models.UniqueConstraint(
                fields=("first",),
                name="journal_block_starts_once",
                violation_error_message=_("日志条目只能封存一次。"),
            ),
            models.CheckConstraint(
                condition=models.Q(key_id="", signature="") | ~models.Q(key_id="") & ~models.Q(signature=""),
                name="journal_signature_names_its_key",
                violation_error_message=_("签名应注明所用的密钥。"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} ({self.first}-{self.last})"

    @property
    def header(self) -> Header:
        """What the root's first leaf covers."""
        return Header(self.number, self.first, self.last, self.previous_root, self.algorithm, self.sealed_at)


class Cursor(models.Model):
    """How far a reader has read: the last position it has dealt with."""

    reader = models.TextField(_("读者"), primary_key=True)
    position = models.BigIntegerField(_("已读至"), default=0)

    class Meta:
        db_table = "records_journal_cursor"
        constraints = (
            models.CheckConstraint(
                condition=models.Q(position__gte=0),
                name="journal_cursor_is_not_negative",
                violation_error_message=_("阅读位置不能小于0。"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.reader} @ {self.position}"
