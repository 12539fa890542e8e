#!/usr/bin/env bash
# Times the PDF of a book against the stock engine compiling the kept project; see README.md.
#   tests/bench/print.sh [BOOK] [TIMES]
set -euo pipefail
cd "$(dirname "$0")/../.."
book=${1:-book/report}
times=${2:-5}
python=target/validators/bin/python
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
"$python" -c "import typst" 2>/dev/null || "$python" -m pip install -q typst==0.15.2
cargo build --release --quiet
target/release/kaiben build "$book" --target typst --out "$out/kept" --quiet
cat > "$out/stock.py" <<'PY'
import sys, typst
root = sys.argv[1]
open(sys.argv[2], "wb").write(typst.compile(root + "/main.typ", root=root, font_paths=[root + "/fonts"], ignore_system_fonts=True))
PY
for _ in $(seq "$times"); do
  /usr/bin/time -a -o "$out/kaiben" -f "%e %M" target/release/kaiben build "$book" --target pdf --force --out "$out/pdf" --quiet
  /usr/bin/time -a -o "$out/stock" -f "%e %M" "$python" "$out/stock.py" "$out/kept/typst" "$out/stock.pdf"
done
"$python" - "$out" <<'PY'
import statistics, sys
medians = {}
for name in ("kaiben", "stock"):
    rows = [line.split() for line in open(f"{sys.argv[1]}/{name}")]
    medians[name] = [statistics.median(float(r[i]) for r in rows) for i in (0, 1)]
    print(f"{name:7} {medians[name][0]:.2f} s  {medians[name][1] / 1024:.0f} MB")
print("ratio   " + "  ".join(f"{a / b:.2f}" for a, b in zip(medians["kaiben"], medians["stock"])))
PY
