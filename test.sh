#!/usr/bin/env bash
# Installs what the tests need and lacks, builds everything, and runs all tests.
#   ./test.sh             all of them
#   ./test.sh Slack       the projects whose name contains "Slack"
#   ./test.sh --long      all of them, and then a soak of five minutes; its picture is artifacts/soak/soak.svg
set -euo pipefail
cd "$(dirname "$0")"

long=
if [ "${1:-}" = --long ]; then
  long=yes
  shift
fi

configuration=Release
missing=()

say() { printf '%s\n' "$*" >&2; }

install() { # Debian package
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    say "Installing $1 ..."
    [ -n "${apt_updated:-}" ] || apt-get update -qq >&2
    apt_updated=yes
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$1" >&2
  else
    missing+=("$1")
  fi
}

need() { # command, Debian package
  command -v "$1" >/dev/null || install "$2"
}

command -v dotnet >/dev/null || { say "The .NET 10 SDK is missing: https://dotnet.microsoft.com/download"; exit 1; }
need chromium chromium
if ! command -v redis-server >/dev/null; then
  install redis-server
  # The tests start their own; on this machine none is to run because of them.
  ! command -v systemctl >/dev/null || systemctl disable --now redis-server >/dev/null 2>&1 || true
fi
if [ ! -d /usr/lib/postgresql ]; then
  install postgresql
  ! command -v systemctl >/dev/null || systemctl disable --now postgresql >/dev/null 2>&1 || true
fi
if [ ! -x /usr/sbin/pgbouncer ]; then
  install pgbouncer
  ! command -v systemctl >/dev/null || systemctl disable --now pgbouncer >/dev/null 2>&1 || true
fi
if [ ! -x /usr/bin/promtool ]; then
  install prometheus
  ! command -v systemctl >/dev/null || systemctl disable --now prometheus >/dev/null 2>&1 || true
fi
need node nodejs
need npm npm
need python3 python3
[ -e /usr/share/zoneinfo/Europe/Berlin ] || install tzdata
compgen -G '/usr/lib/*/faketime/libfaketimeMT.so.1' >/dev/null || install libfaketime
if [ ${#missing[@]} -gt 0 ]; then
  say "Not installed, and not installable from here: ${missing[*]}"
  say "Install them (Debian: apt-get install ${missing[*]}); without them some tests are skipped here, and fail in CI."
fi

# What is built and tested here lives for minutes: counting first what to optimise for, which .NET does by default, took half of the build's
# processor time and a third of the tests' own.
export DOTNET_TieredPGO=0

# One compiler for all projects, also where the environment would start one for each: it is warm after the first, which is a third of a build.
# What the tests start a thousand times is compiled beforehand, with .NET in it; the rest is not.
build=(--configuration "$configuration" --verbosity quiet -nologo -p:UseSharedCompilation=true)
dotnet build Holdfast.slnx "${build[@]}" -p:PublishReadyToRun=false >&2
if [[ Holdfast.EndToEnd.Tests == *"${1:-}"*.Tests ]]; then
  dotnet publish src/Holdfast.Server "${build[@]}" -p:ForTests=true >&2
  export SERVER_UNDER_TEST="$PWD/artifacts/publish/Holdfast.Server/release_for-tests/holdfast"
fi
[ "${CI:-}" != true ] || dotnet build-server shutdown --vbcscompiler >/dev/null

passed=0 failed=0 skipped=0 broken=()

program() { # project
  printf %s "artifacts/bin/$1/$(echo $configuration | tr '[:upper:]' '[:lower:]')/$1"
}

run() { # project, file for what it writes
  "$(program "$1")" --no-ansi --progress off >"$2" 2>&1
}

tell() { # project, file, exit code
  say "== $1"
  cat "$2" >&2
  count() { { echo 0; sed -n "s/^ *$1: *\([0-9]*\).*/\1/p" "$2"; } | tail -n 1; }
  passed=$((passed + $(count succeeded "$2")))
  failed=$((failed + $(count failed "$2")))
  skipped=$((skipped + $(count skipped "$2")))
  [ "$3" = 0 ] || broken+=("$1")
  rm -f "$2"
}

# Beside the end-to-end tests, which wait most of the time, go all others, one project after the other.
ends=Holdfast.EndToEnd.Tests beside= waiting=
if [[ "$ends" == *"${1:-}"*.Tests ]]; then
  waiting=$(mktemp)
  run "$ends" "$waiting" &
  beside=$!
fi

for project in tests/*"${1:-}"*.Tests; do
  name=$(basename "$project") output=$(mktemp) status=0
  [ "$name" != "$ends" ] || continue
  run "$name" "$output" || status=$?
  tell "$name" "$output" "$status"
done

if [ -n "$waiting" ]; then
  status=0
  wait "$beside" || status=$?
  tell "$ends" "$waiting" "$status"
fi

# Alone: how long answers take and what the process holds is looked at over time.
if [ -n "$long" ]; then
  say "== Soak"
  if "$(program Holdfast.LoadRun)" soak --minutes 5 --output artifacts/soak >&2; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    broken+=(soak)
  fi
fi

[ ${#broken[@]} = 0 ] || say "Failed: ${broken[*]}"
if [ "${CI:-}" = true ] && [ "$skipped" -gt 0 ]; then
  say "In CI a skipped test is a failed one: it did not see what it is there to see."
  broken+=(skipped)
fi
echo "$passed passed, $failed failed, $skipped skipped"
[ ${#broken[@]} = 0 ]
