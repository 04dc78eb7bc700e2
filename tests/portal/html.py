"""Reading a page as tests do: its elements and its plain text."""

from __future__ import annotations

import re

from lxml import html

from tests.responses import AnyResponse


class Page:
    """A parsed page. `select` takes XPath; `text` is all text with white space folded."""

    def __init__(self, response: AnyResponse) -> None:
        self.source = response.content.decode()
        self.root = html.document_fromstring(self.source)

    def select(self, path: str) -> list[html.HtmlElement]:
        """Elements by XPath."""
        found = self.root.xpath(path)
        assert isinstance(found, list)
        return found

    def attributes(self, path: str) -> list[str]:
        """The values of attributes by XPath."""
        return [str(value) for value in self.select(path)]

    def texts(self, path: str) -> list[str]:
        """The folded texts of elements."""
        return [fold(element.text_content()) for element in self.select(path)]

    @property
    def text(self) -> str:
        """The text of the body."""
        return fold(self.select("//body")[0].text_content())

    def metas(self) -> dict[str, str]:
        """Page tags by name."""
        return {each.get("name", ""): each.get("content", "") for each in self.select("//head/meta[@name]")}

    def field(self, name: str) -> str:
        """The value of a form field."""
        found = self.select(f"//*[@name='{name}']")[0]
        return found.text or "" if found.tag == "textarea" else found.get("value", "")


def fold(text: str) -> str:
    """White space runs as one blank."""
    return re.sub(r"\s+", " ", text).strip()
