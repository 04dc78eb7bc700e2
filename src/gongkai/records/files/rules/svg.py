"""SVG drawings: only shapes and text; nothing that runs, nothing fetched from elsewhere."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException  # type: ignore[import-untyped]
from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]

from gongkai.records.files.rules.refusals import DamagedFile, RemoteContentInside, ScriptInside

LABEL = "SVG"
_RUNNING = {"script", "foreignobject", "iframe", "object", "embed", "handler", "listener", "audio", "video"}
_DATA_IMAGE = re.compile(r"data:image/(?:png|jpeg|gif|webp)[;,]", re.IGNORECASE)
_STYLE_FETCH = re.compile(r"@import|url\s*\(\s*[\"']?\s*(?!#)|expression\s*\(|javascript:|\\", re.IGNORECASE)


def check(content: bytes) -> None:
    """Raise DamagedFile, ScriptInside, RemoteContentInside."""
    if b"<?xml-stylesheet" in content:
        raise RemoteContentInside(found="xml-stylesheet")
    try:
        root = fromstring(content, forbid_dtd=True)
    except DefusedXmlException as problem:
        raise RemoteContentInside(found="DTD或者实体") from problem
    except (ParseError, ValueError, LookupError) as problem:
        raise DamagedFile(label=LABEL, found="XML") from problem
    if _local(root.tag) != "svg":
        raise DamagedFile(label=LABEL, found="没有svg元素")
    for element in root.iter():
        _check_element(element)


def _check_element(element: Element) -> None:
    name = _local(element.tag)
    if name in _RUNNING:
        raise ScriptInside(found=name)
    if name == "style" and _STYLE_FETCH.search("".join(element.itertext())):
        raise RemoteContentInside(found="style")
    for attribute, value in element.attrib.items():
        key, value = _local(attribute), value.strip()
        if key.startswith("on"):
            raise ScriptInside(found=key)
        if key == "attributename" and _local(value.rpartition(":")[2]) in {"href", "style"}:
            raise ScriptInside(found=f"{name} {value}")
        if key in {"href", "src"} and not (value.startswith("#") or _DATA_IMAGE.match(value)):
            raise RemoteContentInside(found=f"{name} {key}")
        if key not in {"href", "src"} and _STYLE_FETCH.search(value):
            raise RemoteContentInside(found=f"{name} {key}")


def _local(tag: object) -> str:
    return str(tag).rpartition("}")[2].lower()
