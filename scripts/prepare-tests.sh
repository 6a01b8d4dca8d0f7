#!/usr/bin/env bash
# Installs what the tests need and this machine lacks, where it may (root on Debian); elsewhere says what to install.
set -euo pipefail

missing=()
command -v redis-server >/dev/null || missing+=(redis-server)
command -v pgbouncer >/dev/null || [ -x /usr/sbin/pgbouncer ] || missing+=(pgbouncer)
command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || missing+=(chromium)
[ ${#missing[@]} -eq 0 ] && exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "Installing for the tests: ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
  for program in "${missing[@]}"; do
    command -v "$program" >/dev/null || { echo "$program could not be installed, so its tests cannot run." >&2; exit 1; }
  done
else
  echo "Not installed: ${missing[*]}. The suites that need them are skipped; install them with: sudo apt-get install ${missing[*]}" >&2
fi
