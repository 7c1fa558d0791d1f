#!/usr/bin/env bash
# Writes odoo.conf below the build folder from where things are now.
source "$(dirname "$0")/common.sh"
eval "$("$ROOT/scripts/postgres.sh" env)"
port=${PORT:-8069}

cat >"$BUILD/odoo.conf" <<CONF
[options]
addons_path = $ROOT
data_dir = $DATA_DIR
db_host = $PGHOST
db_port = $PGPORT
db_user = $PGUSER
${PGPASSWORD:+db_password = $PGPASSWORD}
db_maxconn = 64
list_db = False
dbfilter = ^heating_demo$
http_interface = 127.0.0.1
http_port = $port
workers = 0
max_cron_threads = 1
server_wide_modules = base,web,rpc,queue_job
log_level = warn
log_handler = :WARNING,py.warnings:ERROR

[queue_job]
channels = root:2,root.heating:2
host = 127.0.0.1
port = $port
CONF
