#!/usr/bin/env bash
# Installs what the tests need beside Python packages: a browser and fonts. Does nothing where they are there
# already, or where this user may not install packages (the browser tests then say that they were skipped, and why).
set -euo pipefail
command -v chromium >/dev/null 2>&1 && exit 0
if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null 2>&1; then
  echo "chromium isn't installed and can't be installed from here: browser tests will be skipped" >&2
  exit 0
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq chromium fonts-dejavu-core >/dev/null
