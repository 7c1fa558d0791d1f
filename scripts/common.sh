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

# The command that a person typed; the scripts that it calls find it set.
OUTERMOST=
if [ -z "${HEATING_COMMAND:-}" ]; then
    OUTERMOST=1
    HEATING_COMMAND="make $(basename "$0" .sh)"
    export HEATING_COMMAND
fi

say() { printf '\033[1m==>\033[0m %s\n' "$*"; }

# One line that says what is wrong and what to do, then stop.
die() {
    printf '\033[31merror:\033[0m %s\n' "$*" >&2
    exit 1
}

# Ctrl-C and kill: end what is being done, say so once, and no error message after it. It is said on the
# terminal's own descriptor, for the trap may run while those of the command at hand are redirected.
exec 7>&2
child=
interrupted() {
    trap '' INT TERM HUP
    if [ -n "$child" ]; then
        kill -TERM -- "-$child" 2>/dev/null || true
        wait "$child" 2>/dev/null || true
    fi
    [ -z "$OUTERMOST" ] || printf '\nstopped; run %s again to go on\n' "$HEATING_COMMAND" >&7
    exit 130
}
trap interrupted INT TERM HUP

# Run a command in a process group of its own. The shell waits in “wait”, which a signal ends at once; the
# whole group ends with the shell, even when that is killed outright.
run() {
    local status=0
    [ "$(type -t "$1")" != file ] || set -- setpriv --pdeathsig TERM "$@"
    set -m
    "$@" <&0 &
    child=$!
    set +m
    wait "$child" || status=$?
    child=
    return $status
}

# One maker at a time in a build folder: two would drop each other's databases. The kernel frees the lock when
# the last process that holds it ends, so a kill leaves none behind.
lock_build() {
    [ -z "${HEATING_LOCKED:-}" ] || return 0
    exec 9>>"$BUILD/lock"
    if ! flock -n 9; then
        say "another make ($(cat "$BUILD/lock.by" 2>/dev/null || echo unknown)) is working in this folder: waiting for it"
        run flock 9
    fi
    echo "$HEATING_COMMAND" >"$BUILD/lock.by"
    export HEATING_LOCKED=1
}
unlock_build() {
    flock -u 9
    exec 9>&-
    unset HEATING_LOCKED
}

# Where the demo of this build folder is being served, or nothing.
serving() { flock -n "$BUILD/serving.lock" true 2>/dev/null || cat "$BUILD/serving"; }

# Run a command quietly: its output goes to a log, and only a failure is shown.
# usage: quietly LOGNAME "what to say when it fails" command…
quietly() {
    local log="$LOGS/$1.log" hint=$2
    shift 2
    if ! run "$@" >"$log" 2>&1; then
        tail -n 15 "$log" >&2
        die "$hint (whole log: $log)"
    fi
}

# The same, for long work that says its steps: lines that begin with “==> ” are shown.
watched() {
    local log="$LOGS/$1.log" hint=$2 status=0 out filter
    shift 2
    exec {out}> >(tee "$log" | grep --line-buffered '^==> ')
    filter=$!
    run "$@" >&"$out" 2>&1 || status=$?
    exec {out}>&-
    wait "$filter" || true
    if [ "$status" != 0 ]; then
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
