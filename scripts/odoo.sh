#!/usr/bin/env bash
# Odoo 19 Community, unpacked below the build folder from Debian's own archive (suite sid); never installed.
# With ODOO=/path/to/odoo (a folder that holds the Python package `odoo`) that tree is used instead.
source "$(dirname "$0")/common.sh"

site="$ODOO_TREE/usr/lib/python3/dist-packages"
if [ -n "${ODOO:-}" ]; then
    [ -f "$ODOO/odoo/release.py" ] || die "ODOO=$ODOO holds no Odoo: name the folder with odoo/release.py in it"
    echo "$ODOO" >"$BUILD/odoo.path"
    exit 0
fi
if [ -f "$BUILD/odoo.version" ] && [ -f "$site/odoo/release.py" ]; then
    echo "$site" >"$BUILD/odoo.path"
    exit 0
fi

[ "$(free_disk)" -gt 3000 ] || die "less than 3 GB free on the disk of $BUILD: make room and try again"
sources=/etc/apt/sources.list.d/debian.sources
[ -f "$sources" ] || die "no $sources here: point ODOO=… at an Odoo 19 that you have"
apt="$BUILD/apt"
mkdir -p "$apt/lists/partial" "$apt/cache/archives/partial"
# the first stanza of the machine's own source, with the suite changed: no host name of ours
awk 'BEGIN {RS=""} NR==1 {print; exit}' "$sources" |
    sed -E 's/^Suites:.*/Suites: sid/; s/^Components:.*/Components: main/; /^#/d' >"$apt/sid.sources"
options=(-o "Dir::Etc::SourceList=$apt/sid.sources" -o "Dir::Etc::SourceParts=/dev/null"
    -o "Dir::State::Lists=$apt/lists" -o "Dir::Cache=$apt/cache" -o "APT::Sandbox::User=")
say "fetching Odoo 19 (123 MB)"
quietly odoo-update "Debian's archive could not be reached: check the network, or set ODOO=… to an Odoo 19 you have" \
    apt-get "${options[@]}" update -q
cd "$apt"
rm -f odoo-19_*.deb
quietly odoo-download "Odoo could not be downloaded: check network and disk, then run this again" \
    apt-get "${options[@]}" download -q odoo-19
rm -rf "$ODOO_TREE"
mkdir -p "$ODOO_TREE"
quietly odoo-unpack "Odoo could not be unpacked: check the disk" dpkg-deb -x odoo-19_*.deb "$ODOO_TREE"
dpkg-deb -f odoo-19_*.deb Version >"$BUILD/odoo.version"
rm -rf "$apt"

# fonts and three JavaScript libraries are relative links into /usr/share
mkdir -p "$ODOO_TREE/usr/share"
for shared in javascript fonts-font-awesome fonts; do
    [ -e "$ODOO_TREE/usr/share/$shared" ] || ln -s "/usr/share/$shared" "$ODOO_TREE/usr/share/$shared"
done
# left out by Debian; without it each page logs an error
selfie="$site/odoo/addons/mail/static/lib/selfie_segmentation"
mkdir -p "$selfie"
[ -e "$selfie/selfie_segmentation.js" ] || : >"$selfie/selfie_segmentation.js"
echo "$site" >"$BUILD/odoo.path"
say "Odoo $(cat "$BUILD/odoo.version")"
