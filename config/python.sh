#!/bin/sh
# Prints the first interpreter here that can run the registry, or says in one sentence how to get one.
set -eu

for python in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
    if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        if "$python" -c 'import ensurepip, venv' 2>/dev/null; then
            echo "$python"
            exit 0
        fi
        incomplete=$python
    fi
done
if [ -n "${incomplete:-}" ]; then
    echo "Error: $incomplete lacks the modules venv and ensurepip; on Debian and Ubuntu: apt-get install python3-venv" >&2
else
    echo "Error: Python 3.11 or newer is needed; on Debian and Ubuntu: apt-get install python3 python3-venv" >&2
fi
exit 1
