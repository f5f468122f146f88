#!/usr/bin/env bash
# Unpack the Monado OpenXR runtime and all it stands on into a folder: nothing is installed, no root is needed.
# usage: tools/monado.sh [FOLDER]        default: .monado beside this folder; prints the folder when it is ready
#
# Debian's own mirror is asked, the one this computer's apt already uses; another system has no such source.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
folder=${1:-${SETPIECE_MONADO:-$here/.monado}}
suite=trixie # Monado 25; a release whose C library need not be this computer's, see tests/tracking/openxr
packages="monado-service libopenxr1-monado mesa-vulkan-drivers libltc11"

if [ -e "$folder/ready" ]; then
    echo "$folder"
    exit 0
fi
command -v apt-get >/dev/null && command -v dpkg-deb >/dev/null || { echo "needs apt and dpkg" >&2; exit 3; }
mirror=$(apt-get indextargets --format '$(ORIGIN) $(COMPONENT) $(REPO_URI)' 'Created-By: Packages' |
    awk '$1 == "Debian" && $2 == "main" && $3 !~ /security/ { print $3; exit }')
[ -n "$mirror" ] || { echo "apt knows no Debian mirror; run 'apt-get update' once" >&2; exit 3; }
keys=/usr/share/keyrings/debian-archive-keyring.gpg

mkdir -p "$folder"
exec 9>"$folder/lock"
flock 9
if [ ! -e "$folder/ready" ]; then
    apt=$folder/apt
    mkdir -p "$apt/lists/partial" "$apt/cache/archives/partial"
    : >"$apt/status"
    echo "deb [signed-by=$keys] $mirror $suite main" >"$apt/sources.list"
    options=(-qq -o Dir::Etc::SourceList="$apt/sources.list" -o Dir::Etc::SourceParts=/dev/null
        -o Dir::State="$apt" -o Dir::State::Lists="$apt/lists" -o Dir::State::Status="$apt/status"
        -o Dir::Cache="$apt/cache" -o Dir::Cache::Archives="$apt/cache/archives" -o APT::Sandbox::User=
        -o APT::Install-Recommends=false -o Debug::NoLocking=true
        -o DPkg::Post-Invoke= -o APT::Update::Post-Invoke= -o APT::Keep-Downloaded-Packages=true)
    apt-get "${options[@]}" update >&2
    # shellcheck disable=SC2086
    apt-get "${options[@]}" install --download-only --yes $packages >&2
    mkdir -p "$folder/root"
    # A release that merged /usr unpacks into links that must be there first.
    for d in bin lib lib64 sbin; do
        mkdir -p "$folder/root/usr/$d"
        ln -sfn "usr/$d" "$folder/root/$d"
    done
    for deb in "$apt"/cache/archives/*.deb; do
        dpkg-deb -x "$deb" "$folder/root" 2>/dev/null || dpkg-deb --fsys-tarfile "$deb" | tar -x -C "$folder/root" --keep-directory-symlink
    done
    rm -rf "$apt"
    touch "$folder/ready"
fi
echo "$folder"
