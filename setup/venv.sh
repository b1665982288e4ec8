#!/bin/sh
# Make .venv with the newest Python that really runs and brings venv. PYTHON=… chooses another.
for python in ${PYTHON:-python3.13 python3.12 python3.11 python3 python}; do
    if "$python" -c 'import sys, venv, ensurepip, sqlite3; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        echo "Making .venv with $("$python" --version) …"
        exec "$python" -m venv --clear .venv
    fi
done
found=$(${PYTHON:-python3} --version 2>&1 || true)
echo "Vouch needs Python 3.11 or newer with its venv module; here is: ${found:-no python3}." >&2
echo "Install one (Debian, Ubuntu: python3 and python3-venv; macOS: python@3.13) or say which: make install PYTHON=…" >&2
exit 1
