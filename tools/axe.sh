# Find axe-core, which looks for what people with other eyes and hands cannot use. Sourced by the Makefile.
# It is a tool for tests, taken from the npm registry once; without npm its tests say that they were skipped.
AXE=.venv/axe-core/package/axe.min.js
if [ ! -f "$AXE" ] && command -v npm >/dev/null; then
  mkdir -p .venv/axe-core && (cd .venv/axe-core && npm pack --silent axe-core@4.14.1 >/dev/null 2>&1 && tar xzf axe-core-4.14.1.tgz) || true
fi
[ -f "$AXE" ] || { AXE=""; echo "axe-core could not be had: what it would test is SKIPPED" >&2; }
