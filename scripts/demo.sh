#!/usr/bin/env bash
# A company with a billed and partly paid season, served on 127.0.0.1 in the foreground.
source "$(dirname "$0")/common.sh"
port=${PORT:-8069}
url=http://127.0.0.1:$port
# the play platforms of tests/gateways, and their “phone”
phone_port=$((port + 100))
platforms=
database=heating_demo

# What would make the demo impossible, said before anything is fetched or made.
check_place() {
    local where
    where=$(serving)
    [ -z "$where" ] ||
        die "the demo of this folder is running already on $where: open that, or end it with Ctrl-C in its terminal"
    [[ $port =~ ^[0-9]+$ ]] && [ "$port" -ge 1 ] && [ "$port" -le 65535 ] ||
        die "PORT=$port is no port: choose a number from 1024 to 65535"
    if (exec 3<>"/dev/tcp/127.0.0.1/$phone_port") 2>/dev/null; then
        die "port $phone_port, for the play platforms, is in use: choose another PORT (they take PORT + 100)"
    fi
    if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
        die "port $port is in use: stop what uses it, or choose another: make demo PORT=$((port == 8070 ? 8071 : 8070))"
    fi
}

make_database() {
    run "$ROOT/scripts/database.sh" suite >"$BUILD/suite"
    local suite made_of
    suite=$(cat "$BUILD/suite")
    made_of=$(psql -d postgres -Atc "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = '$database'")
    if [ -z "$made_of" ]; then
        say "making the demo company (about four minutes)"
        run "$ROOT/scripts/database.sh" clone "$suite" "$database"
        PYTHONPATH=$ROOT/scripts watched demo "the demo company could not be made" \
            "$VENV/bin/python" -m odoo shell -c "$BUILD/odoo.conf" -d "$database" --no-http \
            <<<"import demo_company; demo_company.main(env)"
    elif [ "$made_of" != "$suite" ]; then
        say "the addons have changed: upgrading the demo company"
        quietly demo-upgrade "the demo company could not be upgraded: 'make clean' makes a new one" \
            "$VENV/bin/python" -m odoo -c "$BUILD/odoo.conf" -d "$database" -u "${ADDONS// /,}" --stop-after-init --no-http
    fi
    psql -q -d postgres -c "COMMENT ON DATABASE $database IS '$suite'"
    # PDFs fetch their style sheets and pictures from here, and QR codes lead here
    for key in web.base.url report.url; do
        psql -q -d "$database" -c "INSERT INTO ir_config_parameter (key, value) VALUES ('$key', '$url')
            ON CONFLICT (key) DO UPDATE SET value = EXCLUDED.value"
    done
}

# Alipay and WeChat Pay of the tests, so that a bill can be paid with a click.
start_platforms() {
    local settings=$BUILD/platforms.json
    rm -f "$settings"
    (cd "$ROOT" && exec "$VENV/bin/python" -m tests.gateways --port "$phone_port" --settings "$settings") \
        >"$LOGS/platforms" 2>&1 &
    platforms=$!
    for _ in $(seq 60); do
        [ -s "$settings" ] && break
        kill -0 "$platforms" 2>/dev/null || break
        sleep 0.5
    done
    if [ ! -s "$settings" ]; then
        say "the play platforms did not start (see $LOGS/platforms): bills can be paid at the counter only"
        return
    fi
    DEMO_PLATFORMS=$settings PYTHONPATH=$ROOT/scripts quietly demo-platforms \
        "Alipay and WeChat Pay could not be set up" \
        "$VENV/bin/python" -m odoo shell -c "$BUILD/odoo.conf" -d "$database" --no-http \
        <<<"from demo_company import platforms; platforms.connect(env)"
}

serve() {
    # What a user may not do is told to the user; this terminal shows what is broken. Being root is no danger
    # to a server that only this machine reaches.
    run "$VENV/bin/python" -m odoo -c "$BUILD/odoo.conf" -d "$database" --http-port "$port" \
        --log-handler odoo.http:ERROR 2> >(grep --line-buffered -v "^Running as user 'root'" >&2)
}

say_when_ready() {
    for _ in $(seq 120); do
        if "$VENV/bin/python" -c "import urllib.request as u; u.urlopen('$url/web/login', timeout=5)" 2>/dev/null; then
            cat "$ROOT/scripts/demo_logins.txt"
            [ -z "$platforms" ] || echo "  a phone with Alipay and WeChat Pay (play): http://127.0.0.1:$phone_port/phone"
            echo "ready: $url"
            return
        fi
        sleep 0.5
    done
    printf 'error: Odoo did not answer within a minute: read the lines above, end it with Ctrl-C\n' >&2
}

check_place
lock_build
# another make may have begun to serve while this one waited
check_place
PORT=$port "$ROOT/scripts/setup.sh"
eval "$("$ROOT/scripts/postgres.sh" env)"
make_database
start_platforms
exec 8>>"$BUILD/serving.lock"
flock -n 8 || die "the demo of this folder is running already on $(serving)"
echo "$url" >"$BUILD/serving"
unlock_build

say "starting Odoo"
say_when_ready &
speaker=$!
stopped_serving() {
    trap '' INT TERM HUP
    kill "$speaker" 2>/dev/null || true
    [ -z "$platforms" ] || kill "$platforms" 2>/dev/null || true
    [ -z "$child" ] || { kill -TERM -- "-$child" 2>/dev/null && wait "$child" 2>/dev/null; } || true
    printf '\nstopped; make demo starts the same company again, make stop ends PostgreSQL, too\n'
    exit 0
}
trap stopped_serving INT TERM HUP
serve || true
kill "$speaker" 2>/dev/null || true
[ -z "$platforms" ] || kill "$platforms" 2>/dev/null || true
die "Odoo has ended: read the lines above"
