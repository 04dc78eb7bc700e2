"""Letters and templates that several tests look at, and how a DOCX is read back."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any, Final

import docx
from lxml import etree

from gongkai.records.actors import Actor
from gongkai.records.letters.rules.kinds import LetterField, LetterKind, Value, register
from gongkai.records.letters.rules.letter import AttachmentList, Heading, LetterTable, LetterText, Paragraph

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
BY: Final = Actor("person", "p-0001", "林知远", "信息公开科科员", "yunhe-office", "云河市人民政府办公室")
AT: Final = datetime(2026, 3, 16, 1, 30, tzinfo=UTC)

# A reply to an application, with a field of every type.
REPLY: Final = LetterKind(
    "test_reply",
    "答复书",
    (
        LetterField("organ", "机关名称", "text", "云河市人民政府办公室"),
        LetterField("applicant.name", "申请人姓名", "text", "张三"),
        LetterField("received_on", "收到日期", "date", date(2026, 3, 2)),
        LetterField("asked", "申请内容", "paragraphs", "云东区征收补偿方案"),
        LetterField(
            "items", "逐项答复", "rows", (("1", "征收补偿方案", "予以公开"),), required=False, columns=3
        ),
        LetterField("pages", "页数", "number", 12),
        LetterField("extended", "已延期", "flag", True),
        LetterField("annexes", "所附材料", "names", ("征收补偿方案",), required=False),
    ),
)
register(REPLY)

PARTS: Final[Mapping[str, str]] = {
    "mark": "{{organ}}",
    "title": "{{organ}}政府信息公开申请答复书",
    "addressee": "{{申请人姓名}}",
    "body": (
        "我办于{{received_on}}收到你的申请：\n{{asked}}\n"
        "{{if extended}}\n经批准，答复期限已经延长。\n{{else}}\n在期限内答复如下。\n{{end}}\n"
        "# 答复\n{{if items}}\n| 序号 | 内容 | 答复 |\n{{items}}\n{{end}}\n共{{pages}}页。\n附件：{{annexes}}"
    ),
    "signatory": "{{organ}}",
}
VALUES: Final[dict[str, Value]] = {
    "organ": "云河市人民政府办公室",
    "applicant.name": "李四",
    "received_on": date(2026, 3, 2),
    "asked": "甲\n乙",
    "items": (("1", "方案", "予以公开"), ("2", "名单", "不予公开")),
    "pages": 12,
    "extended": False,
    "annexes": ("方案", "目录"),
}

LETTER: Final = LetterText(
    mark="云河市人民政府文件",
    number="云政发〔2026〕12号",
    title=("云河市人民政府关于进一步", "做好政府信息公开申请办理工作的通知"),
    addressee="各县（区）人民政府",
    blocks=(
        Paragraph("现就有关事项通知如下。"),
        Heading(1, "总体要求"),
        Heading(2, "基本原则"),
        Heading(3, "依法"),
        Heading(4, "及时"),
        Heading(1, "组织实施"),
        LetterTable(("序号", "事项"), (("1", "登记"), ("2", "答复"))),
        Paragraph("请认真贯彻落实。"),
        AttachmentList(("流程图", "登记表")),
    ),
    signatory="云河市人民政府",
    on=date(2026, 3, 16),
    urgency="特急",
    note="此件公开发布",
    copy_to="市委办公室，市人大常委会办公室",
    printed_by="云河市人民政府办公室",
    printed_on=date(2026, 3, 17),
    copies=60,
)


def part(data: bytes, name: str = "word/document.xml") -> Any:
    """The root element of one part of a DOCX."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return etree.fromstring(archive.read(name))


def paragraphs(data: bytes) -> list[str]:
    """Every paragraph in the order of the document, those of tables too; empty ones left out."""
    found = ("".join(p.itertext(W + "t", W + "tab", W + "br")) for p in part(data).iter(W + "p"))
    return [text for text in found if text]


def opened(data: bytes) -> Any:
    """The document as python-docx reads it."""
    return docx.Document(io.BytesIO(data))
