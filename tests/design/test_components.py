"""A component declares its options in its head comment, and every use of it is held to them."""

from __future__ import annotations

import re

import pytest
from django.template import Context, Template
from django.template.loader import get_template

from gongkai.design import components
from gongkai.design.components import ComponentError, Option, declaration, names, parse
from gongkai.design.gallery import Exhibit, exhibits
from gongkai.design.stylesheet import stylesheet


def drawn(source: str, **context: object) -> str:
    """A template that uses components, as HTML."""
    return Template("{% load ui %}" + source).render(Context(context))


# A page has one h1, its own; the drawings of buttons are shown as icons.
SHOWN_ELSEWHERE = {
    ("heading", "level"): {"1"},
    ("button", "icon"): {"print", "search"},
}

HEAD = """{% comment %}
What it is for.

label: required
kind: default plain, one of plain | loud
{% endcomment %}"""


class TestTheDeclaration:
    def test_is_read_from_the_head_comment(self) -> None:
        declared = parse("sample", HEAD)
        assert declared.purpose == "What it is for."
        assert declared.options == {
            "label": Option("label", required=True, default="", allowed=()),
            "kind": Option("kind", required=False, default="plain", allowed=("plain", "loud")),
        }
        assert not declared.block

    @pytest.mark.parametrize(
        ("source", "says"),
        [
            # a component without a declaration
            ("<p></p>", "does not begin with a comment"),
            # a line that is no declaration
            (
                HEAD.replace("label: required", "label required"),
                "cannot read the declaration “label required”",
            ),
            # an option declared twice
            (HEAD.replace("label: required", "kind: required"), "declares “kind” twice"),
            # a default that the declaration itself forbids
            (HEAD.replace("default plain", "default quiet"), "option “kind”: the default is not allowed"),
        ],
    )
    def test_is_refused_where_it_contradicts_itself(self, source: str, says: str) -> None:
        with pytest.raises(ComponentError, match="component “sample”") as refusal:
            parse("sample", source)
        assert says in str(refusal.value)

    @pytest.mark.parametrize("name", names())
    def test_of_every_component_names_all_that_its_template_uses(self, name: str) -> None:
        """A variable the template prints but the declaration does not know would silently stay empty."""
        source = (components.DIRECTORY / f"{name}.html").read_text(encoding="utf-8")
        body = source.partition("{% endcomment %}")[2]
        printed = set(re.findall(r"\{\{ ([a-z_]+)", body)) | set(re.findall(r"\{% if ([a-z_]+)", body))
        looped = set(re.findall(r"\{% for ([a-z_, ]+) in", body))
        known = set(declaration(name).options) | {"content", "forloop"} | looped
        assert printed <= known


class TestAUse:
    @pytest.mark.parametrize(
        ("source", "says"),
        [
            ('{% ui "nonsense" %}', "there is no component “nonsense”"),
            ('{% ui "../base" %}', "there is no component “../base”"),
            ('{% ui "tag" text="x" colour="red" %}', "component “tag” has no option “colour”"),
            ('{% ui "tag" %}', "component “tag” needs the option “text”"),
            ('{% ui "notice" %}', "component “notice” is used with {% uiblock %}"),
            ('{% uiblock "tag" text="x" %}{% enduiblock %}', "component “tag” is used with {% ui %}"),
            ('{% ui "tag" "x" %}', "write option=value"),
            ("{% ui %}", "needs the name of a component"),
        ],
    )
    def test_that_is_wrong_in_the_template_fails_when_it_is_loaded(self, source: str, says: str) -> None:
        with pytest.raises(ComponentError) as refusal:
            Template("{% load ui %}" + source)
        assert says in str(refusal.value)

    def test_with_a_value_outside_the_allowed_set_fails_and_names_component_and_option(self) -> None:
        with pytest.raises(
            ComponentError, match="component “tag”, option “kind”: 'loud' is not one of plain"
        ):
            drawn('{% ui "tag" text="x" kind=kind %}', kind="loud")

    def test_with_a_flag_that_is_neither_true_nor_false_fails(self) -> None:
        with pytest.raises(ComponentError, match="component “button”, option “disabled”"):
            drawn('{% ui "button" label="x" disabled="perhaps" %}')

    def test_with_a_name_known_only_when_drawing_is_held_to_the_same(self) -> None:
        with pytest.raises(ComponentError, match="has no option “colour”"):
            drawn("{% ui name colour='x' %}", name="tag")

    def test_escapes_what_it_is_given(self) -> None:
        assert "<script>" not in drawn('{% ui "tag" text=text %}', text="<script>alert(1)</script>")

    def test_wraps_content_and_sees_nothing_of_the_page_around(self) -> None:
        html = drawn('{% uiblock "notice" %}<p>{{ word }}</p>{% enduiblock %}', word="<内容>", title="外面的")
        assert "<p>&lt;内容&gt;</p>" in html
        assert "外面的" not in html


class TestTheGallery:
    def test_shows_every_component_file(self) -> None:
        shown = {exhibit.name for exhibit in exhibits() if exhibit.specimens}
        files = {path.stem for path in components.DIRECTORY.glob("*.html")}
        assert shown == files

    def test_shows_long_text_rare_characters_overflow_errors_focus_and_emptiness(self) -> None:
        states = {specimen.state for exhibit in exhibits() for specimen in exhibit.specimens}
        assert states == {"default", "focus", "error", "empty", "long", "rare", "overflow"}

    @pytest.mark.parametrize("exhibit", exhibits(), ids=lambda exhibit: exhibit.name)
    def test_tries_every_allowed_value_of_every_option(self, exhibit: Exhibit) -> None:
        for option in declaration(exhibit.name).options.values():
            tried = {str(specimen.options.get(option.name, option.default)) for specimen in exhibit.specimens}
            elsewhere = SHOWN_ELSEWHERE.get((exhibit.name, option.name), set())
            if option.default is not False:
                assert set(option.allowed) - elsewhere <= tried, option.name


class TestTheStyleSheet:
    def test_holds_the_style_sheet_of_every_component(self) -> None:
        for path in components.DIRECTORY.glob("*.css"):
            assert path.read_text(encoding="utf-8").strip() in stylesheet().text

    def test_loads_nothing_from_elsewhere(self) -> None:
        assert "@import" not in stylesheet().text
        assert "url(" not in stylesheet().text

    def test_has_a_style_for_every_class_that_a_component_names_once(self) -> None:
        """Every style sheet beside a component belongs to one: no orphan files."""
        assert {path.stem for path in components.DIRECTORY.glob("*.css")} <= set(names())

    def test_every_component_template_loads(self) -> None:
        for name in names():
            assert get_template(f"design/components/{name}.html")


# 4.5 : 1 is what WCAG 2 asks of text (1.4.3); the tokens promise it for every pair in use.
PAIRS = [
    ("ink", "paper"),
    ("ink", "wash"),
    ("ink-soft", "paper"),
    ("ink-soft", "wash"),
    ("accent", "paper"),
    ("accent", "wash"),
    ("accent", "accent-wash"),
    ("state-red", "paper"),
    ("state-red", "red-wash"),
    ("amber", "paper"),
    ("amber", "amber-wash"),
    ("green", "paper"),
    ("green", "green-wash"),
]


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb as WCAG 2 defines it."""
    parts = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("mode", ["normal", "high"])
@pytest.mark.parametrize(("ink", "paper"), PAIRS)
def test_every_pair_of_ink_and_paper_is_legible(mode: str, ink: str, paper: str) -> None:
    normal, _, rest = stylesheet().text.partition('[data-contrast="high"] {')
    tokens = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", normal))
    if mode == "high":
        tokens |= dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", rest.partition("}")[0]))
    light, dark = sorted((luminance(tokens[ink]), luminance(tokens[paper])), reverse=True)
    ratio = (light + 0.05) / (dark + 0.05)
    assert ratio >= (7 if mode == "high" else 4.5)
