"""Bodies of state secrets never enter (design, §2b): a mark is found wherever a document can carry text."""

from __future__ import annotations

import io

import pytest
from django.utils import timezone

from gongkai.records import files, journal
from gongkai.records.actors import Actor
from gongkai.records.acts import SystemAct
from gongkai.records.files import refused, storage
from gongkai.records.files.models import StoredFile
from gongkai.records.files.operations import RefusalHandled
from gongkai.records.files.rules import inspect
from gongkai.records.files.rules.refusals import BearsSecrecyMark
from gongkai.records.files.rules.secrecy import mark_in, without_markup
from tests.prepared import around_a_test
from tests.records.files import material as m

CLERK = Actor("person", "p1", "李四", "科员", "edu", "教育局")
AT = timezone.now()

MARKED = {
    "text": ("x.txt", f"标题\n{m.MARK}\n".encode()),
    "text in GB 18030": ("x.txt", m.MARK.encode("gb18030")),
    "text in UTF-16": ("x.txt", m.MARK.encode("utf-16")),
    "table as CSV": ("x.csv", f"序号,密级\n1,{m.MARK}".encode()),
    "text in GB 18030 after a long beginning in ASCII": (
        "x.csv",
        b"1,2,3\n" * 2000 + m.MARK.encode("gb18030"),
    ),
    "spaced as on paper": ("x.txt", "机 密 ★ 1 0 年".encode()),
    "wide spaces": ("x.txt", "绝\u3000密\u3000★".encode()),
    "Traditional characters": ("x.txt", "機密★".encode()),
    "Word body": ("x.docx", m.word(m.MARK)),
    "Word header": ("x.docx", m.word(header=m.MARK)),
    "Word, over several runs": ("x.docx", m.word(runs=("机", "密", "★", "10", "年"))),
    "Word, in an embedded workbook": (
        "x.docx",
        m.with_entries(m.word(), {"word/embeddings/a.xlsx": m.sheet(m.MARK)}),
    ),
    "Word, in a web page it embeds": (
        "x.docx",
        m.with_entries(m.word(), {"word/afchunk.html": f"<p title='&amp;'>{m.MARK}</p>"}),
    ),
    "Word part in UTF-16": (
        "x.docx",
        m.with_entries(m.word(), {"word/footnotes.xml": f"<w:t>{m.MARK}</w:t>".encode("utf-16")}),
    ),
    "Word, as character references": (
        "x.docx",
        m.with_entries(m.word(), {"word/footer1.xml": "<w:t>&#26426;&#23494;&#x2605;</w:t>"}),
    ),
    "Excel cell": ("x.xlsx", m.sheet(m.MARK)),
    "ODF text": ("x.odt", m.odt(m.MARK)),
    "OFD page": ("x.ofd", m.ofd(m.MARK)),
    "PDF page": ("x.pdf", m.pdf(m.MARK)),
    "Word 97": ("x.doc", m.old_word(m.MARK)),
    "drawing": ("x.svg", m.svg("<text><tspan>机密</tspan><tspan>★</tspan></text>")),
}


@pytest.mark.parametrize("where", MARKED)
def test_a_mark_is_found(where: str) -> None:
    name, content = MARKED[where]
    with pytest.raises(BearsSecrecyMark, match="密★"):
        inspect(io.BytesIO(content), name)


def test_a_mark_is_found_across_the_pieces_of_a_long_text() -> None:
    text = "甲" * 2_000_000
    for cut in range(7):
        pieces = [text + m.MARK[:cut], m.MARK[cut:] + text]
        assert mark_in(pieces) in {m.MARK, "机密★", "机密★1"}, cut
        tagged = [text + "<w:t>" + m.MARK[:cut] + "</w", ":t><w:t>" + m.MARK[cut:] + "</w:t>" + text]
        assert mark_in(without_markup(tagged)), cut
        attribute = [text + "机密<w:t a='&amp;", "x'>★" + text]
        assert mark_in(without_markup(attribute)) == "机密★"


# Words that are not marks
UNMARKED = ["涉及国家秘密的信息不予公开", "《保守国家秘密法》", "商业秘密", "★ 重点", "机密级计算机"]


@pytest.mark.parametrize("text", UNMARKED)
def test_words_about_secrecy_are_no_mark(text: str) -> None:
    inspect(io.BytesIO(m.word(text)), "x.docx")
    inspect(io.BytesIO(text.encode()), "x.txt")


def upload(content: bytes = MARKED["Word header"][1]) -> None:
    with pytest.raises(BearsSecrecyMark):
        files.store_public(stream=io.BytesIO(content), name="某某涉密通知.docx", act=SystemAct(CLERK, AT))


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
def test_the_bytes_are_not_kept_and_the_security_officer_is_told() -> None:
    upload()
    assert StoredFile.objects.count() == 0
    assert list(storage.objects()) == []
    assert list(storage.leftovers()) == []
    [refusal] = files.open_refusals()
    assert (refusal.mark, refusal.kind, refusal.by_name, refusal.body_name) == (
        m.MARK,
        "docx",
        "李四",
        "教育局",
    )
    [entry] = journal.entries().filter(verb="file.refused_secret")
    assert (entry.by, entry.at) == (CLERK, AT)
    assert "某某" not in f"{entry.content()}{vars(refusal)}", "not even the name of such a file is kept"


@pytest.mark.database
@pytest.mark.django_db
def test_the_refusal_outlives_the_transaction_it_broke() -> None:
    @around_a_test()
    def operation() -> None:
        files.store_public(stream=io.BytesIO(m.word(m.MARK)), name="x.docx", act=SystemAct(CLERK, AT))

    with pytest.raises(BearsSecrecyMark):
        operation()
    assert journal.entries().count() == 0
    assert refused.report() == 1  # what the runner does every minute
    assert refused.report() == 0
    assert journal.entries().filter(verb="file.refused_secret").count() == 1


@pytest.mark.database
@pytest.mark.django_db
def test_a_note_told_twice_is_one_entry(monkeypatch: pytest.MonkeyPatch) -> None:
    upload()
    refused.report()
    [refusal] = files.open_refusals()
    refused.note(mark="秘密★", kind="txt", size=1, sha256="0" * 64, by=CLERK, at=AT)
    [note] = (storage.root() / "refused").glob("*.json")
    note.rename(note.with_name(f"{refusal.pk}.json"))  # as if the process had died between commit and unlink
    assert refused.report() == 0
    assert journal.entries().filter(verb="file.refused_secret").count() == 1


@pytest.mark.database
@pytest.mark.django_db
def test_a_refusal_leaves_the_inbox_once_somebody_wrote_how_it_was_handled() -> None:
    upload()
    refused.report()
    [refusal] = files.open_refusals()
    for handling in ("", "  "):
        with pytest.raises(RefusalHandled):
            files.handle_refusal(refusal=refusal, handling=handling, act=SystemAct(CLERK, AT))
    files.handle_refusal(refusal=refusal, handling="已通知保密办，原件按规定处置", act=SystemAct(CLERK, AT))
    assert not files.open_refusals().exists()
    with pytest.raises(RefusalHandled):
        files.handle_refusal(refusal=refusal, handling="再次", act=SystemAct(CLERK, AT))
