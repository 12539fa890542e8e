#!/usr/bin/env python
"""Makes the pictures of README from what the program made.

    cargo run --release -- build book
    tests/tools/setup.sh
    target/validators/bin/python book/pictures/make.py

print.png is a spread of the report, epub.png a chapter of its EPUB and web.png one of its site, the latter two
as Chromium shows them.
"""

import pathlib
import shutil
import subprocess
import tempfile
import zipfile

import pymupdf

here = pathlib.Path(__file__).resolve().parent
build = here.parent / "report" / "build"
# The page number printed on the left page of the spread.
SPREAD = "4"


def spread(to: pathlib.Path) -> None:
    pdf = pymupdf.open(build / "report.pdf")
    # PyMuPDF 2.0 leaves a piece of the key before the label.
    left = next(i for i, page in enumerate(pdf) if page.get_label().removeprefix("ageLabel") == SPREAD)
    width, height = pdf[left].rect.width, pdf[left].rect.height
    sheet = pymupdf.open().new_page(width=2 * width, height=height)
    for side in (0, 1):
        sheet.show_pdf_page(pymupdf.Rect(side * width, 0, (side + 1) * width, height), pdf, left + side)
    sheet.draw_line((width, 0), (width, height), color=(0.8, 0.8, 0.8), width=0.5)
    sheet.draw_rect(sheet.rect, color=(0.8, 0.8, 0.8), width=0.5)
    sheet.get_pixmap(dpi=80).save(to)


def screenshot(page: pathlib.Path, to: pathlib.Path, size: str, folder: pathlib.Path) -> None:
    chromium = shutil.which("chromium") or "chromium-browser"
    subprocess.run(
        [chromium, "--headless", "--no-sandbox", "--hide-scrollbars", f"--user-data-dir={folder}/profile",
         f"--window-size={size}", f"--screenshot={to}", page.as_uri()],
        check=True, capture_output=True,
    )


with tempfile.TemporaryDirectory() as name:
    folder = pathlib.Path(name)
    spread(here / "print.png")
    zipfile.ZipFile(build / "report.epub").extractall(folder / "epub")
    chapter = next((folder / "epub").rglob("01-origins.xhtml"))
    screenshot(chapter, here / "epub.png", "560,840", folder)
    screenshot(build / "html" / "01-origins.html", here / "web.png", "1280,840", folder)
