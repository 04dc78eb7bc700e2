"""The check `keys`: the key file is there where it is needed, is ours alone, and fits the database."""

from __future__ import annotations

from django.utils.translation import gettext as _

from gongkai.records import journal
from gongkai.records.health import Moment, Seen
from gongkai.records.keys import keyring, signing
from gongkai.records.keys.models import CaseKey


def examine(moment: Moment) -> Seen:
    """Look at the key file without making one."""
    try:
        ring = keyring.find()
        if ring is None:
            return Seen("ok", _("还没有用到密钥"))
        newest = CaseKey.objects.filter(wrapped__isnull=False).order_by("-wrapping_version").first()
        if newest is not None:
            newest.open()
    except keyring.KeysUnusable as outage:
        return Seen("fault", str(outage), stops=True)
    block = journal.Block.objects.exclude(key_id="").order_by("-number").first()
    if block is not None and block.key_id not in signing.public_keys():
        said = _("日志是用另一套密钥签名的，密钥文件与数据库不是同一套")
        return Seen("fault", said, _("请用这套数据的密钥备份恢复：gongkai keys restore 文件。"), stops=True)
    return Seen("ok", _("可以使用"))
