#!/usr/bin/env bash
# A private PostgreSQL cluster for the demo and the tests, reached by a Unix socket only.
# Where the environment names a server (PGHOST), that one is used and nothing is started.
# usage: postgres.sh start | stop | remove | env
source "$(dirname "$0")/common.sh"

if [ -n "${PGHOST:-}" ]; then
    case ${1:-} in
        env) ;;
        remove) # the server is not ours, but these databases are
            psql -d postgres -Atc "SELECT datname FROM pg_database WHERE datname ~ '^heating_(base_|suite_|demo$|test|scratch)'" |
                xargs -r -n 1 dropdb --if-exists --force
            exit 0
            ;;
        *) exit 0 ;;
    esac
fi

bin=$(find /usr/lib/postgresql -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -n 1)
[ -n "$bin" ] || bin=$(dirname "$(command -v initdb || echo /nowhere/initdb)")

# PostgreSQL refuses to run as root, so root's cluster belongs to the user postgres, who must be able to
# walk to it: below the build folder where the parents let it through, else in postgres's own home.
# A socket's path may have no more than about 100 characters.
choose_home() {
    local home="$BUILD/postgres"
    if [ "$(id -u)" = 0 ] && ! setpriv --reuid postgres --regid postgres --clear-groups test -x "$BUILD" 2>/dev/null; then
        home=/var/lib/postgresql/heating-$(fingerprint <(echo "$ROOT"))
    elif [ ${#home} -gt 70 ]; then
        home=/var/tmp/heating-$(fingerprint <(echo "$ROOT"))
    fi
    echo "$home"
}
[ -s "$BUILD/postgres.home" ] || choose_home >"$BUILD/postgres.home"
home=$(cat "$BUILD/postgres.home")

as_owner() {
    if [ "$(id -u)" = 0 ]; then
        (cd / && setpriv --reuid postgres --regid postgres --clear-groups "$@")
    else
        "$@"
    fi
}
running() { [ -d "$home/data" ] && as_owner "$bin/pg_ctl" -D "$home/data" status >/dev/null 2>&1; }

start() {
    running && return
    [ -x "$bin/initdb" ] || die "PostgreSQL is not installed: run 'make setup'"
    if [ ! -f "$home/data/PG_VERSION" ]; then
        [ "$(free_disk)" -gt 1500 ] || die "less than 1.5 GB free on the disk of $BUILD: make room and try again"
        mkdir -p "$home"
        [ "$(id -u)" = 0 ] && chown postgres:postgres "$home"
        chmod 700 "$home"
        # UTF-8 matters: in the C locale trigram indexes find no Chinese
        quietly initdb "PostgreSQL's cluster could not be made" as_owner "$bin/initdb" -D "$home/data" \
            --username=heating --auth=trust --encoding=UTF8 --locale=C.UTF-8
        # data here can be made again, so it need not survive a power cut
        as_owner tee -a "$home/data/postgresql.conf" >/dev/null <<CONF
listen_addresses = ''
unix_socket_directories = '$home'
shared_buffers = 512MB
work_mem = 32MB
maintenance_work_mem = 256MB
max_connections = 200
fsync = off
synchronous_commit = off
full_page_writes = off
max_wal_size = 4GB
random_page_cost = 1.1
CONF
    fi
    # the server outlives this command, so it must hold neither its lock nor its terminal
    if ! as_owner "$bin/pg_ctl" -D "$home/data" -l "$home/log" -w -t 60 start >/dev/null 2>&1 7>&- 9>&-; then
        tail -n 5 "$home/log" >&2 || true
        die "PostgreSQL could not be started: read $home/log, or 'make clean' and try again"
    fi
}

stop() {
    if running; then
        as_owner "$bin/pg_ctl" -D "$home/data" -m fast -w stop >/dev/null
        say "PostgreSQL is stopped"
    else
        say "PostgreSQL was not running"
    fi
}

case ${1:-} in
    start) start ;;
    stop)
        where=$(serving)
        [ -z "$where" ] || die "the demo is running on $where: end it with Ctrl-C in its terminal, then run make stop again"
        stop
        ;;
    remove)
        stop
        rm -rf "$home" "$BUILD/postgres.home"
        ;;
    env) # for eval: how to reach the server
        if [ -n "${PGHOST:-}" ]; then
            printf 'export PGHOST=%q PGPORT=%q PGUSER=%q\n' "$PGHOST" "${PGPORT:-5432}" "${PGUSER:-$(id -un)}"
        else
            printf 'export PGHOST=%q PGPORT=5432 PGUSER=heating\n' "$home"
        fi
        ;;
    *) die "usage: postgres.sh start | stop | remove | env" ;;
esac
