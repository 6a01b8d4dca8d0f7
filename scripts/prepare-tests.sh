#!/usr/bin/env bash
# Installs missing programs that the tests need, when it may (root on Debian); otherwise tells what to install.
set -euo pipefail

present() { command -v "$1" >/dev/null; }
may_install=false
[ "$(id -u)" = 0 ] && present apt-get && may_install=true
export DEBIAN_FRONTEND=noninteractive

# Every Chromium shows the same pages. The one without windows needs a third of the time, so it is installed when possible.
SHELL_ONLY=chromium-headless-shell
if $may_install && ! present "$SHELL_ONLY"; then
  echo "Installing $SHELL_ONLY, which makes the tests faster"
  quickly=(timeout 120 apt-get -qq -o Acquire::Retries=0 -o Acquire::http::Timeout=10)
  add_shell() { "${quickly[@]}" install -y --no-install-recommends "$SHELL_ONLY" >/dev/null 2>&1; }
  add_shell || { "${quickly[@]}" update >/dev/null 2>&1 && add_shell; } || echo "It could not be installed: another browser is used."
fi

missing=()
present redis-server || missing+=(redis-server)
present pgbouncer || [ -x /usr/sbin/pgbouncer ] || missing+=(pgbouncer)
present "$SHELL_ONLY" || present chromium || present chromium-browser || present google-chrome || missing+=(chromium)
[ ${#missing[@]} -eq 0 ] && exit 0

if $may_install; then
  echo "Installing for the tests: ${missing[*]}"
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
  for program in "${missing[@]}"; do
    present "$program" || { echo "$program could not be installed, so its tests cannot run." >&2; exit 1; }
  done
else
  echo "Not installed: ${missing[*]}. The suites that need them are skipped; install them with: sudo apt-get install ${missing[*]}" >&2
fi
