#!/usr/bin/env bash
# Debian packages that Odoo, its PDFs and the browser tests need. Does nothing when all are there.
source "$(dirname "$0")/common.sh"
# sudo may ask for a password, which only the terminal's foreground can read; and a package manager is best
# left to end what it is at
run() { "$@"; }

PACKAGES="postgresql wkhtmltopdf fonts-noto-cjk chromium libpq-dev gcc python3-dev python3-venv
    libldap2-dev libsasl2-dev poppler-utils
    libjs-jquery libjs-underscore libjs-jquery-form fonts-font-awesome
    fonts-roboto-unhinted fonts-inconsolata"

missing=()
for package in $PACKAGES; do
    case $(dpkg-query -W -f '${Status}' "$package" 2>/dev/null || true) in
        *" installed") ;;
        *) missing+=("$package") ;;
    esac
done
[ ${#missing[@]} = 0 ] && exit 0

command -v apt-get >/dev/null || die "apt-get not found: this set-up is for Debian 12; elsewhere see docs/operations.md"
[ "$(free_disk)" -gt 4000 ] || die "less than 4 GB free on the disk of $BUILD: make room and try again"
[ "$(id -u)" = 0 ] || command -v sudo >/dev/null ||
    die "packages are missing and this user is neither root nor has sudo: run it as root, or install sudo (${missing[*]})"
say "installing from Debian: ${missing[*]}"
quietly apt-update "Debian's package lists could not be fetched: check the network" \
    as_root apt-get update -q
# postgresql would start a cluster of its own; ours is private, so it need not
as_root mkdir -p /etc/postgresql-common/createcluster.d
[ -e /etc/postgresql/15/main ] ||
    echo "create_main_cluster = false" |
    as_root tee /etc/postgresql-common/createcluster.d/heating.conf >/dev/null
trap "as_root rm -f /etc/postgresql-common/createcluster.d/heating.conf" EXIT
quietly apt-install "Debian packages could not be installed: check network and disk" \
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "${missing[@]}"
