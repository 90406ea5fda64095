#!/usr/bin/env bash
# Installs what the tests need beside Python packages: a browser, fonts with Vietnamese, and the programs of a
# PostgreSQL server (the tests start one of their own). What is there already is left alone, at once. Where this user
# may not install packages it says what is missing; the tests that need it are skipped then, and say so too.
set -euo pipefail

wanted=()
command -v chromium >/dev/null 2>&1 || wanted+=(chromium)
compgen -G "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf" >/dev/null || wanted+=(fonts-dejavu-core)
if [ -z "${SOMMAI_TEST_POSTGRESQL:-}" ] && ! compgen -G "/usr/lib/postgresql/*/bin/initdb" >/dev/null; then
  wanted+=(postgresql)
fi
[ "${#wanted[@]}" -eq 0 ] && exit 0

if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null 2>&1; then
  echo "missing, and can't be installed from here: ${wanted[*]}; tests that need them will be skipped" >&2
  exit 0
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq --no-install-recommends "${wanted[@]}" >/dev/null
