"""What verification can find, each kind with its sentence; and the result as a whole with its verdict."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final, Literal

# Kind → sentence. The order is that of the reference; tests hold that every kind can be found.
KINDS = {
    "changed_entry": "序号{position}（内部编号{entry}，{what}）的内容与记入时的摘要不符，已被改动。",
    "changed_unsealed": "尚未封存的条目（内部编号{entry}，{what}）的内容与记入时的摘要不符，已被改动。",
    "removed_entry": "序号{position}的条目不见了，已被删除。",
    "repeated_position": "序号{position}给了不止一个条目。",
    "unsealed_position": (
        "序号{position}（内部编号{entry}，{what}）不属于任何已封存的区块：区块被删除，或者序号是伪造的。"
    ),
    "changed_block": (
        "区块{block}（序号{first}至{last}）的根摘要与内容不符：有条目连同摘要被改换，或者区块本身被改动。"
    ),
    "removed_block": "区块{block}不见了，已被删除。",
    "broken_chain": "区块{block}与它前面的区块接不上：前面的历史被改写。",
    "forged_signature": "区块{block}的签名无效：不是本部署的密钥所签。",
    "unknown_key": (
        "自区块{block}起有{count}个区块由不认识的密钥{key}签名，没有核验：不是本部署所签，"
        "或者密钥文件不全，请用密钥备份恢复后再核验。"
    ),
    "missing_key": (
        "找不到密钥，{count}个区块的签名没有核验。请用密钥备份恢复（gongkai keys restore 文件）后再核验。"
    ),
    "lost_signature": "区块{block}没有签名，而它前面的区块有：签名被去掉，或者历史被改写。",
    "changed_since_checkpoint": "区块{block}与{day}完整核验时不同：此前的历史被改写。",
    "cut_tail": "锚点（{time}）记有区块{block}、共{count}条，而日志只到第{have}条：末尾被截去。",
    "rewritten": "区块{block}与锚点（{time}）不符：历史被改写并重新串接。",
    "forged_anchor": "锚点（{time}，区块{block}，{where}）的签名无效：锚点被改动，或者不是本部署的锚点。",
    "unreadable_anchor": "{where}里的 {name} 不是锚点：被损坏，或者有人放进了别的文件，请查明。",
    "lost_anchor": (
        "回执上记有{count}个锚点存放在{where}，那里已经没有了（例如 {name}）：被删除，或者存放处没有接好。"
    ),
    "reader_ahead": "读者“{reader}”已读到第{position}条，而日志只到第{have}条：末尾被截去。",
    "dropped_trigger": "数据库中的保护触发器 {name} 被删除、停用或者改动。请查明是谁、为何，再由管理员恢复。",
    "dropped_constraint": "数据库中的约束 {name} 被删除。请查明是谁、为何，再由管理员恢复。",
}

Verdict = Literal["proved", "unproven", "damaged"]
# How old the newest anchor may be for the journal to count as proved.
WITHIN: Final = timedelta(days=2)


class Unreadable(ValueError):
    """The question cannot be answered: no journal, no such file, no such digest on this machine."""


@dataclass(frozen=True, slots=True)
class JournalFinding:
    """One thing that is wrong: its kind, where it is, and a sentence that says so."""

    kind: str
    message: str
    block: int | None = None
    position: int | None = None
    entry: int | None = None


def finding(kind: str, **facts: Any) -> JournalFinding:
    """A finding of this kind with its sentence filled in."""
    place = {name: facts.get(name) for name in ("block", "position", "entry")}
    return JournalFinding(kind, KINDS[kind].format(**facts), **place)


@dataclass(frozen=True, slots=True)
class Proof:
    """The newest anchor that the journal agrees with: everything up to `position` is as it was then."""

    block: int
    position: int
    root: str
    at: datetime
    where: str


@dataclass(frozen=True, slots=True)
class Relied:
    """The full verification that an incremental one relies on, and what of its part was looked at again."""

    block: int
    position: int
    at: datetime
    anchored: bool
    sampled: int = 0


@dataclass(slots=True)
class JournalVerification:
    """What was verified and what was found, in the order of the journal.

    `entries` and `blocks` count what was recomputed, `relied` what an earlier full verification stands for
    (None after a full one); `checked` counts signatures that were verified, of `signed` that were seen.
    `unproven_since`: the instant from which on no anchor vouches for what is there.
    """

    entries: int = 0
    blocks: int = 0
    signed: int = 0
    checked: int = 0
    unsigned: int = 0
    checked_signatures: bool = False
    anchors: int = 0
    last_block: int = 0
    last_position: int = 0
    last_root: str = ""
    unsealed: int = 0
    oldest_unsealed: datetime | None = None
    relied: Relied | None = None
    proof: Proof | None = None
    unproven_since: datetime | None = None
    findings: list[JournalFinding] = field(default_factory=list)
    more_findings: int = 0

    @property
    def ok(self) -> bool:
        """Nothing was found: what is there agrees with itself, and with the anchors that were given."""
        return not self.findings

    @property
    def first(self) -> JournalFinding | None:
        """The first finding in the order of the journal."""
        return self.findings[0] if self.findings else None

    @property
    def unproven(self) -> int:
        """How many entries no anchor vouches for, those that wait for their seal included."""
        return self.last_position - (self.proof.position if self.proof else 0) + self.unsealed

    def verdict(self, at: datetime, within: timedelta = WITHIN) -> Verdict:
        """What the result amounts to at an instant.

        `proved` needs an anchor that is not older than `within`: with an older one, whatever was done since
        may have been cut off or rewritten.
        """
        if self.findings:
            return "damaged"
        return "proved" if self.proof and at - self.proof.at <= within else "unproven"

    def as_json(self, at: datetime, within: timedelta = WITHIN) -> dict[str, Any]:
        """The result as `gongkai journal verify --json` gives it."""
        said = {"verdict": self.verdict(at, within), "ok": self.ok, **asdict(self), "unproven": self.unproven}
        return {name: _plain(value) for name, value in said.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, datetime) else value
