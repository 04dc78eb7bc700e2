"""Anchors by mail to the auditors: kept in their mailboxes, never asked back from here."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Sequence
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from typing import Any, Final, NoReturn

from django.conf import settings
from django.utils.translation import gettext as _

from gongkai.records.auditing.stores.port import CannotReadBack, StoreRefused

PATIENCE: Final = 30  # seconds for each answer of the server


class MailStore:
    """The mailboxes of the auditors. `server` is config.anchors.MailServer, or an object like it."""

    place = "mail"
    readable = False

    def __init__(self, addresses: Sequence[str], server: Any) -> None:
        self.addresses = tuple(addresses)
        self.server = server
        self.where = "、".join(masked(address) for address in self.addresses)

    @classmethod
    def from_setting(cls, said: Sequence[str]) -> MailStore:
        """The auditors of this deployment."""
        return cls(said, settings.GONGKAI_MAIL_SERVER)

    def put(self, name: str, content: bytes) -> str:
        """Send a letter with the anchor in its text and as a file; well only if every auditor's was taken."""
        letter = self._letter(name, content)
        try:
            with self._connected() as connection:
                if self.server.security == "starttls":
                    connection.starttls(context=ssl.create_default_context())
                if self.server.user and self.server.password:
                    connection.login(self.server.user, self.server.password)
                refused = connection.send_message(letter)
        except (smtplib.SMTPException, OSError) as problem:
            code = getattr(problem, "smtp_code", "") or type(problem).__name__
            raise StoreRefused(
                _("邮件服务器 %(host)s 没有收下锚点（%(code)s）：请核对服务器、账号和收件地址。")
                % {"host": self.server.host, "code": code}
            ) from problem
        if refused:
            raise StoreRefused(
                _("邮件服务器 %(host)s 拒绝了%(count)s个收件地址，请核对。")
                % {"host": self.server.host, "count": len(refused)}
            )
        return str(letter["Message-ID"])

    def list(self) -> NoReturn:
        """Mail cannot be asked back."""
        raise CannotReadBack(_("寄出的锚点在审计员的信箱里，请由审计员用 --anchor 文件核对。"))

    def get(self, name: str) -> NoReturn:
        """Mail cannot be asked back."""
        self.list()

    def _connected(self) -> smtplib.SMTP:
        where = (self.server.host, self.server.port)
        if self.server.security == "tls":
            return smtplib.SMTP_SSL(*where, timeout=PATIENCE, context=ssl.create_default_context())
        return smtplib.SMTP(*where, timeout=PATIENCE)

    def _letter(self, name: str, content: bytes) -> EmailMessage:
        letter = EmailMessage()
        letter["Subject"] = _("日志锚点 %(name)s（%(site)s）") % {
            "name": name.removesuffix(".jsonl"),
            "site": settings.GONGKAI_SITE.name,
        }
        letter["From"] = self.server.sender
        letter["To"] = ", ".join(self.addresses)
        letter["Date"] = formatdate(localtime=False)
        letter["Message-ID"] = make_msgid(domain=self.server.sender.rpartition("@")[2])
        letter["Auto-Submitted"] = "auto-generated"
        letter.set_content(
            _(
                "请保存这封邮件，不要交给信息公开系统的管理员。\n"
                "附件是审计日志的锚点。日后核验：gongkai journal verify --anchor %(name)s\n\n%(line)s"
            )
            % {"name": name, "line": content.decode()}
        )
        letter.add_attachment(content, maintype="application", subtype="x-ndjson", filename=name)
        return letter


def masked(address: str) -> str:
    """A mail address as the journal may name it: first letter and domain."""
    local, _at, domain = address.rpartition("@")
    return f"{local[:1]}…@{domain}"
