"""Tables of the journal: entries, the blocks that seal them, how far each reader has read; anchors that were
made with the receipts of where they are kept, and checkpoints of full verifications.
"""

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
            models.Index(fields=("verb", "at", "id"), name="journal_entry_verb"),
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


class AnchorMade(models.Model):
    """An anchor as it was made: the journal up to a block. `line` is what is kept elsewhere, to the byte."""

    block = models.BigIntegerField(_("区块"))
    position = models.BigIntegerField(_("序号"))
    root = models.TextField(_("根摘要"))
    algorithm = models.TextField(_("摘要算法"))
    day = models.DateField(_("日期"))
    made_at = models.DateTimeField(_("制作时间"))
    line = models.TextField(_("内容"))

    class Meta:
        db_table = "records_journal_anchor"
        indexes = (models.Index(fields=("day",), name="journal_anchor_day"),)
        constraints = (
            models.UniqueConstraint(
                fields=("day", "block"),
                name="journal_anchor_is_made_once",
                violation_error_message=_("同一天对同一区块只做一个锚点。"),
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name it is kept under, the same in every place: it sorts by day and block."""
        return f"anchor-{self.day.isoformat()}-{self.block:09d}.jsonl"

    @property
    def content(self) -> bytes:
        """The file that is kept: one line."""
        return (self.line + "\n").encode()


class AnchorReceipt(models.Model):
    """That an anchor is kept in a place outside: where, when, under which digest, and what the place said."""

    anchor = models.ForeignKey(AnchorMade, on_delete=models.PROTECT, related_name="receipts")
    place = models.TextField(_("存放方式"))
    location = models.TextField(_("存放处"))
    name = models.TextField(_("文件名"))
    digest = models.TextField(_("摘要"))
    said = models.TextField(_("回执"), blank=True)
    kept_at = models.DateTimeField(_("存放时间"))

    class Meta:
        db_table = "records_journal_anchor_receipt"
        indexes = (models.Index(fields=("kept_at",), name="journal_receipt_kept_at"),)
        constraints = (
            models.UniqueConstraint(
                fields=("anchor", "place", "location"),
                name="journal_anchor_is_kept_once",
                violation_error_message=_("同一个锚点在同一处只存放一次。"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.location} {self.name}"


class Checkpoint(models.Model):
    """That everything up to a block was verified in full at an instant, signed with the journal's key.

    `anchor_block` and `anchor_root` tie it to the newest anchor that vouched for it; 0 and empty if none.
    """

    block = models.BigIntegerField(_("区块"))
    position = models.BigIntegerField(_("序号"))
    root = models.TextField(_("根摘要"))
    algorithm = models.TextField(_("摘要算法"))
    verified_at = models.DateTimeField(_("核验时间"))
    anchor_block = models.BigIntegerField(_("锚点区块"), default=0)
    anchor_root = models.TextField(_("锚点根摘要"), blank=True)
    key_id = models.TextField(_("签名密钥"))
    signature = models.TextField(_("签名"))

    class Meta:
        db_table = "records_journal_checkpoint"
        indexes = (models.Index(fields=("verified_at",), name="journal_checkpoint_at"),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(block__gte=1) & ~models.Q(key_id="") & ~models.Q(signature=""),
                name="journal_checkpoint_is_signed",
                violation_error_message=_("检查点应有签名。"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.block} @ {self.verified_at:%Y-%m-%d}"
