#!/usr/bin/env bash
# Databases made by cloning templates, so that only the first one of a kind takes long.
# usage: database.sh suite            make the template with the heating addons, print its name
#        database.sh clone FROM TO    copy a database and its filestore
#        database.sh drop NAME
source "$(dirname "$0")/common.sh"
eval "$("$ROOT/scripts/postgres.sh" env)"
odoo() { "$VENV/bin/python" -m odoo "$@"; }

drop() {
    dropdb --if-exists --force "$1" 2>/dev/null || true
    rm -rf "${DATA_DIR:?}/filestore/$1"
}

clone() {
    drop "$2"
    createdb -T "$1" "$2" || die "database $2 could not be copied from $1"
    if [ -d "$DATA_DIR/filestore/$1" ]; then
        mkdir -p "$DATA_DIR/filestore"
        cp -r "$DATA_DIR/filestore/$1" "$DATA_DIR/filestore/$2"
    fi
}

exists() { psql -d postgres -Atc "SELECT 1 FROM pg_database WHERE datname = '$1'" | grep -q 1; }

# Forget templates that were made from something older.
forget_old() {
    for name in $(psql -d postgres -Atc "SELECT datname FROM pg_database WHERE datname LIKE '$1%' AND datname <> '$2'"); do
        drop "$name"
    done
}

# Odoo and the OCA addons, a Chinese company with its chart of accounts, in Chinese and English.
make_base() {
    local name=$1
    say "preparing Odoo with Chinese accounting (once, about a minute)" >&2
    drop "$name.part"
    createdb "$name.part"
    quietly base-1 "Odoo's base could not be installed" \
        odoo -c "$BUILD/odoo.conf" -d "$name.part" -i base,web --load-language=zh_CN --stop-after-init --no-http
    quietly base-2 "the company could not be set up" \
        odoo shell -c "$BUILD/odoo.conf" -d "$name.part" --no-http <"$ROOT/scripts/base_company.py"
    quietly base-3 "Odoo's accounting could not be installed" \
        odoo -c "$BUILD/odoo.conf" -d "$name.part" --stop-after-init --no-http \
        -i l10n_cn,account_payment,portal,contacts,queue_job,base_tier_validation_forward,helpdesk_mgmt,report_xlsx,spreadsheet_dashboard
    psql -q -d postgres -c "ALTER DATABASE \"$name.part\" RENAME TO \"$name\""
    rm -rf "${DATA_DIR:?}/filestore/$name"
    mv "$DATA_DIR/filestore/$name.part" "$DATA_DIR/filestore/$name"
}

make_suite() {
    local base=$1 name=$2
    say "installing the heating addons" >&2
    clone "$base" "$name.part"
    quietly suite "the heating addons could not be installed" \
        odoo -c "$BUILD/odoo.conf" -d "$name.part" -i "${ADDONS// /,}" --stop-after-init --no-http
    if grep -E " (WARNING|ERROR|CRITICAL) " "$LOGS/suite.log" | grep -v PyPDF2 >&2; then
        die "installing the heating addons was not clean: see the lines above"
    fi
    psql -q -d postgres -c "ALTER DATABASE \"$name.part\" RENAME TO \"$name\""
    rm -rf "${DATA_DIR:?}/filestore/$name"
    mv "$DATA_DIR/filestore/$name.part" "$DATA_DIR/filestore/$name"
}

suite() {
    local base suite
    base=heating_base_$(fingerprint "$BUILD/odoo.path" "$BUILD/odoo.version" "$ROOT/constraints.txt" \
        "$ROOT/scripts/database.sh" "$ROOT/scripts/base_company.py")
    # what a database is made from: the addons without their tests
    suite=heating_suite_$( (
        echo "$base"
        cd "$ROOT"
        find $ADDONS -type f -not -path '*/tests/*' -not -name '*.pyc' -not -path '*/readme/*' -print0 |
            sort -z | xargs -0 sha256sum
    ) | sha256sum | cut -c1-16)
    if ! exists "$base"; then
        forget_old heating_base_ "$base"
        make_base "$base"
    fi
    if ! exists "$suite"; then
        forget_old heating_suite_ "$suite"
        make_suite "$base" "$suite"
    fi
    echo "$suite"
}

case ${1:-} in
    suite) suite ;;
    clone) clone "$2" "$3" ;;
    drop) drop "$2" ;;
    exists) exists "$2" ;;
    *) die "usage: database.sh suite | clone FROM TO | drop NAME | exists NAME" ;;
esac
