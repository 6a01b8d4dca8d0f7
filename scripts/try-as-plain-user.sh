#!/usr/bin/env bash
# Runs the README's first line like a newcomer: as an ordinary user in their own checkout, without flags or variables.
# When run by root it makes such a user and deletes it again.
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

# The newcomer unpacks it, and so owns everything.
"${as_newcomer[@]}" mkdir "$home/polsslag"
unpack() { tar -C "$checkout" -cf - "$@" | "${as_newcomer[@]}" tar -C "$home/polsslag" -xf -; }
unpack --exclude=./.git --exclude=./.polsslag --exclude=./dist --exclude=./node_modules .
if [ "$(stat -c %d "$checkout/node_modules")" = "$(stat -c %d "$home")" ]; then
  # Hard links save a minute of copying. The newcomer owns the folders; the files are only read.
  cp -al "$checkout/node_modules" "$home/polsslag/node_modules"
  find "$home/polsslag/node_modules" -type d -exec chown "$(stat -c %u:%g "$home")" {} +
else
  unpack ./node_modules
fi
cd "$home/polsslag"
"${as_newcomer[@]}" npm run -s demo -- --week --json
