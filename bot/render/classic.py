"""Classic HTML (`parse_mode=HTML`): bold lines, one line a table row, expandable quotes."""

from html import escape

from bot.render.blocks import Block, Bullets, Fold, Footer, Grid, Heading, Listed, Paragraph, Quote, cell, clean
from bot.render.limits import MESSAGE_UNITS, Atom, divide, pack, units
from bot.render.plain import grid_lines, quote_parts


def html_pieces(blocks: tuple[Block, ...]) -> tuple[str, ...]:
    """The blocks as messages in Telegram's classic HTML."""
    return pack([atom for block in blocks for atom in _atoms(block)])


def text(value: str) -> str:
    """Text with its markup characters escaped; Telegram's HTML knows no line-break tag, so breaks stay as they are."""
    return escape(value, quote=False)


def _atoms(block: Block) -> list[Atom]:
    match block:
        case Heading(text=value):
            return [Atom(f"<b>{text(part)}</b>", units(part), 1) for part in _parts(value)]
        case Paragraph(text=value):
            return [Atom(text(part), units(part)) for part in _parts(value)]
        case Footer(text=value):
            return [Atom(f"<i>{text(part)}</i>", units(part), 1) for part in _parts(value)]
        case Bullets(items=items) | Listed(items=items):
            return [Atom(text(part), units(part)) for part in _parts("\n".join(f"• {item.strip()}" for item in items))]
        case Quote():
            return _quote(block)
        case Fold(summary=summary, quotes=quotes):
            return _atoms(Heading(summary)) + [atom for quote in quotes for atom in _quote(quote)]
        case Grid():
            return _grid(block)


def _parts(value: str) -> list[str]:
    return divide(clean(value), MESSAGE_UNITS)


def _quote(quote: Quote) -> list[Atom]:
    return [
        Atom(f"<blockquote expandable>{text(words)}\n<i>{text(source)}</i></blockquote>", units(words + source) + 1, 2)
        for words, source in quote_parts(quote)
    ]


def _grid(grid: Grid) -> list[Atom]:
    atoms = _atoms(Heading(grid.caption)) if grid.caption.strip() else []
    for name, value in grid_lines(grid):
        line = f"<b>{text(cell(name))}</b>: {text(value)}" if value else f"<b>{text(cell(name))}</b>"
        if units(name + value) > MESSAGE_UNITS - 10:
            atoms += [Atom(text(part), units(part)) for part in _parts(f"{name}: {value}")]
        else:
            atoms.append(Atom(line, units(cell(name) + value) + 2, 1))
    return _joined(atoms)


def _joined(atoms: list[Atom]) -> list[Atom]:
    """Rows under one another without an empty line between, in groups small enough to pack well."""
    groups: list[Atom] = []
    for atom in atoms:
        last = groups[-1] if groups else None
        if last and last.visible + atom.visible < MESSAGE_UNITS // 2 and last.entities + atom.entities < 40:
            groups[-1] = Atom(
                f"{last.text}\n{atom.text}", last.visible + atom.visible + 1, last.entities + atom.entities
            )
        else:
            groups.append(atom)
    return groups
