"""`{% ui "name" option=value … %}` and `{% uiblock "name" … %}content{% enduiblock %}`."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context, NodeList
from django.template.base import FilterExpression, Node, Parser, Token, token_kwargs
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe

from gongkai.design.components import ComponentError, declaration

register = template.Library()


def render(name: str, options: dict[str, Any], content: str | None = None) -> SafeString:
    """One component as HTML; `content` is safe HTML for a component that wraps something."""
    declared = declaration(name)
    declared.check_names(options, block=content is not None)
    values = declared.complete(options)
    if content is not None:
        values["content"] = mark_safe(content)  # noqa: S308
    return mark_safe(get_template(f"design/components/{name}.html").render(values))  # noqa: S308


class ComponentNode(Node):
    """A use of a component; a literal name is checked against the declaration when the template loads."""

    def __init__(
        self, name: FilterExpression, options: dict[str, FilterExpression], content: NodeList | None
    ):
        self.name, self.options, self.content = name, options, content

    def render(self, context: Context) -> SafeString:
        options = {key: value.resolve(context) for key, value in self.options.items()}
        content = None if self.content is None else self.content.render(context)
        return render(str(self.name.resolve(context)), options, content)


def _parse(parser: Parser, token: Token, *, block: bool) -> ComponentNode:
    tag, *words = token.split_contents()
    if not words:
        raise ComponentError(f"{{% {tag} %}} needs the name of a component")
    name = parser.compile_filter(words[0])
    words = words[1:]
    options = token_kwargs(words, parser)
    if words:
        raise ComponentError(f"{{% {tag} {name} %}}: write option=value, not “{words[0]}”")
    if not isinstance(name.var, template.Variable) and not name.filters:
        declaration(str(name.var)).check_names(options, block=block)
    content = None
    if block:
        content = parser.parse(("enduiblock",))
        parser.delete_first_token()
    return ComponentNode(name, options, content)


@register.tag
def ui(parser: Parser, token: Token) -> ComponentNode:
    """A component without content."""
    return _parse(parser, token, block=False)


@register.tag
def uiblock(parser: Parser, token: Token) -> ComponentNode:
    """A component around content."""
    return _parse(parser, token, block=True)
