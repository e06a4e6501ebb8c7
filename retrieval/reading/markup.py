"""HTML as plain lines: blocks on lines of their own, table rows with tabs, list marks, page furniture left out."""

import html
import re

from lxml import etree
from lxml import html as lxml_html

from retrieval.errors import EmptySource

_SKIPPED = frozenset(
    {"script", "style", "head", "title", "meta", "noscript", "template", "svg", "button", "select", "nav", "iframe"}
)
_BLOCKS = frozenset(
    [
        "p",
        "div",
        "section",
        "article",
        "header",
        "footer",
        "main",
        "aside",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "table",
        "thead",
        "tbody",
        "tfoot",
        "tr",
        "blockquote",
        "pre",
        "hr",
        "form",
        "fieldset",
        "address",
        "figure",
        "figcaption",
        "caption",
        "body",
        "html",
    ]
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_FURNITURE = frozenset(
    {
        "til toppen",
        "til top",
        "til indholdsfortegnelse",
        "udskriv",
        "fold alle ud",
        "fold alle ind",
        "tilbage til toppen",
        "spring til hovedindhold",
        "gå til hovedindhold",
        "accepter cookies",
        "læs op",
        "del siden",
        "del",
    }
)
_CLICK = re.compile(r"^klik her for at folde (?:ud|ind)\b.*$", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{0,2000}>")
_LONG_CELL = 1500  # characters: a cell longer than this is layout, not a table


def html_to_text(data: bytes | str) -> str:
    """The readable text of an HTML page or fragment; nesting and size are bounded by the parser and the caller.

    Raises:
        EmptySource: when nothing of it can be parsed.
    """
    parser = lxml_html.HTMLParser(remove_comments=True, remove_pis=True, huge_tree=False, recover=True)
    try:
        root = lxml_html.document_fromstring(data, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        if isinstance(error, ValueError) and isinstance(data, str):
            return html_to_text(data.encode("utf-8", "replace"))
        raise EmptySource("the HTML holds nothing that can be read; check the file") from error
    if any("depth" in entry.message.casefold() for entry in parser.error_log):
        return _flattened(data)
    writer = _Writer()
    for event, element in etree.iterwalk(root, events=("start", "end")):
        (writer.start if event == "start" else writer.end)(element)
    return writer.text()


def _flattened(data: bytes | str) -> str:
    """The text between the tags, for a page nested too deep to be one."""
    source = data if isinstance(data, str) else data.decode("utf-8", "replace")
    return re.sub(r"\s*\n\s*", "\n", html.unescape(_TAG.sub("\n", source))).strip() + "\n"


class _Writer:
    """Collects the lines of a page while its elements open and close."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._current: list[str] = []
        self._row: list[str] | None = None
        self._cell: list[str] | None = None
        self._skip: etree._Element | None = None
        self._tables: list[bool] = []  # for each open table whether it is layout
        self._mark = ""
        self._drawn = 0  # how many elements are open in which line ends count

    def start(self, element: etree._Element) -> None:
        """An element opens."""
        if self._skip is not None:
            return
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag in _SKIPPED and not (tag == "button" and _holds_heading(element)):
            self._skip = element
            return
        self._drawn += tag == "pre"
        if tag == "table":
            self._tables.append(_is_layout(element))
        if self._cell is not None:
            if tag in _BLOCKS or tag == "br":
                self._cell.append(" ")
        elif tag == "tr" and self._in_table():
            self._break()
            self._row = []
        elif tag in ("td", "th") and self._row is not None:
            self._cell = []
        elif tag in _BLOCKS or tag in ("br", "td", "th"):
            self._break(blank=tag in _HEADINGS or tag == "p" or tag == "table")
            if tag == "li":
                self._mark = _list_mark(element)
            elif tag in _HEADINGS:
                self._mark = ""  # a list of items, each with its heading
        self._write(element.text)

    def end(self, element: etree._Element) -> None:
        """An element closes, and the text after it belongs to what holds it."""
        if self._skip is not None:
            if self._skip is not element:
                return
            self._skip = None
            self._write(element.tail)
            return
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag in ("td", "th") and self._cell is not None and (self._row is not None and _closes_cell(element)):
            self._row.append(_BLANKS.sub(" ", "".join(self._cell)).strip(" "))
            self._cell = None
        elif tag == "tr" and self._row is not None and self._cell is None:
            if any(self._row):
                self._lines.append("\t".join(self._row) if len(self._row) > 1 else self._row[0])
            self._row = None
        elif tag == "table":
            if self._tables:
                self._tables.pop()
            if self._cell is None:
                self._break(blank=True)
        elif self._cell is None and tag in _BLOCKS:
            self._break(blank=tag in _HEADINGS or tag == "p")
        self._drawn -= tag == "pre"
        self._write(element.tail)

    def text(self) -> str:
        """The page's lines."""
        self._break()
        kept: list[str] = []
        for line in self._lines:
            bare = line.strip(" \u00a0")
            if bare.casefold() in _FURNITURE or _CLICK.match(bare):
                continue
            if bare or (kept and kept[-1]):
                kept.append(line.strip(" ") if bare else "")
        return "\n".join(kept).strip("\n") + "\n"

    def _write(self, words: str | None) -> None:
        if words and self._cell is not None:
            self._cell.append(words)
        elif words and self._drawn:
            *lines, last = words.split("\n")
            for line in lines:
                self._current.append(line)
                self._break(blank=not line.strip())
            self._current.append(last)
        elif words:
            self._current.append(words)

    def _break(self, *, blank: bool = False) -> None:
        line = _BLANKS.sub(" ", "".join(self._current)).strip(" ")
        self._current = []
        if line.strip("\u00a0"):
            self._lines.append(self._mark + line)
            self._mark = ""
        if blank and self._lines and self._lines[-1]:
            self._lines.append("")

    def _in_table(self) -> bool:
        return bool(self._tables) and not self._tables[-1]


def _is_layout(table: etree._Element) -> bool:
    """Whether a table only places blocks on the page."""
    if table.find(".//table") is not None or any(table.find(f".//{tag}") is not None for tag in _HEADINGS):
        return True
    cells = [cell for cell in table.iter("td", "th")]
    return len(cells) < 2 or any(len("".join(cell.itertext())) > _LONG_CELL for cell in cells)


def _holds_heading(button: etree._Element) -> bool:
    """Whether a button is a fold of the page: its heading stands inside it, or it inside its heading."""
    above = button.getparent()
    return (above is not None and above.tag in _HEADINGS) or any(
        button.find(f".//{tag}") is not None for tag in _HEADINGS
    )


def _closes_cell(element: etree._Element) -> bool:
    parent = element.getparent()
    return parent is not None and parent.tag == "tr"


def _list_mark(element: etree._Element) -> str:
    parent = element.getparent()
    if parent is not None and parent.tag == "ol":
        position = sum(1 for _ in element.itersiblings("li", preceding=True)) + 1
        start = parent.get("start", "1")
        return f"{position + (int(start) if start.isdigit() and len(start) < 6 else 1) - 1}. "
    return "- "
