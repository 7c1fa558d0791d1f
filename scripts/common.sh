# Sourced by the other scripts: where things are, and how we speak to the person in front of the screen.
set -euo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
BUILD=${HEATING_BUILD:-$ROOT/.build}
VENV=$BUILD/venv
DATA_DIR=$BUILD/data
ODOO_TREE=$BUILD/odoo
LOGS=$BUILD/log
ADDONS="heating_customer heating_billing heating_payment heating_service heating_report"
export PYTHONDONTWRITEBYTECODE=${PYTHONDONTWRITEBYTECODE:-}
export LC_ALL=C.UTF-8
mkdir -p "$BUILD" "$LOGS"

say() { printf '\033[1m==>\033[0m %s\n' "$*"; }

# One line that says what is wrong and what to do, then stop.
die() {
    printf '\033[31merror:\033[0m %s\n' "$*" >&2
    exit 1
}

# Run a command quietly: its output goes to a log, and only a failure is shown.
# usage: quietly LOGNAME "what to say when it fails" command…
quietly() {
    local log="$LOGS/$1.log" hint=$2
    shift 2
    if ! "$@" >"$log" 2>&1; then
        tail -n 15 "$log" >&2
        die "$hint (whole log: $log)"
    fi
}

# The same, for long work that says its steps: lines that begin with “==> ” are shown.
watched() {
    local log="$LOGS/$1.log" hint=$2
    shift 2
    if ! "$@" 2>&1 | tee "$log" | { grep --line-buffered '^==> ' || true; }; then
        tail -n 15 "$log" >&2
        die "$hint (whole log: $log)"
    fi
}

# Free room on the disk of the build folder, in MiB.
free_disk() { df -Pm "$BUILD" | awk 'NR==2 {print $4}'; }

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        die "this step needs root: run it as root, or install sudo and try again ($*)"
    fi
}

# Fingerprint of files: the same text means that what was made from them is still good.
fingerprint() { cat "$@" 2>/dev/null | sha256sum | cut -c1-16; }
