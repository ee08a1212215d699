#!/bin/sh
# Check the types of the pages by their JSDoc, against those of the very versions they use. Called by the Makefile.
# TypeScript is a tool for this check alone, taken from the npm registry once; without npm the check is skipped.
cd "$(dirname "$0")/.." || exit 1
TO=.venv/pages-types
if [ ! -f "$TO/node_modules/typescript/bin/tsc" ] && command -v npm >/dev/null; then
  mkdir -p "$TO" && npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$TO" typescript@5.9.2 \
    preact@11.2.0 @preact/signals@2.11.4 htm@3.1.1 maplibre-gl@6.17.0 uplot@1.6.32 >/dev/null 2>&1 || true
fi
if [ ! -f "$TO/node_modules/typescript/bin/tsc" ]; then
  echo "typescript could not be had: the types of the pages are NOT CHECKED" >&2
  exit 0
fi
HERE=$(pwd)
cat >"$TO/tsconfig.json" <<END
{"compilerOptions": {"allowJs": true, "checkJs": true, "noEmit": true, "strict": true, "noImplicitAny": false,
  "target": "esnext", "module": "esnext", "moduleResolution": "bundler", "lib": ["esnext", "dom", "dom.iterable"],
  "skipLibCheck": true, "types": [], "paths": {"*": ["$HERE/$TO/node_modules/*"]}},
 "include": ["$HERE/src/vedette/console/pages/app/*.js", "$HERE/tools/pages.d.ts"]}
END
node "$TO/node_modules/typescript/bin/tsc" -p "$TO" && echo "The types of the pages are right."
