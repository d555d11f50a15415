# Sourced by the other scripts: makes sure that what a build needs is there, or says in one line
# what is missing and how to get it. Changes nothing when all of it is there.

cd "$(dirname "${BASH_SOURCE[0]}")/.."

say() { printf '%s\n' "$*" >&2; }

have_library() { pkg-config --exists "$1" 2>/dev/null; }

missing_packages() {
    command -v pkg-config >/dev/null || echo pkg-config
    have_library lua5.4 || echo liblua5.4-dev
    have_library sqlite3 || echo libsqlite3-dev
    have_library libcrypto || echo libssl-dev
    have_library zlib || echo zlib1g-dev
    command -v git >/dev/null || echo git
}

install_packages() {
    local missing
    missing=$(missing_packages | tr '\n' ' ')
    [ -z "$missing" ] && return 0
    local run=()
    if [ "$(id -u)" -ne 0 ]; then
        if command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
            run=(sudo)
        else
            say "Missing: ${missing}— install as root: apt-get install -y $missing"
            exit 69
        fi
    fi
    if ! command -v apt-get >/dev/null; then
        say "Missing: ${missing}(Debian's names) — install them with your system's package manager."
        exit 69
    fi
    say "Installing $missing…"
    "${run[@]}" apt-get update -qq >/dev/null 2>&1 || true
    if ! DEBIAN_FRONTEND=noninteractive "${run[@]}" apt-get install -y -qq $missing >/dev/null 2>&1; then
        say "Could not install: ${missing}— try: apt-get update && apt-get install -y $missing"
        exit 69
    fi
}

require_swift() {
    if ! command -v swift >/dev/null; then
        say "Missing: Swift 6.3 or later — get it at https://www.swift.org/install/linux/debian/12"
        exit 69
    fi
    local version
    version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9]*\.[0-9]*\).*/\1/p' | head -1)
    if [ "$(printf '%s\n6.3\n' "$version" | sort -V | head -1)" != 6.3 ]; then
        say "Swift $version is too old: 6.3 or later is needed — https://www.swift.org/install/linux/debian/12"
        exit 69
    fi
}

install_packages
require_swift

# One set of flags for every debug build, so that it is built once.
strict=(-Xswiftc -warnings-as-errors --explicit-target-dependency-import-check error)
