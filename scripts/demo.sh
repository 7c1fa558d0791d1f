#!/usr/bin/env bash
# A company with a billed and partly paid season, served on 127.0.0.1 in the foreground.
source "$(dirname "$0")/common.sh"
eval "$("$ROOT/scripts/postgres.sh" env)"
port=${PORT:-8069}
database=heating_demo

"$VENV/bin/python" - "$port" <<'PY' || die "port $port is in use: stop what uses it, or choose another: make demo PORT=8070"
import socket, sys
with socket.socket() as probe:
    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        probe.bind(("127.0.0.1", int(sys.argv[1])))
    except OSError:
        sys.exit(1)
PY

suite=$("$ROOT/scripts/database.sh" suite)
made_of=$(psql -d postgres -Atc "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = '$database'")
if [ -z "$made_of" ]; then
    say "making the demo company (about two minutes)"
    "$ROOT/scripts/database.sh" clone "$suite" "$database"
    watched demo "the demo company could not be made" \
        "$VENV/bin/python" -m odoo shell -c "$BUILD/odoo.conf" -d "$database" --no-http <"$ROOT/scripts/demo_company.py"
elif [ "$made_of" != "$suite" ]; then
    say "the addons have changed: upgrading the demo company"
    quietly demo-upgrade "the demo company could not be upgraded: 'make clean' makes a new one" \
        "$VENV/bin/python" -m odoo -c "$BUILD/odoo.conf" -d "$database" -u "${ADDONS// /,}" --stop-after-init --no-http
fi
psql -q -d postgres -c "COMMENT ON DATABASE $database IS '$suite'"
# PDFs fetch their style sheets and pictures from here, and QR codes lead here
for key in web.base.url report.url; do
    psql -q -d "$database" -c "INSERT INTO ir_config_parameter (key, value) VALUES ('$key', 'http://127.0.0.1:$port')
        ON CONFLICT (key) DO UPDATE SET value = EXCLUDED.value"
done

say "starting Odoo"
"$VENV/bin/python" -m odoo -c "$BUILD/odoo.conf" -d "$database" --http-port "$port" &
server=$!
trap 'kill "$server" 2>/dev/null; wait "$server" 2>/dev/null; exit 0' INT TERM
for _ in $(seq 120); do
    kill -0 "$server" 2>/dev/null || die "Odoo did not start: read the lines above"
    if "$VENV/bin/python" -c "import urllib.request as u; u.urlopen('http://127.0.0.1:$port/web/login', timeout=5)" 2>/dev/null; then
        cat "$ROOT/scripts/demo_logins.txt"
        echo "ready: http://127.0.0.1:$port"
        wait "$server"
        exit 0
    fi
    sleep 0.5
done
kill "$server"
die "Odoo did not answer within a minute"
