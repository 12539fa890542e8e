#!/usr/bin/env python3
"""Cuts the faces that travel with Kaiben out of the full fonts they come from.

    python3 fonts/make.py                   make every face, compare with manifest.toml, exit 1 if one differs
    python3 fonts/make.py --update          make every face and write `han` and `sha256` into manifest.toml
    python3 fonts/make.py --check           make nothing; verify that the files here are the manifest's
    python3 fonts/make.py --sources DIR     take the packages from DIR instead of downloading them

The manifest is the recipe: it names, for each face, the package, its version, the file inside and that file's
SHA-256. Packages are fetched with the ordinary clients, `npm pack` and `apt-get download`; DIR must hold the files
that these leave behind (*.tgz and *.deb). `dpkg-deb` opens the Debian ones.

A face keeps
  - the 8105 characters of the Table of General Standard Chinese Characters (通用规范汉字表, 2013), for that is what a
    book printed in mainland China may be expected to use; the list is the field kTGH of the Unihan database;
  - GB 2312, for characters that the table left out but older text has;
  - level 1 of Big5, so that text in traditional characters has its common ones;
  - every code point of the source face that is not Han: punctuation, kana, bopomofo, circled numbers, Latin;
  - all of its layout features: vertical forms, half-width punctuation and proportional figures depend on them.
Hinting is left out, because print and modern screens do not use it. Glyph names go, too: a PDF finds characters by
its own map.

The same sources give the same bytes: the time stamp of the source is kept, and of the two packers for layout tables
the one in fontTools itself is always used, whether or not HarfBuzz is installed. Needs the fontTools version that the
manifest names and Python 3.11.
"""

import argparse
import bz2
import hashlib
import io
import re
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from functools import cache
from pathlib import Path

import fontTools
from fontTools import subset
from fontTools.ttLib import TTFont

HERE = Path(__file__).resolve().parent
MANIFEST = HERE / "manifest.toml"

# The blocks of ideographs, unified and compatibility. Radicals (U+2E80 to U+2FDF) are symbols of their own and, like
# 々 and 〇, stay with what is not Han: a dictionary's radical index needs them.
HAN_BLOCKS = [(0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x323AF)]

# The Open Font License forbids a changed font to use its reserved names, and a cut is a change.
RESERVED_NAMES = re.compile(r"lxgw|wenkai|霞鹜|文楷", re.IGNORECASE)
# The name records that say what a font is called, as against who made it and how it is licensed.
NAMING_RECORDS = {1, 2, 3, 4, 5, 6, 16, 17, 18, 20, 21, 22, 25}


def main():
    options = argparse.ArgumentParser(
        description=__doc__.split("\n\n")[0], epilog="See the comment at the head of this file."
    )
    options.add_argument("--sources", type=Path, metavar="DIR", help="folder with the packages, *.tgz and *.deb")
    options.add_argument("--update", action="store_true", help="write han and sha256 into manifest.toml")
    options.add_argument("--check", action="store_true", help="make nothing, verify the files that are here")
    chosen = options.parse_args()
    recipe = tomllib.loads(MANIFEST.read_text(encoding="utf-8"))

    if chosen.check:
        faults = [fault for face in recipe["face"] for fault in faults_of(face, HERE / face["file"])]
    elif fontTools.version != recipe["fonttools"]:
        # Another version may be as good, but nobody could tell its output from a damaged file.
        sys.exit(f"make.py: needs fontTools {recipe['fonttools']}, this is {fontTools.version}")
    else:
        with tempfile.TemporaryDirectory() as scratch:
            faults = make_all(recipe, Packages(chosen.sources, Path(scratch)), chosen.update)
    for fault in faults:
        print(f"make.py: {fault}", file=sys.stderr)
    sys.exit(1 if faults else 0)


def make_all(recipe, packages, update):
    """Makes every face and its license beside the manifest; returns what is wrong with them."""
    faults = []
    standard = standard_characters(packages.read(recipe["characters"]))
    wanted = standard | legacy_characters()
    for face in recipe["face"]:
        file = HERE / face["file"]
        data, font = cut(packages.read(face), face, wanted)
        file.write_bytes(data)
        write_license(face, packages.read(face, "source_license"), font)
        if update:
            face["sha256"] = sha256(data)
            face["han"] = len(han_of(font))
        faults += faults_of(face, file, standard)
        print(f"{face['file']}  {len(data)} bytes, {face['han']} Han characters")
    if update:
        write_back(recipe["face"])
    return faults


# --- where the sources come from


class Packages:
    """The source packages, in a folder given by the caller or downloaded into a scratch folder."""

    def __init__(self, folder, scratch):
        self.folder = folder or scratch
        self.may_download = folder is None

    def read(self, entry, field="source"):
        """The bytes of the file that a manifest entry names, checked against its SHA-256."""
        path = entry[field]
        data = unpack(self.find(entry["registry"], entry["package"], entry["package_version"]), path)
        if field == "source" and sha256(data) != entry["source_sha256"]:
            sys.exit(f"make.py: {path} of {entry['package']} is not the file that the manifest was made from")
        return data

    def find(self, registry, name, version):
        pattern = {
            # `npm pack` writes @scope/name as scope-name.
            "npm": f"{name.lstrip('@').replace('/', '-')}-{version}.tgz",
            # apt writes the colon of an epoch as %3a; none of the versions here has one.
            "debian": f"{name}_{version}_*.deb",
        }[registry]
        found = sorted(self.folder.glob(pattern))
        if not found and self.may_download:
            client = {
                "npm": ["npm", "pack", "--silent", f"{name}@{version}"],
                "debian": ["apt-get", "-q", "download", f"{name}={version}"],
            }[registry]
            done = subprocess.run(client, cwd=self.folder, capture_output=True, text=True)
            if done.returncode:
                sys.exit(f"make.py: {' '.join(client)} failed:\n{done.stderr}")
            found = sorted(self.folder.glob(pattern))
        if not found:
            sys.exit(f"make.py: no {pattern} in {self.folder}")
        return found[0]


@cache
def unpack(package, path):
    """One file out of a .tgz or a .deb. Kept in memory, for two faces come from one package."""
    if package.suffix == ".deb":
        listing = subprocess.run(["dpkg-deb", "--fsys-tarfile", package], check=True, capture_output=True).stdout
        archive, path = tarfile.open(fileobj=io.BytesIO(listing)), f"./{path}"
    else:
        archive = tarfile.open(package)
    with archive:
        return archive.extractfile(path).read()


# --- which characters


def standard_characters(unihan):
    """通用规范汉字表: the code points that have the field kTGH."""
    lines = bz2.decompress(unihan).decode("utf-8").splitlines()
    fields = (line.split("\t") for line in lines if line.startswith("U+"))
    found = {int(code[2:], 16) for code, field, _ in fields if field == "kTGH"}
    if len(found) != 8105:
        sys.exit(f"make.py: the table of standard characters has {len(found)} entries instead of 8105")
    return found


def legacy_characters():
    """GB 2312, and level 1 of Big5 (rows A4 to C6, the 5401 frequent characters)."""
    gb2312 = decodable("gb2312", range(0xB0, 0xF8), range(0xA1, 0xFF))
    # C6A1 and what follows are not level 1 any more, but symbols and kana that vendors put there.
    big5 = decodable("big5", range(0xA4, 0xC7), [*range(0x40, 0x7F), *range(0xA1, 0xFF)])
    return gb2312 | {code for code in big5 if is_han(code)}


def decodable(codec, leads, trails):
    found = set()
    for lead in leads:
        for trail in trails:
            try:
                found.add(ord(bytes([lead, trail]).decode(codec)))
            except UnicodeDecodeError:
                pass  # Unassigned: the last row of a level is rarely full.
    return found


def is_han(code):
    return any(first <= code <= last for first, last in HAN_BLOCKS)


def han_of(font):
    return {code for code in font.getBestCmap() if is_han(code)}


# --- the cut


def cut(source, face, wanted):
    """The face as bytes, and as a font read back from them, so that what is verified is what is written."""
    options = subset.Options(
        layout_features=["*"],
        layout_scripts=["*"],
        hinting=False,
        notdef_outline=True,
        glyph_names=False,
        name_IDs=["*"],
        name_languages=["*"],
        name_legacy=True,
        recalc_timestamp=False,
        harfbuzz_repacker=False,
    )
    font = TTFont(io.BytesIO(source), recalcTimestamp=False, lazy=True)
    keep = {code for code in font.getBestCmap() if code in wanted or not is_han(code)}
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=keep)
    subsetter.subset(font)
    if family_of(font) != face["family"]:
        rename(font, face)
    data = io.BytesIO()
    # `save_font` and not `font.save`: it passes the options on that concern writing.
    subset.save_font(font, data, options)
    return data.getvalue(), TTFont(io.BytesIO(data.getvalue()))


def family_of(font):
    return font["name"].getBestFamilyName()


def rename(font, face):
    """Gives the font the manifest's name, and removes the old one except where the license demands that it stay."""
    family, style, version = face["family"], face["style"], face["version"]
    postscript = Path(face["file"]).stem
    names = font["name"]
    # Only the records for Windows in English are written: every program reads them, and a second set in the
    # old Macintosh encoding or another language would only be a second place for the old name to survive.
    names.names = [
        record
        for record in names.names
        if record.platformID == 3 and record.langID == 0x409 and record.nameID not in NAMING_RECORDS
    ]
    for identifier, text in {
        1: family,
        2: style,
        3: f"{version};{postscript}",
        4: f"{family} {style}",
        5: f"Version {version}; cut and renamed for Kaiben",
        6: postscript,
    }.items():
        names.setName(text, identifier, 3, 1, 0x409)
    font["OS/2"].achVendID = "    "  # The field of the maker's initials; four spaces mean none.


# --- licenses and the manifest


def write_license(face, text, font):
    """Puts the license of the source package beside the face, as the license itself demands."""
    text = text.decode("utf-8")
    if face["registry"] == "debian":
        text = debian_license(text, face, font)
    target = HERE / face["license"]
    target.parent.mkdir(exist_ok=True)
    target.write_text(text, encoding="utf-8")


def debian_license(copyright_file, face, font):
    """The text of the Open Font License out of a Debian copyright file, headed by the font's own notice."""
    # A paragraph's lines start with a space there, and an empty line is a dot.
    lines = re.search(r"^License: OFL-1\.1\n((?: .*\n)+)", copyright_file, re.MULTILINE)[1].splitlines()
    body = "\n".join("" if line.strip() == "." else line[1:] for line in lines).strip()
    reserved = re.search(r'With Reserved Font Names ([^.]+)\.', copyright_file)[1]
    notice = font["name"].getDebugName(0).replace("\r\n", "\n")
    return (
        f"{notice}\nWith Reserved Font Names {reserved}.\n\n"
        f"{face['family']} is a modified version: cut to fewer characters and renamed for Kaiben.\n\n"
        "This Font Software is licensed under the SIL Open Font License, Version 1.1.\n"
        "This license is copied below, and is also available with a FAQ at:\nhttps://scripts.sil.org/OFL\n\n"
        f"{body}\n"
    )


def write_back(faces):
    """Puts the new values into the manifest, and leaves its order and its comments alone."""
    head, *entries = MANIFEST.read_text(encoding="utf-8").split("[[face]]\n")
    for index, face in enumerate(faces):
        entry = re.sub(r"(?m)^han = .*$", f"han = {face['han']}", entries[index])
        entries[index] = re.sub(r"(?m)^sha256 = .*$", f'sha256 = "{face["sha256"]}"', entry)
    MANIFEST.write_text("[[face]]\n".join([head, *entries]), encoding="utf-8")


def faults_of(face, file, standard=frozenset()):
    """What is wrong with a face, one sentence each; `standard` is what it must cover."""
    if not file.exists():
        return [f"{file.name} is missing"]
    data = file.read_bytes()
    font = TTFont(io.BytesIO(data))
    names = font["name"]
    found = {
        "sha256": sha256(data),
        "family": family_of(font),
        "style": names.getBestSubFamilyName(),
        "weight": font["OS/2"].usWeightClass,
        "han": len(han_of(font)),
    }
    faults = [f"{file.name}: {key} is {value}, not {face[key]}" for key, value in found.items() if value != face[key]]
    if not (HERE / face["license"]).exists():
        faults.append(f"{file.name}: its license {face['license']} is missing")
    covered = set(font.getBestCmap())
    lacking = standard - covered
    if lacking:
        faults.append(f"{file.name}: {len(lacking)} standard characters are missing, such as {chr(min(lacking))}")
    # ① to ㊿, which numbered notes use, lie in three stretches.
    circled = {*range(0x2460, 0x2474), *range(0x3251, 0x3260), *range(0x32B1, 0x32C0)}
    if circled - covered:
        faults.append(f"{file.name}: {len(circled - covered)} of the circled numbers ① to ㊿ are missing")
    if font["OS/2"].fsType != 0:
        faults.append(f"{file.name}: its embedding permissions (fsType) are restricted")
    for record in names.names:
        if record.nameID in NAMING_RECORDS and RESERVED_NAMES.search(record.toUnicode()):
            faults.append(f"{file.name}: name record {record.nameID} has a reserved name, {record.toUnicode()}")
    return faults


def sha256(data):
    return hashlib.sha256(data).hexdigest()


if __name__ == "__main__":
    main()
