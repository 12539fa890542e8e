#!/bin/bash
# Tries the outside checkers on inputs whose verdict is known: each must pass a good one and fail a broken one.
# A checker that cannot fail proves nothing, and one that did not start looks much like one that found a fault; so
# the broken input must also be called broken for the reason it was broken for. Exits 1 when one cannot tell.
#
# Run setup.sh first. Takes about half a minute, most of it Java starting.
set -uo pipefail

tools=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
dir=${KAIBEN_VALIDATORS:-$root/target/validators}
[ -x "$dir/bin/python" ] || { echo "no checkers in $dir; run tests/tools/setup.sh" >&2; exit 1; }
dir=$(cd "$dir" && pwd)
PATH=$dir/bin:$PATH

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"
wrong=0

report() { # VERDICT WHAT
  printf '%-5s %s\n' "$1" "$2"
  [ "$1" = ok ] || { wrong=1; head -n 8 said.txt | sed 's/^/        /'; }
}

passes() { # NAME COMMAND...
  local name=$1
  shift
  if "$@" >said.txt 2>&1; then report ok "$name passes the good input"
  else report WRONG "$name fails the good input"; fi
}

fails() { # NAME REASON COMMAND...: REASON is a pattern that what it says must match
  local name=$1 reason=$2
  shift 2
  if "$@" >said.txt 2>&1; then report WRONG "$name passes the broken input"
  elif ! grep -Eq -- "$reason" said.txt; then report WRONG "$name fails the broken input, but not for '$reason'"
  else report ok "$name fails the broken input"; fi
}

# --- inputs

cat >good.html <<'H'
<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>样书</title></head>
<body><main><h1>第一章</h1><p>正文。</p></main></body></html>
H
sed 's|<p>正文。</p>|<p id="x">正文。</p><p id="x"><img src="a.png"></p>|' good.html >broken.html

python - <<'P'
import zipfile

import pikepdf
import pymupdf

PACKAGE = """<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="zh-CN">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="id">urn:uuid:7d0c2f0e-1111-4222-8333-944455566677</dc:identifier>
<dc:title>样书</dc:title><dc:language>zh-CN</dc:language>
<meta property="dcterms:modified">2025-01-01T00:00:00Z</meta>
<meta property="schema:accessMode">textual</meta>
<meta property="schema:accessModeSufficient">textual</meta>
<meta property="schema:accessibilityFeature">tableOfContents</meta>
<meta property="schema:accessibilityHazard">none</meta>
<meta property="schema:accessibilitySummary">全书为文字。</meta>
</metadata>
<manifest>
<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="one" href="one.xhtml" media-type="application/xhtml+xml"/>
</manifest>
<spine><itemref idref="one"/></spine>
</package>"""
CONTAINER = """<?xml version="1.0"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="book.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>"""
PAGE = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="zh-CN" xml:lang="zh-CN">
<head><title>样书</title></head><body>{}</body></html>"""
NAV = """<nav epub:type="toc" role="doc-toc" aria-label="目录"><h1>目录</h1>
<ol><li><a href="one.xhtml">第一章</a></li></ol></nav>"""
CHAPTER = """<section epub:type="chapter" role="doc-chapter" aria-label="第一章"><h1>第一章</h1><p>正文。</p>{}</section>"""


def write_epub(path, extra=""):
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("mimetype", "application/epub+zip")
        book.writestr("META-INF/container.xml", CONTAINER)
        book.writestr("book.opf", PACKAGE)
        book.writestr("nav.xhtml", PAGE.format(NAV))
        book.writestr("one.xhtml", PAGE.format(CHAPTER.format(extra)))


write_epub("good.epub")
write_epub("broken.epub", '<p><a href="#nowhere">见下</a></p>')
# Valid, and yet no book for a reader who listens: EPUBCheck has nothing to say about it, Ace must.
write_epub("inaccessible.epub", '<p><a href="nav.xhtml"></a></p>')

XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">样书</rdf:li></rdf:Alt></dc:title>
<pdfuaid:part>1</pdfuaid:part></rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""


def write_pdf(path, tagged):
    """An empty page, with or without what PDF/UA-1 asks of the document."""
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(420, 595))
    if tagged:
        catalog = pdf.Root
        catalog.Lang = "zh-CN"
        catalog.MarkInfo = pikepdf.Dictionary(Marked=True)
        catalog.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
        catalog.StructTreeRoot = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.StructTreeRoot))
        metadata = pikepdf.Stream(pdf, XMP.encode(), Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML)
        catalog.Metadata = pdf.make_indirect(metadata)
    # Plain objects in a plain file: then half of the file is a broken one, and no stream hides the metadata.
    pdf.save(
        path,
        force_version="1.7",
        compress_streams=False,
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
        fix_metadata_version=False,
    )


write_pdf("good.pdf", tagged=True)
write_pdf("untagged.pdf", tagged=False)
whole = open("good.pdf", "rb").read()
open("cut.pdf", "wb").write(whole[: len(whole) // 2])

text = pymupdf.open()
text.new_page().insert_text((72, 72), "proof")
text.save("text.pdf")
P
[ $? = 0 ] || { echo "WRONG the inputs could not be made" >&2; exit 1; }

cat >ua.py <<'P'
# PDF/UA-1 by page-validation: prints the rules that fail.
import sys

import page

failures = page.validate_pdf(sys.argv[1], profile="ua1").failures
for failure in failures:
    print(failure.rule_id, failure.message)
sys.exit(1 if failures else 0)
P
cat >text.py <<'P'
# Exits 1 when no page of the file has the word, as pymupdf reads it.
import sys

import pymupdf

found = any("proof" in page.get_text() for page in pymupdf.open(sys.argv[1]))
print("found" if found else "no text")
sys.exit(0 if found else 1)
P
cat >axe.cjs <<'J'
// axe-core in the system's Chromium: prints the rules that fail.
const { chromium } = require("playwright-core");
(async () => {
  const executablePath = process.env.CHROMIUM || require("child_process").execSync("command -v chromium").toString().trim();
  // Chromium refuses its sandbox to root, which is what a container usually runs as.
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  const page = await browser.newPage();
  await page.goto("file://" + require("path").resolve(process.argv[2]));
  await page.addScriptTag({ path: require.resolve("axe-core/axe.min.js") });
  const { violations } = await page.evaluate(() => axe.run());
  for (const violation of violations) console.log(violation.id, violation.help);
  await browser.close();
  process.exit(violations.length ? 1 : 0);
})().catch((error) => { console.log(String(error)); process.exit(2); });
J
# --- verdicts

passes "EPUBCheck" epubcheck --failonwarnings good.epub
fails "EPUBCheck" "RSC-012" epubcheck --failonwarnings broken.epub
passes "vnu" vnu --errors-only good.html
fails "vnu" "Duplicate ID" vnu --errors-only broken.html
passes "qpdf --check" qpdf --check good.pdf
fails "qpdf --check" "damaged|trailer|xref" qpdf --check cut.pdf
passes "page-validation (PDF/UA-1)" python ua.py good.pdf
fails "page-validation (PDF/UA-1)" "TAGGED-DOCUMENT" python ua.py untagged.pdf
passes "pymupdf" python text.py text.pdf
fails "pymupdf" "no text" python text.py good.pdf
passes "pdfinfo" pdfinfo good.pdf
fails "pdfinfo" "Error" pdfinfo broken.html
ghostscript=(gs -q -dNOPAUSE -dBATCH -dSAFER -sDEVICE=nullpage -dPDFSTOPONERROR)
passes "Ghostscript" "${ghostscript[@]}" good.pdf
fails "Ghostscript" "rror" "${ghostscript[@]}" cut.pdf
passes "axe" node axe.cjs good.html
fails "axe" "image-alt" node axe.cjs broken.html
passes "EPUBCheck on many books" python "$tools/check-epubs.py" good.epub good.epub
fails "EPUBCheck on many books" "RSC-012.*broken.epub" python "$tools/check-epubs.py" good.epub broken.epub
passes "Ace" node "$tools/check-ace.cjs" good.epub good.epub
fails "Ace" "inaccessible.epub .*link-name" node "$tools/check-ace.cjs" good.epub inaccessible.epub
exit $wrong
