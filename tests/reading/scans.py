"""Scans for tests: invented minutes drawn as pictures of pages."""

import io
from collections.abc import Sequence
from pathlib import Path

from matplotlib import get_data_path
from PIL import Image, ImageDraw, ImageFont

FONT = Path(get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"
PAGE = (1240, 1754)  # A4 at 150 dots an inch
MINUTES = (
    "REFERAT Kulturudvalget d. 06-03-2024",
    "Mødested: Rådhuset i Havrebjerg",
    "Punkt 1: Nyt gulv i hallen på Ærøvej",
    "25/1201",
    "Resume",
    "Gulvet er slidt op efter mange års brug.",
    "Beslutning",
    "Kulturudvalget godkendte, at der gives 900.000 kr. til gulvet.",
    "Punkt 2: Orientering om åbningstider",
    "25/1202",
    "Beslutning",
    "Taget til efterretning.",
)


def drawn(lines: Sequence[str]) -> Image.Image:
    """A page with these lines."""
    image = Image.new("L", PAGE, 255)
    draw = ImageDraw.Draw(image)
    font = ImageFont.truetype(str(FONT), 26)
    for place, line in enumerate(lines):
        draw.text((120, 140 + 70 * place), line, fill=0, font=font)
    return image


def saved(kind: str, *pages: Image.Image) -> bytes:
    """The pages as a PDF, PNG, JPEG or TIFF file."""
    out = io.BytesIO()
    more = {"save_all": True, "append_images": pages[1:]} if len(pages) > 1 else {}
    pages[0].save(out, kind, resolution=150, **more)
    return out.getvalue()
