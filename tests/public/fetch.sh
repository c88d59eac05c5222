#!/usr/bin/env bash
# fetch.sh FOLDER [OWNER/NAME ...]: fetches the repositories of sources.txt, or those named, at the commits that it
# states, into FOLDER/OWNER/NAME. What is there already at its commit is left alone. PUBLIC_GIT is where they are
# fetched from, https://github.com unless it is set.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
if [[ $# -lt 1 || $1 == -* ]]; then
  sed -n '2,4s/^# //p' "${BASH_SOURCE[0]}"
  exit 2
fi
mkdir -p "$1"
folder=$(cd "$1" && pwd)
shift

# repository, commit, folders ...
fetch() {
  local into=$folder/$1 commit=$2 git
  if [[ $(git -C "$into" rev-parse --verify --quiet HEAD 2>/dev/null) == "$commit" ]]; then
    echo "$1: there"
    return
  fi
  echo "$1: $commit"
  git=(git -C "$into" -c advice.detachedHead=false)
  git init --quiet "$into" &&
    { "${git[@]}" remote remove origin 2>/dev/null || true; } &&
    "${git[@]}" remote add origin "${PUBLIC_GIT:-https://github.com}/$1" &&
    { [[ $# -eq 2 ]] || "${git[@]}" sparse-checkout set "${@:3}"; } &&
    "${git[@]}" fetch --quiet --depth 1 --filter=blob:none origin "$commit" &&
    "${git[@]}" checkout --quiet "$commit"
}

failed=()
while read -r -a line; do
  if [[ ${#line[@]} -eq 0 || ${line[0]} == \#* ]]; then
    continue
  fi
  if [[ $# -eq 0 || " $* " == *" ${line[0]} "* ]]; then
    fetch "${line[@]}" </dev/null || failed+=("${line[0]}")
  fi
done < <(awk '/^ / { printf "%s", $0; next } { printf "\n%s", $0 } END { print "" }' "$here/sources.txt")
if [[ ${#failed[@]} -gt 0 ]]; then
  echo "not fetched: ${failed[*]}" >&2
  exit 1
fi
