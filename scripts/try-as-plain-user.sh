#!/usr/bin/env bash
# The README's first line as a newcomer runs it: an ordinary user, in a checkout of their own, with no flag and no variable.
# Root makes such a user for it, and takes them away again.
set -euo pipefail
checkout=$(cd "$(dirname "$0")/.." && pwd)

user=polsslag-newcomer-$$
home=$(mktemp -d)
clean_up() {
  cd /
  rm -rf "$home"
  if id "$user" >/dev/null 2>&1; then userdel "$user"; fi
}
trap clean_up EXIT

as_newcomer=(env -i "HOME=$home" "PATH=$PATH")
if [ "$(id -u)" = 0 ]; then
  useradd --no-create-home --home-dir "$home" "$user"
  chown "$user:" "$home"
  as_newcomer=(setpriv "--reuid=$user" "--regid=$(id -g "$user")" --clear-groups "${as_newcomer[@]}")
fi

# Unpacked by the newcomer, so that everything is theirs.
"${as_newcomer[@]}" mkdir "$home/polsslag"
unpack() { tar -C "$checkout" -cf - "$@" | "${as_newcomer[@]}" tar -C "$home/polsslag" -xf -; }
unpack --exclude=./.git --exclude=./.polsslag --exclude=./dist --exclude=./node_modules .
if [ "$(stat -c %d "$checkout/node_modules")" = "$(stat -c %d "$home")" ]; then
  # Links spare a minute of copying. The folders are the newcomer's all the same; the files are only read.
  cp -al "$checkout/node_modules" "$home/polsslag/node_modules"
  find "$home/polsslag/node_modules" -type d -exec chown "$(stat -c %u:%g "$home")" {} +
else
  unpack ./node_modules
fi
cd "$home/polsslag"
"${as_newcomer[@]}" npm run -s demo -- --week --json
