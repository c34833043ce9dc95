#!/usr/bin/env bash
# Pins every dependency with its hashes and without an index address. Needs `uv` on PATH.
set -euo pipefail
cd "$(dirname "$0")"
uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header --universal \
  --python-version 3.11 --output-file run.txt ../pyproject.toml build.in
for name in test spark; do
  uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header --universal \
    --python-version 3.11 --output-file "$name.txt" "$name.in"
done
