# shellcheck shell=bash
# What run, run-tests and .ci/run share: installing what is missing, configuring and building. Sourced by bash; expects `top`
# to be the repository's root.

say() { printf '== %s\n' "$*"; }
stop() {
  printf '%s: %s\n' "$(basename "$0")" "$*" >&2
  exit 1
}

# Names of the packages of the given sections of packages.txt.
packages_of() {
  local section
  for section in "$@"; do
    sed -n "s/^$section  *\([^ #]*\).*/\1/p" "$top/installer/packages.txt"
  done
}

# Installs what is missing of the given sections, and only that. Needs root or sudo only where something is missing.
install_packages() {
  local package missing=() as_root=()
  if ! command -v dpkg-query >/dev/null 2>&1 || ! command -v apt-get >/dev/null 2>&1; then
    say "This is no Debian system: install what installer/packages.txt names by hand; going on with what is here"
    return 0
  fi
  while read -r package; do
    if [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)" != installed ]; then
      missing+=("$package")
    fi
  done < <(packages_of "$@")
  if [ ${#missing[@]} -eq 0 ]; then
    return 0
  fi
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null 2>&1 || stop "these packages are missing: ${missing[*]}; install them as root: apt-get install ${missing[*]}"
    as_root=(sudo)
  fi
  say "Installing ${#missing[@]} missing packages: ${missing[*]}"
  # A list of packages that could not be renewed may still do.
  "${as_root[@]}" apt-get update -q || say "apt-get update failed; trying with the lists that are here"
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "${missing[@]}"
}

# Configures the release preset and builds everything into build/release; programs land in build/release/bin.
build_release() {
  local launcher=() log="$top/build/configure.log"
  if command -v ccache >/dev/null 2>&1; then
    launcher=(-DCMAKE_CXX_COMPILER_LAUNCHER=ccache)
  fi
  say "Configuring build/release"
  mkdir -p "$top/build"
  if ! (cd "$top" && cmake --preset release "${launcher[@]}") >"$log" 2>&1; then
    cat "$log" >&2
    stop "configuring failed; what it said stands above"
  fi
  say "Building with $(nproc) jobs"
  ninja -C "$top/build/release" -j"$(nproc)"
}
