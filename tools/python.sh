# Find a Python of at least 3.11 and put its name in PYTHON. Sourced by ./vedette and the Makefile.
PYTHON=
for candidate in "${VEDETTE_PYTHON:-python3}" python3.13 python3.12 python3.11 python3.14 python; do
  if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    PYTHON=$candidate
    break
  fi
done
if [ -z "$PYTHON" ]; then
  echo "vedette needs Python 3.11 or newer, and none was found." >&2
  echo "Hint: install one, or name it: VEDETTE_PYTHON=/path/to/python3.11" >&2
  exit 2
fi
