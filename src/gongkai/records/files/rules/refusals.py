"""Why a file is refused: one exception per reason, each with a sentence that says what to do instead."""

from __future__ import annotations

from typing import ClassVar

from gongkai.records.refusals import Refused


class FileRefused(Refused):
    """The file is not accepted; the message tells whoever sent it why, and what to do."""

    sentence: ClassVar[str] = "这个文件不能接收。"

    def __init__(self, **facts: object) -> None:
        super().__init__(self.sentence.format(**facts))
        self.facts = facts


class NameRefused(FileRefused):
    """Without a name or an extension it cannot be handed out again."""

    sentence = "文件没有名称或者没有扩展名，请补上扩展名（例如 .pdf）后再上传。"


class EmptyFile(FileRefused):
    """Nothing in it."""

    sentence = "文件是空的，请检查是不是选错了文件，或者传送中断了。"


class FileTooLarge(FileRefused):
    """Larger than its kind may be."""

    sentence = "{label}最大{largest}，这个文件更大。请压缩图片、拆成几个文件，或者另存为更小的版本后再上传。"


class KindNotAccepted(FileRefused):
    """A kind of file that is not in the table of kinds."""

    sentence = "不接收这种文件（{found}）。请转换成PDF、OFD、Word、Excel、图片或者文本后再上传。"


class ExtensionDoesNotFit(FileRefused):
    """The name says one kind, the content is another."""

    sentence = (
        "文件扩展名是.{extension}，内容却是{label}。请改用扩展名.{right}，或者用原来的软件重新保存后再上传。"
    )


class ProgramFile(FileRefused):
    """A program or script that a machine would run."""

    sentence = "这是可以运行的程序（{found}），不能上传。请上传文档本身。"


class WebPageRefused(FileRefused):
    """A web page, which could act in the name of this site."""

    sentence = "不接收网页文件（HTML）。请用浏览器打开后打印成PDF，或者把文字存为TXT再上传。"


class ArchiveRefused(FileRefused):
    """A packed file whose content could not be looked at one by one."""

    sentence = "不接收压缩包。请解压后逐个上传里面的文件。"


class MacrosInside(FileRefused):
    """Office document with macros or controls."""

    sentence = "文档里有宏或者控件（{found}）。请另存为不含宏的格式（docx、xlsx、pptx）后再上传。"


class ScriptInside(FileRefused):
    """Image or PDF with a script or an action that runs."""

    sentence = "文件里有脚本（{found}）。请用制图或者办公软件重新导出为不含脚本的文件后再上传。"


class RemoteContentInside(FileRefused):
    """The file would fetch something from elsewhere when opened."""

    sentence = "文件打开时会从别处读取内容（{found}）。请在原软件里断开链接、嵌入内容，再另存后上传。"


class EncryptedFile(FileRefused):
    """Cannot be read without a password."""

    sentence = "文件设有打开密码，无法检查和归档。请取消密码后再上传。"


class ArchiveBomb(FileRefused):
    """Unpacks to far more than a document of its size should."""

    sentence = "文件展开后异常庞大（{found}），不能接收。请用办公软件重新保存后再上传。"


class NestedArchive(FileRefused):
    """A packed file within the document, or documents embedded too deep."""

    sentence = "文档里还嵌着压缩包或者多层文档（{found}）。请把嵌入的文件取出，单独上传。"


class TwoKindsAtOnce(FileRefused):
    """Different programs would see different content in it."""

    sentence = "这个文件同时是{label}和压缩包，不同软件会看到不同内容。请用原来的软件重新导出后再上传。"


class DamagedFile(FileRefused):
    """Begins like a known kind, but cannot be read as one."""

    sentence = "{label}文件损坏，无法读取（{found}）。请重新保存或者重新扫描后再上传。"


class BearsSecrecyMark(FileRefused):
    """Bears 秘密★, 机密★ or 绝密★. Its bytes are not kept and the security officer is told."""

    sentence = (
        "文件里有密级标志“{mark}”。涉密文件不得上传到本系统，内容没有保存，已登记并报告安全保密管理员。"
        "请立即联系保密工作机构；如果只是讲解保密知识的材料，请改写标志后再上传。"
    )
