#!/usr/bin/env bash
# Makes what a release consists of, in artifacts/release.
#   ./release.sh                     all of it
#   ./release.sh linux-x64 tools     these parts
#   ./release.sh --list [PART...]    says which files that would be
# Parts: linux-x64, linux-arm64, osx-arm64 and win-x64, the program as one file with .NET in it; portable, a folder for any machine with
# .NET on it; tools, for `dotnet tool install`; libraries, for programs of your own; sbom, the packages that are in it. The version is the one in
# Directory.Build.props; SHA256SUMS is of all that is there in the end.
set -euo pipefail
cd "$(dirname "$0")"

platforms=(linux-x64 linux-arm64 osx-arm64 win-x64)
parts=("${platforms[@]}" portable tools libraries sbom)
libraries=(Holdfast.Slack Holdfast.Core Holdfast Holdfast.AI Holdfast.Documents Holdfast.Mcp Holdfast.Redis Holdfast.Sqlite Holdfast.Postgres Holdfast.Hosting)
version=$(sed -n 's:.*<Version>\(.*\)</Version>.*:\1:p' Directory.Build.props)
release=artifacts/release
missing=()

say() { printf '%s\n' "$*" >&2; }

files() { # part
  case $1 in
    win-x64) echo "holdfast-$version-$1.zip" ;;
    portable | linux-* | osx-*) echo "holdfast-$version-$1.tar.gz" ;;
    tools) printf "%s.$version.nupkg\n" Holdfast.Server Holdfast.Simulator ;;
    libraries) printf "%s.$version.nupkg\n" "${libraries[@]}" ;;
    sbom) echo "holdfast-$version.cdx.json" ;;
    *) say "There is no part '$1'. There are: ${parts[*]}"; exit 64 ;;
  esac
}

# Without the analyzers: what is released has been through test.sh.
dotnet_quietly() { dotnet "$@" -p:Configuration=Release --verbosity quiet -nologo -p:RunAnalyzersDuringBuild=false >&2; }

folder() { # name: where a part is put together
  rm -rf "artifacts/release-work/$1"
  mkdir -p "artifacts/release-work/$1"
  echo "artifacts/release-work/$1"
}

pack_up() { # folder, file
  cp LICENSE CHANGELOG.md "$1"
  rm -f "$1"/*.staticwebassets.endpoints.json
  case $2 in
    *.zip) (cd "$1" && python3 -m zipfile -c archive.zip ./*) && mv "$1/archive.zip" "$release/$2" ;;
    # The same commit makes the same archive, whoever packs it up.
    *) tar --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$(git log -1 --format=%ct 2>/dev/null || echo 0)" -C "$1" -czf "$release/$2" . ;;
  esac
}

platform() { # runtime identifier
  local at
  at=$(folder "$1")
  if ! dotnet_quietly restore src/Holdfast.Server --runtime "$1" -p:PublishSingleFile=true -p:SelfContained=true; then
    say "$1 is left out: what .NET for it consists of could not be had."
    missing+=("$1")
    return
  fi
  dotnet_quietly publish src/Holdfast.Server --runtime "$1" --self-contained -p:PublishSingleFile=true --no-restore --output "$at"
  case $1 in
    linux-*) cp deploy/holdfast.service deploy/holdfast-command deploy/environment.example "$at" ;;
    win-*) cp deploy/windows/*.ps1 "$at" ;;
  esac
  pack_up "$at" "$(files "$1")"
}

portable() {
  local at
  at=$(folder portable)
  dotnet_quietly publish src/Holdfast.Server -p:Portable=true --output "$at"
  pack_up "$at" "$(files portable)"
}

tools() {
  for project in Holdfast.Server Holdfast.Simulator; do
    dotnet_quietly pack "src/$project" -p:Portable=true -p:Tool=true --output "$release"
  done
}

libraries() {
  for project in "${libraries[@]}"; do
    dotnet_quietly pack "src/$project" --output "$release"
  done
}

sbom() { # CycloneDX, of what restoring has found
  dotnet tool restore >&2
  dotnet restore src/Holdfast.Server --verbosity quiet >&2
  dotnet tool run dotnet-CycloneDX src/Holdfast.Server/Holdfast.Server.csproj --disable-package-restore \
    --output-format Json --set-name Holdfast --set-type Application --set-version "$version" --output "$release" --filename "$(files sbom)" >&2
}

list=
if [ "${1:-}" = --list ]; then
  list=yes
  shift
fi
[ $# -gt 0 ] || set -- "${parts[@]}"
for part in "$@"; do files "$part" >/dev/null; done
if [ -n "$list" ]; then
  for part in "$@"; do files "$part"; done
  exit
fi

mkdir -p "$release"
for part in "$@"; do
  say "== $part"
  case " ${platforms[*]} " in
    *" $part "*) platform "$part" ;;
    *) "$part" ;;
  esac
done

# Of other versions nothing is left: the sums are of one release.
find "$release" -type f ! -name "*$version*" -delete
(cd "$release" && sha256sum -- *"$version"* >SHA256SUMS && cat SHA256SUMS)
[ ${#missing[@]} = 0 ] || { say "Not made: ${missing[*]}"; exit 1; }
