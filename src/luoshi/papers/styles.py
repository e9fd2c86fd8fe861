"""样式: the styles, settings and page of every paper, put in place of those that python-docx brings along.

The styles keep Word's own names (Title, Heading 1 to 4), so that its outline and its table of contents work on our papers.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from luoshi.papers.layout import Face, face, layout
from luoshi.papers.markup import character_format, element, paragraph, runs

_TWO_IN = '<w:ind w:firstLineChars="200" w:firstLine="632"/>'
_OWN_WIDTH = '<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/><w:snapToGrid w:val="0"/>'
"""Signs keep their own width: none is added beside figures, and none to reach the grid, which programs read differently."""
_EARLIEST = datetime(1980, 1, 1)
"""The day of a file whose paper has none: the first that a zip can hold."""


def prepare(
    document: Any, title: str, author: str, made: datetime | None, *, close: bool = False
) -> None:
    """Give a new document our styles and settings, and nothing that differs from one run to the next."""
    _set_styles(document.styles.element, layout()["page"]["line_close" if close else "line"])
    _set_settings(document.settings)
    _drop(document.part.package.rels, "thumbnail")
    _drop(document.part.rels, "stylesWithEffects")
    about = document.core_properties
    about.title, about.author = _named(title), _named(author)
    about.last_modified_by = about.author
    about.created = about.modified = made or _EARLIEST
    about.comments, about.keywords, about.revision = "", "", 1
    _number_pages(document)


def _set_styles(styles: Any, pitch: int) -> None:
    for old in list(styles):
        styles.remove(old)
    body = face("body")
    line = f'<w:spacing w:before="0" w:after="0" w:line="{pitch}" w:lineRule="exact"/>'
    styles.append(
        element(
            f"<w:docDefaults><w:rPrDefault>{character_format(body)}</w:rPrDefault>"
            "<w:pPrDefault/></w:docDefaults>"
        )
    )
    styles.append(
        _style(
            "Normal",
            "Normal",
            body,
            f'<w:widowControl w:val="0"/>{_OWN_WIDTH}{line}<w:jc w:val="both"/>',
        )
    )
    styles.append(_style("Body", "Luoshi Body", body, _TWO_IN))
    styles.append(
        _style(
            "Title",
            "Title",
            face("title"),
            f'<w:keepNext/>{line}<w:ind w:firstLine="0"/><w:jc w:val="center"/>',
        )
    )
    for level in range(1, 5):
        said = f'<w:keepNext/>{_TWO_IN}<w:outlineLvl w:val="{level - 1}"/>'
        styles.append(_style(f"Heading{level}", f"heading {level}", face(f"heading_{level}"), said))
    loose = '<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'
    styles.append(_style("Cell", "Luoshi Cell", body, f"{loose}"))
    footer = f'<w:spacing w:line="{layout()["number"]["line"]}" w:lineRule="exact"/>'
    styles.append(_style("Footer", "footer", face("page_number"), footer))


def _style(key: str, name: str, in_face: Face, said: str) -> Any:
    first = ' w:default="1"' if key == "Normal" else ""
    based = "" if key == "Normal" else '<w:basedOn w:val="Normal"/>'
    return element(
        f'<w:style w:type="paragraph"{first} w:styleId="{key}"><w:name w:val="{name}"/>{based}'
        f"<w:qFormat/><w:pPr>{said}</w:pPr>{character_format(in_face)}</w:style>"
    )


def _set_settings(settings: Any) -> None:
    settings.odd_and_even_pages_header_footer = True
    root = settings.element
    for old in list(root):
        if old.tag.endswith(("}compat", "}rsids", "}docId", "}proofState", "}savePreviewPicture")):
            root.remove(old)
    root[0].addnext(element("<w:mirrorMargins/>"))  # bound at the left, printed on both sides
    spacing = next(one for one in root if one.tag.endswith("}characterSpacingControl"))
    spacing.addnext(
        element(
            '<w:compat><w:compatSetting w:name="compatibilityMode" '
            'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        )
    )


def _named(text: str) -> str:
    """A text as a property of the file may hold it; python-docx refuses signs that cannot be printed."""
    return "".join(sign for sign in text if sign.isprintable())[:255]


def _drop(relations: Any, kind: str) -> None:
    for key in [key for key, one in relations.items() if one.reltype.endswith(kind)]:
        del relations[key]


def _number_pages(document: Any) -> None:
    section, in_face = document.sections[0], face("page_number")
    field = f'<w:fldSimple w:instr="PAGE">{runs("1", in_face)}</w:fldSimple>'
    outside = (
        (section.footer, '<w:ind w:rightChars="100" w:right="280"/><w:jc w:val="right"/>'),
        (section.even_page_footer, '<w:ind w:leftChars="100" w:left="280"/><w:jc w:val="left"/>'),
    )
    for footer, turned in outside:
        footer.is_linked_to_previous = False
        root = footer._element
        for old in list(root):
            root.remove(old)
        said = runs("—", in_face) + field + runs("—", in_face)
        root.append(element(paragraph(said, "Footer", turned)))
