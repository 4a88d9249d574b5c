# shellcheck shell=bash
# Packages of another Debian release, unpacked and not installed. Source it after lib.sh.

# The addresses of the machine's own Debian mirror and the keyring for each: the entries of apt's sources that serve this release.
da_mirrors() {
  local release files=() f
  release=$(. /etc/os-release && echo "${VERSION_CODENAME:-}")
  for f in /etc/apt/sources.list.d/*.sources; do [ -r "$f" ] && files+=("$f"); done
  [ ${#files[@]} = 0 ] || awk -v release="$release" '
    function flush(   i, n, u) {
      if (type ~ /(^| )deb( |$)/ && enabled != "no" && (" " suites " ") ~ (" " release " ") && (" " components " ") ~ / main /) {
        n = split(uris, u, " "); for (i = 1; i <= n; i++) print u[i], keys }
      type = uris = suites = components = keys = enabled = field = "" }
    FNR == 1 || /^[ \t]*$/ { flush() }
    /^#/ { next }
    /^[A-Za-z-]+:/ { field = tolower($1); $1 = ""; sub(/^ /, "") }
    { gsub(/^[ \t]+|[ \t]+$/, "")
      if (field == "types:") type = type " " $0
      else if (field == "uris:") uris = uris " " $0
      else if (field == "suites:") suites = suites " " $0
      else if (field == "components:") components = components " " $0
      else if (field == "enabled:") enabled = tolower($0)
      else if (field == "signed-by:" && $0 ~ /^\//) keys = $1 }
    END { flush() }' "${files[@]}"
  files=()
  for f in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do [ -r "$f" ] && files+=("$f"); done
  [ ${#files[@]} = 0 ] || sed -n 's/^[[:space:]]*deb[[:space:]]\{1,\}//p' "${files[@]}" | sed 's/^\[[^]]*\][[:space:]]*//' |
    awk -v release="$release" '$2 == release && / main( |$)/ { print $1 }'
}

# A pattern for the versions that begin with V at a boundary: 28.5 takes 28.5.2+dfsg4-5 and not 28.50.
da_version_pattern() { printf '^([0-9]+:)?%s([.+~-]|$)' "${1//./\\.}"; }

# da_cached DIR VERSION: the newest folder in DIR for that version; folders of unfinished work begin with a dot.
da_cached() { find "$1" -mindepth 1 -maxdepth 1 -name '[!.]*' -printf '%f\n' 2>/dev/null | grep -E "$(da_version_pattern "$2")" | sort -V | tail -n 1; }

# da_unpack WORK SUITE PACKAGE[=VERSION]...: the packages' files in WORK/root, and in WORK/version the first one's version.
# Fetches with apt itself, into lists and caches of its own: apt checks the signature of the suite's InRelease with the archive
# keyring, the index by its checksum in InRelease, and the package by its checksum in the index. (Valid-Until is not asked: a
# mirror that stands still past a testing suite's few days of validity gives the same signed package.)
da_unpack() {
  local work=$1 suite=$2 uri keys options package wanted version all keyring=/usr/share/keyrings/debian-archive-keyring.gpg
  shift 2
  mkdir -p "$work/lists/partial" "$work/archives/partial"
  options=(-o "Dir::State::lists=$work/lists" -o "Dir::Cache=$work" -o "Dir::Cache::archives=$work/archives"
    -o "Dir::Etc::sourcelist=$work/lab.sources" -o Dir::Etc::sourceparts=- -o Acquire::Retries=1
    -o Acquire::Check-Valid-Until=false -o APT::Update::Error-Mode=any -o APT::Get::AllowUnauthenticated=false -o Acquire::AllowInsecureRepositories=false)
  while read -r uri keys; do
    [ -r "$keyring" ] && keys=$keyring
    printf 'Types: deb\nTargets: Packages\nURIs: %s\nSuites: %s\nComponents: main\n%s' "$uri" "$suite" "${keys:+Signed-By: $keys
}" >"$work/lab.sources"
    apt-get "${options[@]}" update || continue
    rm -rf "$work/root" "$work/version"
    mkdir -p "$work/root"
    all=1
    for package in "$@"; do
      case $package in *=*) wanted=${package#*=} ;; *) wanted= ;; esac
      package=${package%%=*}
      version=$(apt-cache "${options[@]}" madison "$package" | awk '{ print $3 }' | grep -E "${wanted:+$(da_version_pattern "$wanted")}" | sort -V | tail -n 1)
      if [ -z "$version" ]; then
        echo "$suite has no $package $wanted there, but:"
        apt-cache "${options[@]}" madison "$package"
        all=
        break
      fi
      [ -e "$work/version" ] || echo "$version" >"$work/version"
      if ! ( cd "$work" && apt-get "${options[@]}" download "$package=$version" && dpkg-deb -x "${package}"_*.deb root ); then all=; break; fi
    done
    [ -n "$all" ] && return 0
  done < <(da_mirrors | sort -u)
  return 1
}

# da_binary NAME PACKAGE=VERSION SUITE FILE: sets da_found to the path of a program out of a package, which is unpacked under
# the lab home and not installed. FILE is its place in the package. A binary put by hand into the cache serves as well.
da_binary() {
  local name=$1 package=${2%%=*} wanted=${2#*=} suite=$3 file=$4 program=${4##*/} cache=$DA_LAB_HOME/cache/$1 log=$DA_LAB_HOME/$1.log version work
  da_lock "$name"
  mkdir -p "$cache"
  version=$(da_cached "$cache" "$wanted")
  if [ -z "$version" ] || [ ! -x "$cache/$version/$program" ]; then
    da_is_debian || da_die "$package $wanted comes from a Debian package; on another system put a $program binary at $cache/$wanted/$program."
    da_say "downloading $package $wanted from Debian's $suite (unpacked under $cache, not installed; log: $log)"
    work=$(mktemp -d "$cache/.work.XXXXXX")
    chmod 755 "$work"
    (
      da_unpack "$work" "$suite" "$package=$wanted" && got=$cache/$(cat "$work/version") || exit 1
      "$work/root/$file" --version || exit 1
      rm -rf "$got"
      mkdir -p "$got" && mv "$work/root/$file" "$got/$program"
    ) 9>&- >"$log" 2>&1
    rm -rf "$work"
    version=$(da_cached "$cache" "$wanted")
    if [ -z "$version" ]; then
      tail -n 20 "$log" >&2
      da_die "no Debian mirror of this machine's apt sources gave $package $wanted in $suite; see $log, or put the binary at $cache/$wanted/$program."
    fi
  fi
  da_found=$cache/$version/$program
}
