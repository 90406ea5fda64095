#!/bin/sh
# Installs Sớm Mai from the folder in which this script lies (made by `make bundle`), without the internet.
# As root; a second time it upgrades: the service is stopped, the database backed up and brought to the new version,
# and whatever ran before, the nightly backup's timer among it, is started again.
#   ./install.sh [--prefix /opt/sommai] [--no-system]     --no-system: only the Python environment
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
prefix=/opt/sommai
system=1
while [ $# -gt 0 ]; do
  case $1 in
    --prefix) prefix=$2; shift 2 ;;
    --no-system) system=0; shift ;;
    *) echo "unknown: $1" >&2; exit 2 ;;
  esac
done
python=${PYTHON:-python3}
placed() {    # FILE TARGET MODE: copies a file in which the usual place stands, with the place that was asked for
  sed "s|/opt/sommai/|$prefix/|g" "$1" > "$2"
  chmod "$3" "$2"
}
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed" >&2; exit 1; }

(cd "$here" && sha256sum --check --quiet SHA256SUMS)
ran=
if [ "$system" = 1 ]; then
  ran=$(systemctl list-units --plain --no-legend --state=active 'sommai*' 2>/dev/null | cut -d ' ' -f 1) || ran=
  systemctl stop 'sommai*' 2>/dev/null || true
fi
mkdir -p "$prefix/bin"
rm -rf "$prefix/venv"
"$python" -m venv "$prefix/venv"
pip="$prefix/venv/bin/python -m pip install --quiet --disable-pip-version-check --no-index"
$pip --find-links "$here/wheels" --require-hashes -r "$here/requirements.txt"
$pip --no-deps "$here"/sommai-*.whl
for script in nightly-backup restore-drill; do placed "$here/$script" "$prefix/bin/$script" 755; done
"$prefix/venv/bin/sommai" --help >/dev/null
[ "$system" = 1 ] || { echo "installed: $prefix/venv/bin/sommai"; exit 0; }

id sommai >/dev/null 2>&1 || useradd --system --home-dir /var/lib/sommai --shell /usr/sbin/nologin sommai
install -d -m 750 -o sommai -g sommai /var/lib/sommai /var/backups/sommai
install -d -m 750 -o root -g sommai /etc/sommai
[ -e /etc/sommai/environment ] || install -m 640 -o root -g sommai "$here/environment" /etc/sommai/environment
for unit in "$here"/systemd/*; do placed "$unit" "/etc/systemd/system/${unit##*/}" 644; done
rm -f /usr/local/bin/sommai    # earlier versions left a link there
placed "$here/as-the-service" /usr/local/bin/sommai 755
systemctl daemon-reload
/usr/local/bin/sommai upgrade
[ -z "$ran" ] || systemctl start $ran
echo "installed; next: edit /etc/sommai/environment, then see docs/how-to/install-on-debian.md"
