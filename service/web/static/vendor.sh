#!/usr/bin/env bash
# Brings the pages' script library anew from its npm package; only needed to move to another version.
set -euo pipefail
cd "$(dirname "$0")"
version="${1:?usage: vendor.sh VERSION, such as 2.0.11}"
scratch="$(mktemp -d)"
trap 'rm -rf "$scratch"' EXIT
(cd "$scratch" && npm pack --silent "htmx.org@$version" && tar xzf htmx.org-*.tgz)
cp "$scratch/package/dist/htmx.min.js" htmx/htmx.min.js
cp "$scratch/package/LICENSE" htmx/LICENSE.txt
(cd htmx && sha256sum htmx.min.js >SHA256SUMS)
