#!/usr/bin/env python3
"""Draws the figures of the book from the CSV files beside this script.

    python3 data/charts.py

Standard library only. The same CSV files give the same SVG bytes. Every text
is measured (roughly, from above) and the script fails if two texts overlap or
one leaves the drawing.
"""

import csv
import sys
import unicodedata
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

DATA = Path(__file__).resolve().parent
ASSETS = DATA.parent / "assets"

WIDTH = 640
# A browser shows the figures with the faces of its own system, where the first is missing.
FONT = "Noto Sans SC, Source Han Sans SC, PingFang SC, Microsoft YaHei, sans-serif"
# The figures are printed 105 to 120 mm wide: 17 units are at least 7.9 pt.
SMALL, BODY, VALUE = 17, 19, 24

INK = "#1f2933"
MUTED = "#5b6670"
RULE = "#9aa3ab"
PALE = "#c3cad0"
TINT = "#eef1f3"
ACCENT = "#1b5e83"
PAPER = "#ffffff"


def rows(name):
    with open(DATA / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def number(value):
    """A coordinate without needless digits."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def advance(char):
    """The advance of a character in em."""
    if unicodedata.east_asian_width(char) in "WFA":
        return 1
    for width, chars in ((0.28, "ijl"), (0.4, " .,;:()'frt-"), (0.53, "cszJ–"), (0.98, "mMW"), (0.82, "w@%")):
        if char in chars:
            return width
    return 0.7 if char.isupper() else 0.64


def text_width(text, size, bold=False):
    """An upper estimate of the set width of a line, for a wide Latin face such as DejaVu Sans."""
    width = size * sum(advance(char) for char in text)
    return width * (1.04 if bold else 1)


class Drawing:
    def __init__(self, name, title, height):
        self.name, self.title, self.height = name, title, height
        self.parts, self.boxes = [], []

    def text(self, x, y, text, size=SMALL, fill=INK, anchor="start", bold=False, lang=None):
        width = text_width(text, size, bold)
        left = {"start": x, "middle": x - width / 2, "end": x - width}[anchor]
        self.boxes.append((left, y - 0.86 * size, left + width, y + 0.2 * size, text))
        weight = ' font-weight="700"' if bold else ""
        language = f' xml:lang="{lang}"' if lang else ""
        self.parts.append(
            f'<text x="{number(x)}" y="{number(y)}" font-size="{size}" fill="{fill}"'
            f' text-anchor="{anchor}"{weight}{language}>{escape(text)}</text>'
        )

    def pair(self, x, y, zh, en, anchor="start", size=BODY, fill=INK, bold=False, leading=23):
        """A Chinese label with its English form below."""
        self.text(x, y, zh, size, fill, anchor, bold)
        self.text(x, y + leading, en, SMALL, MUTED, anchor, lang="en")

    def rect(self, x, y, width, height, fill, stroke=None, dash=None, radius=0):
        line = f' stroke="{stroke}" stroke-width="1.5"' if stroke else ""
        line += f' stroke-dasharray="{dash}"' if dash else ""
        line += f' rx="{radius}"' if radius else ""
        self.parts.append(
            f'<rect x="{number(x)}" y="{number(y)}" width="{number(width)}"'
            f' height="{number(height)}" fill="{fill}"{line}/>'
        )

    def line(self, x1, y1, x2, y2, stroke=RULE, width=1.5):
        self.parts.append(
            f'<line x1="{number(x1)}" y1="{number(y1)}" x2="{number(x2)}" y2="{number(y2)}"'
            f' stroke="{stroke}" stroke-width="{number(width)}"/>'
        )

    def polygon(self, points, fill):
        path = " ".join(f"{number(x)},{number(y)}" for x, y in points)
        self.parts.append(f'<polygon points="{path}" fill="{fill}"/>')

    def check(self):
        faults = []
        for index, (left, top, right, bottom, text) in enumerate(self.boxes):
            if left < 0 or top < 0 or right > WIDTH or bottom > self.height:
                faults.append(f"{self.name}: “{text}” leaves the drawing")
            for other in self.boxes[index + 1 :]:
                if left < other[2] and other[0] < right and top < other[3] and other[1] < bottom:
                    faults.append(f"{self.name}: “{text}” overlaps “{other[4]}”")
        return faults

    def save(self):
        body = "\n".join(self.parts)
        svg = (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {self.height}"'
            f' width="{WIDTH}" height="{self.height}" role="img" xml:lang="zh-CN"'
            f" font-family={quoteattr(FONT)}>\n<title>{escape(self.title)}</title>\n{body}\n</svg>\n"
        )
        (ASSETS / f"{self.name}.svg").write_text(svg, encoding="utf-8", newline="\n")


def columns(drawing, x, width, top, base, items, heading, limit):
    """A panel of labelled columns; items are (zh, en, value, shown, fill)."""
    zh, en = heading
    drawing.text(x, top - 58, zh, SMALL, INK)
    drawing.text(x, top - 36, en, SMALL, MUTED, lang="en")
    step = width / len(items)
    bar = min(78, step * 0.5)
    for index, (zh, en, value, shown, fill) in enumerate(items):
        middle = x + step * (index + 0.5)
        height = (base - top) * value / limit
        drawing.rect(middle - bar / 2, base - height, bar, height, fill)
        ink = ACCENT if fill == ACCENT else INK
        drawing.text(middle, base - height - 9, shown, VALUE, ink, "middle", bold=True)
        drawing.text(middle, base + 25, zh, SMALL, INK, "middle")
        if en:
            drawing.text(middle, base + 47, en, SMALL, MUTED, "middle", lang="en")
    drawing.line(x, base, x + width, base, INK)


def share():
    drawing = Drawing("share", "金砖国家占世界国内生产总值的比重，2007年和2017年", 252)
    drawing.text(0, 18, "占世界国内生产总值的比重（%）", SMALL)
    drawing.text(0, 41, "Share of world GDP (%)", SMALL, MUTED, lang="en")
    left, width = 80, 560
    for index, row in enumerate(rows("share.csv")):
        y = 62 + 74 * index
        part = width * float(row["占比（%）"]) / 100
        fill = PALE if index == 0 else ACCENT
        drawing.text(0, y + 34, row["年份"], BODY, INK, bold=True)
        drawing.rect(left, y, width, 52, TINT)
        drawing.rect(left, y, part, 52, fill)
        drawing.text(left + part + 12, y + 35, row["占比（%）"], VALUE, ACCENT if index else INK, bold=True)
    for tick in (0, 25, 50, 75, 100):
        x = left + width * tick / 100
        drawing.line(x, 196, x, 203)
        drawing.text(x, 222, str(tick), SMALL, MUTED, "end" if tick == 100 else "middle")
    drawing.line(left, 196, left + width, 196)
    drawing.text(left + width, 246, "世界 World = 100", SMALL, MUTED, "end")
    return drawing


def timeline():
    entries = rows("timeline.csv")
    step, top, axis = 52, 84, 226
    drawing = Drawing("timeline", "金砖合作的进程，2009—2023年", top + step * len(entries) + 8)
    drawing.pair(axis - 48, 18, "领导人会晤", "Summits", "end", bold=True)
    drawing.pair(axis + 48, 18, "标志性事项", "Milestones", bold=True)
    drawing.line(0, 54, WIDTH, 54)
    first, last = top, top + step * (len(entries) - 1)
    drawing.line(axis, first, axis, last + 30, RULE, 2)
    drawing.polygon([(axis - 7, last + 30), (axis + 7, last + 30), (axis, last + 43)], RULE)
    for index, row in enumerate(entries):
        y = top + step * index
        coming = index == len(entries) - 1
        marked = any(word in row["地点"] + row["事项"] for word in ("厦门", "创新中心"))
        fill = ACCENT if marked else PAPER
        drawing.rect(axis - 33, y - 14, 66, 28, fill, ACCENT if marked else INK, "4 3" if coming else None, 14)
        drawing.text(axis, y + 6.5, row["年份"], SMALL, PAPER if marked else INK, "middle", bold=True)
        order = int(row["次序"])
        ending = "th" if 11 <= order <= 13 else {1: "st", 2: "nd", 3: "rd"}.get(order % 10, "th")
        zh = f"第{order}次　{row['地点']}" if row["地点"] else f"第{order}次"
        en = f"{order}{ending}, {row['Place']}" if row["Place"] else f"{order}{ending}"
        drawing.pair(axis - 48, y - 4, zh, en, "end", SMALL, leading=21)
        if row["事项"]:
            drawing.pair(axis + 48, y - 4, row["事项"], row["Milestone"], "start", SMALL, ACCENT if marked else INK, leading=21)
    return drawing


def meetings():
    drawing = Drawing("meetings", "厦门会晤前后的会议场次，2017年", 372)
    drawing.text(0, 18, "会议场次　Number of meetings", SMALL, MUTED)
    for index, row in enumerate(rows("meetings.csv")):
        after = index == 3
        y = 40 + 78 * index + (24 if after else 0)
        if after:
            drawing.line(0, y - 12, WIDTH, y - 12)
        drawing.text(0, y + 24, row["类别"], SMALL)
        drawing.text(0, y + 47, row["Category"], SMALL, MUTED, lang="en")
        length = 196 * float(row["场次"]) / 37
        drawing.rect(372, y + 4, length, 46, PAPER if after else ACCENT, ACCENT if after else None, "5 4" if after else None)
        drawing.text(372 + length + 11, y + 36, row["场次"], VALUE, INK, bold=True)
    drawing.line(372, 36, 372, 364, INK)
    return drawing


def governance():
    drawing = Drawing("governance", "厦门创新基地的三级架构", 400)
    left, width = 126, 514
    tops = (0, 128, 256)
    for index, row in enumerate(rows("governance.csv")):
        y, last = tops[index], index == 2
        height = 144 if last else 84
        fill, ink, soft = (ACCENT, PAPER, PAPER) if index == 0 else (TINT if index == 1 else PAPER, INK, MUTED)
        drawing.rect(left + 0.75, y + 0.75, width - 1.5, height - 1.5, fill, ACCENT)
        drawing.pair(0, y + 39, row["职能"], row["Function"], fill=ACCENT, bold=True)
        drawing.line(68, y + 42, left, y + 42, ACCENT)
        drawing.text(left + width / 2, y + 38, row["机构"], BODY, ink, "middle", bold=True)
        drawing.text(left + width / 2, y + 63, row["Body"], SMALL, soft, "middle", lang="en")
        if row["说明"]:
            drawing.text(left + width / 2, y + 99, row["说明"], SMALL, ink, "middle")
            drawing.text(left + width / 2, y + 123, row["Remark"], SMALL, soft, "middle", lang="en")
        if not last:
            drawing.line(left + width / 2, y + height, left + width / 2, tops[index + 1], ACCENT)
    return drawing


def training():
    drawing = Drawing("training", "培训人次与课程", 372)
    entries = rows("training.csv")
    items = [
        (entry["项目"], entry["Item"], float(entry["数值"]), entry["数值"], fill)
        for entry, fill in zip(entries, (PALE, ACCENT))
    ]
    columns(drawing, 0, 380, 92, 310, items, ("参训人次（万）", "Attendances (10 000)"), 96)
    left = 430
    drawing.text(left, 34, "至2022年底的规模", SMALL)
    drawing.text(left, 56, "Scope, end of 2022", SMALL, MUTED, lang="en")
    for index, entry in enumerate(entries[2:]):
        y = 92 + 78 * index
        drawing.line(left, y - 14, WIDTH, y - 14)
        drawing.text(left + 62, y + 33, entry["数值"], 30, ACCENT, "end", bold=True)
        drawing.pair(left + 76, y + 19, entry["项目"], entry["Item"], size=SMALL)
    drawing.line(left, 312, WIDTH, 312)
    return drawing


def investment():
    drawing = Drawing("investment", "签约项目与投资额，2021年和2022年", 352)
    entries = rows("investment.csv")
    for x, key, heading, limit in (
        (0, "签约项目（个）", ("签约项目（个）", "Projects signed"), 33),
        (344, "投资额（亿元）", ("投资额（亿元）", "Sum (100 million yuan)"), 206),
    ):
        items = [
            (f"{entry['年份']}年", entry["年份"], float(entry[key]), entry[key], fill)
            for entry, fill in zip(entries, (PALE, ACCENT))
        ]
        columns(drawing, x, 296, 88, 296, items, heading, limit)
    return drawing


def trade():
    drawing = Drawing("trade", "2023年1—4月厦门与金砖国家的进出口", 352)
    entries = rows("trade-chart.csv")
    for x, key, heading, limit, sign in (
        (0, "金额（亿元）", ("金额（亿元）", "Value (100 million yuan)"), 285, ""),
        (344, "同比（%）", ("同比增长（%）", "Growth on a year earlier (%)"), 97, "+"),
    ):
        items = [
            (entry["项目"], entry["Item"], float(entry[key]), sign + entry[key], fill)
            for entry, fill in zip(entries, (ACCENT, PALE))
        ]
        columns(drawing, x, 296, 88, 296, items, heading, limit)
    return drawing


def growth():
    drawing = Drawing("growth", "新兴经济体的经济增长率", 352)
    items = [
        (entry["时期"], entry["Period"], float(entry["增长率（%）"]), entry["增长率（%）"], fill)
        for entry, fill in zip(rows("growth.csv"), (PALE, PALE, ACCENT))
    ]
    columns(drawing, 0, 640, 88, 296, items, ("经济增长率（%）", "Growth of output (%)"), 7.6)
    return drawing


def main():
    ASSETS.mkdir(exist_ok=True)
    drawings = [make() for make in (share, timeline, meetings, governance, training, investment, trade, growth)]
    faults = [fault for drawing in drawings for fault in drawing.check()]
    if faults:
        sys.exit("\n".join(faults))
    for drawing in drawings:
        drawing.save()
    print(f"{len(drawings)} figures")


if __name__ == "__main__":
    main()
