# shellcheck shell=bash disable=SC2034
# Functions shared by the lab scripts. Source it: . "$(dirname "$0")/lib.sh"
# State lives under DA_LAB_HOME; see README.md in this directory.

set -u -o pipefail
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
export PATH LC_ALL=C.UTF-8

DA_LAB_DIR=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
DA_PLAIN_SOCKET=/var/run/docker.sock

if [ -z "${DA_LAB_HOME:-}" ]; then
  if [ "$(id -u)" = 0 ]; then
    DA_LAB_HOME=/var/lib/docker-advanced-lab
  else
    DA_LAB_HOME=${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/docker-advanced-lab
  fi
fi
case $DA_LAB_HOME in /*) ;; *) DA_LAB_HOME=$PWD/$DA_LAB_HOME ;; esac
DA_LAB_HOME=${DA_LAB_HOME%/}
export DA_LAB_HOME

da_say() { printf 'lab: %s\n' "$*" >&2; }
da_die() { da_say "$*"; exit 1; }

# da_lock NAME: one call at a time for the rest of this script. Holds fd 9.
da_lock() {
  mkdir -p "$DA_LAB_HOME" 2>/dev/null || da_die "cannot write to $DA_LAB_HOME; set DA_LAB_HOME to a directory that you own."
  exec 9>"$DA_LAB_HOME/$1.lock" || da_die "cannot write to $DA_LAB_HOME; set DA_LAB_HOME to a directory that you own."
  flock -w "${DA_LAB_LOCK_TIMEOUT:-900}" 9 || da_die "another lab script has held $DA_LAB_HOME/$1.lock for too long; end it and try again."
}

da_is_debian() { [ -r /etc/debian_version ] && command -v apt-get >/dev/null 2>&1; }

# da_install WHY PACKAGE...: from the machine's own apt sources. Starts no service.
da_install() {
  local why=$1 log=$DA_LAB_HOME/apt.log policy=/usr/sbin/policy-rc.d made='' rc=0 try
  shift
  [ "$(id -u)" = 0 ] || da_die "$why needs the packages $*; install them, or run this as root."
  da_is_debian || da_die "$why needs $*, which this script can install on Debian only; install them yourself."
  mkdir -p "$DA_LAB_HOME"
  da_say "installing $* with apt-get ($why); log: $log"
  if [ ! -e "$policy" ]; then
    # made by rename, so that nobody else's apt-get sees half a file; removed below
    printf '#!/bin/sh\n# docker-advanced lab: start no service while packages are installed\nexit 101\n' >"$policy.lab" &&
      chmod 755 "$policy.lab" && mv "$policy.lab" "$policy" && made=1
  fi
  for try in 1 2; do
    (
      export DEBIAN_FRONTEND=noninteractive
      exec 9>&-
      apt-get -o DPkg::Lock::Timeout=300 update || echo "update failed; trying to install all the same"
      apt-get -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 install -y --no-install-recommends "$@"
    ) >>"$log" 2>&1 </dev/null
    rc=$?
    [ $rc = 0 ] && break
  done
  if [ -n "$made" ]; then rm -f "$policy"; fi
  if [ $rc != 0 ]; then
    tail -n 20 "$log" >&2
    da_die "apt-get could not install $*; see $log, mend the apt sources or the network, and try again."
  fi
}

# da_need COMMAND PACKAGE
da_need() {
  command -v "$1" >/dev/null 2>&1 || da_install "for the command $1" "$2"
  command -v "$1" >/dev/null 2>&1 || da_die "the command $1 is missing; install it."
}

# ---- the Engine API ---------------------------------------------------------------------------

# da_api HOST PATH [CURL OPTION...]: the answer's body on stdout; PATH starts with /.
da_api() {
  local host=$1 path=$2 certs=${DOCKER_CERT_PATH:-${HOME:-}/.docker}
  shift 2
  case $host in
    unix://*) curl -sS --noproxy '*' --unix-socket "${host#unix://}" "$@" "http://localhost$path" ;;
    tcp://* | http://*)
      if [ -n "${DOCKER_TLS_VERIFY:-}" ]; then
        curl -sS --noproxy '*' --cacert "$certs/ca.pem" --cert "$certs/cert.pem" --key "$certs/key.pem" "$@" "https://${host#*://}$path"
      else
        curl -sS --noproxy '*' "$@" "http://${host#*://}$path"
      fi ;;
    *) echo "lab: the lab scripts speak unix:// and tcp://, not $host" >&2; return 1 ;;
  esac
}

# da_ping HOST [SECONDS]
da_ping() { [ "$(da_api "$1" /_ping -m "${2:-10}" --connect-timeout 3 2>/dev/null)" = OK ]; }

# da_json FIELD: the first string field of that name in the JSON text on stdin. Enough for what the lab reads; no JSON parser.
da_json() { tr -d '\n' | grep -o "\"$1\"[[:space:]]*:[[:space:]]*\"[^\"]*\"" | head -n 1 | sed 's/"$//; s/.*"//; s,\\/,/,g'; }

# The host of the current docker context; nothing when that is the default one.
da_context_host() {
  local config=${DOCKER_CONFIG:-${HOME:-}/.docker} name=${DOCKER_CONTEXT:-} id
  if [ -z "$name" ] && [ -r "$config/config.json" ]; then
    name=$(da_json currentContext <"$config/config.json")
  fi
  case $name in '' | default) return 0 ;; esac
  id=$(printf %s "$name" | sha256sum | cut -d' ' -f1)
  if [ ! -r "$config/contexts/meta/$id/meta.json" ]; then
    da_say "the docker context $name has no metadata under $config/contexts"
    return 0
  fi
  # only what follows "docker": a context may carry other endpoints with hosts of their own
  tr -d '\n' <"$config/contexts/meta/$id/meta.json" | sed 's/.*"docker"[[:space:]]*:[[:space:]]*{/{/' | da_json Host
}

# ---- processes and the network ----------------------------------------------------------------

# da_pids_of DIR/: the engine's helpers (containerd, its shims, docker-proxy, runc) whose arguments name a file under DIR.
da_pids_of() {
  local pid
  grep -laF -- "$1" /proc/[0-9]*/cmdline 2>/dev/null | cut -d/ -f3 | while IFS= read -r pid; do
    case $(cat "/proc/$pid/comm" 2>/dev/null) in containerd* | docker* | runc*) echo "$pid" ;; esac
  done
}

da_net_of() { readlink "/proc/$1/ns/net" 2>/dev/null; }

# The engines that run in this network namespace. Looks only; touches none.
da_other_engines() {
  local f pid mine
  mine=$(da_net_of self)
  for f in /proc/[0-9]*/comm; do
    pid=${f#/proc/}; pid=${pid%/comm}
    [ "$(cat "$f" 2>/dev/null)" = dockerd ] || continue
    [ "$(da_net_of "$pid")" = "$mine" ] && echo "$pid"
  done
  return 0
}

# ---- engines of the lab: each has a directory engines/NAME --------------------------------------
#   data/ exec/     dockerd's data-root and exec-root        dockerd.pid  dockerd.log  daemon.json
#   host            its DOCKER_HOST                          net          its network namespace, if it has one of its own
#   before          settings of the machine that the start changed
#   settings        of lab/engine start: version, store (default or containerd), network (auto or own); absent for `default`
#   program         the dockerd to run, its containerd and helpers beside it; absent = the one in PATH
#   registry/       of lab/registry up --netns NAME

da_engine_dir() { printf '%s/engines/%s\n' "$DA_LAB_HOME" "$1"; }

# The pid of engine NAME if it runs: the pid file counts only when that process is our dockerd.
da_engine_pid() {
  local dir pid
  dir=$(da_engine_dir "$1")
  pid=$(cat "$dir/dockerd.pid" 2>/dev/null) || return 1
  case $pid in '' | *[!0-9]*) return 1 ;; esac
  grep -qsaF -- "$dir/dockerd.pid" "/proc/$pid/cmdline" || return 1
  echo "$pid"
}

# da_engine_setting NAME FIELD: 1 version, 2 store, 3 network.
da_engine_setting() { cut -d' ' -f"$2" "$(da_engine_dir "$1")/settings" 2>/dev/null; }

da_engine_own_net() { grep -qs " $(da_engine_dir "$1")/net nsfs " /proc/mounts; }

# da_in_net NAME COMMAND...: in the network namespace of that engine.
da_in_net() {
  local name=$1
  shift
  if da_engine_own_net "$name"; then nsenter --net="$(da_engine_dir "$name")/net" "$@"; else "$@"; fi
}

# da_engine_start NAME SOCKET: starts dockerd and waits until it answers. The caller holds the lock.
da_engine_start() {
  local name=$1 socket=$2 mended=${3:-} dir storage=overlay2 store pid launched path=$PATH program net end
  dir=$(da_engine_dir "$name")
  store=$(da_engine_setting "$name" 2)
  net=$(da_engine_setting "$name" 3)
  net=${net:-${DA_LAB_NET:-auto}}
  mkdir -p "$dir/data" "$dir/exec" "$dir/tmp" || return 1
  if [ ${#socket} -gt 100 ] || [ ${#dir} -gt 70 ]; then
    da_say "the path $dir or $socket is too long for a unix socket; set DA_LAB_HOME and DA_LAB_SOCKET to shorter ones."
    return 1
  fi
  mkdir -p "$(dirname "$socket")"
  if [ -S "$socket" ]; then
    curl -s --noproxy '*' -m 20 --unix-socket "$socket" -o /dev/null http://localhost/_ping
    case $? in
      7) rm -f "$socket" ;; # nobody listens: left behind by an engine that died
      *) da_say "something that does not answer like an engine listens at $socket; stop it, or set DA_LAB_SOCKET to another path."; return 1 ;;
    esac
  fi
  da_stop_containerd "$dir" # a zombie or a reused pid in its pid file would make dockerd wait for it in vain
  rm -f "$dir/dockerd.pid" # stale, or da_engine_pid had found the process
  program=$(cat "$dir/program" 2>/dev/null)
  [ -n "$program" ] && path=${program%/*}:$PATH
  echo '{}' >"$dir/daemon.json" # not the machine's /etc/docker/daemon.json
  [ "$store" = containerd ] && storage=overlayfs && echo '{"features": {"containerd-snapshotter": true}}' >"$dir/daemon.json"
  if [ "$(stat -f -c %T "$dir")" = overlayfs ]; then
    if [ "$store" = containerd ]; then storage=native; else storage=vfs; fi
  fi

  # Two engines in one network namespace overwrite each other's iptables chains.
  if [ "$net" = auto ]; then
    if da_engine_own_net "$name" || [ -n "$(da_other_engines)" ]; then net=own; else net=host; fi
  fi
  case "$net ${DA_LAB_DOCKERD_ARGS:-}" in
    own*) ;;
    *bridge=none* | *'bridge none'* | *'-b none'*) # dockerd would remove the bridge of the machine's other engine
      da_say "an engine without a bridge removes docker0 from the network it runs in; set DA_LAB_NET=own."
      return 1 ;;
  esac
  if [ "$net" = own ] && ! da_engine_own_net "$name"; then
    if ! { touch "$dir/net" && unshare --net="$dir/net" true && nsenter --net="$dir/net" ip link set lo up; }; then
      da_say "cannot make a network namespace for the engine; run this as root on a kernel that has them."
      return 1
    fi
  fi
  if [ "$net" = own ]; then
    da_say "the engine gets a network of its own, as asked or because another runs in this one; its published ports answer inside 'lab/engine exec' only"
  fi

  if [ ! -e "$dir/before" ]; then
    da_in_net "$name" cat /proc/sys/net/ipv4/ip_forward >"$dir/before"
  fi
  # dockerd would do it too, but then also set the policy of FORWARD to DROP for the whole machine
  da_in_net "$name" sh -c 'echo 1 >/proc/sys/net/ipv4/ip_forward' 2>/dev/null

  if ! da_in_net "$name" iptables -t nat -S >/dev/null 2>&1 && da_in_net "$name" iptables-legacy -t nat -S >/dev/null 2>&1; then
    # this kernel has no nf_tables: the legacy commands for this engine only; the machine's alternatives stay as they are
    mkdir -p "$dir/bin"
    for pid in iptables iptables-save iptables-restore ip6tables ip6tables-save ip6tables-restore; do
      ln -sfn "$(readlink -f "$(command -v iptables-legacy)")" "$dir/bin/$pid"
    done
    path=$dir/bin:$path
  fi

  (
    cd / || exit 1
    # a daemon must not hold the caller's pipes nor our lock
    for fd in "/proc/$BASHPID/fd"/*; do
      fd=${fd##*/}
      [ "$fd" -gt 2 ] && eval "exec $fd>&-"
    done
    exec </dev/null >>"$dir/dockerd.log" 2>&1
    ulimit -n 1048576 2>/dev/null || ulimit -n "$(ulimit -Hn)"
    ulimit -c unlimited 2>/dev/null
    ulimit -u unlimited 2>/dev/null
    export PATH=$path TMPDIR=$dir/tmp # containerd writes dumps there
    if [ -n "$program" ] && [ -n "$(find "${program%/*}" -name '*.so.*')" ]; then export LD_LIBRARY_PATH=${program%/*}; fi
    unset DOCKER_HOST DOCKER_CONTEXT DOCKER_CONFIG DOCKER_TLS_VERIFY DOCKER_CERT_PATH
    set -- setsid "${program:-dockerd}" --config-file "$dir/daemon.json" -H "unix://$socket" \
      --data-root "$dir/data" --exec-root "$dir/exec" --pidfile "$dir/dockerd.pid" --storage-driver "$storage"
    # shellcheck disable=SC2086
    set -- "$@" ${DA_LAB_DOCKERD_ARGS:-}
    [ "$net" = own ] && set -- nsenter --net="$dir/net" "$@"
    exec "$@"
  ) &
  launched=$!
  disown "$launched" 2>/dev/null

  end=$((SECONDS + ${DA_LAB_START_TIMEOUT:-60}))
  while ! { [ -S "$socket" ] && da_ping "unix://$socket" 5; }; do
    if [ $SECONDS -ge $end ] || ! { kill -0 "$launched" 2>/dev/null || da_engine_pid "$name" >/dev/null; }; then
      if [ -z "$mended" ] && da_network_panic "$dir"; then
        da_say "dockerd panics over a network that it was removing when it was killed (moby#45057, in 20.10.23 and 20.10.24); its list of networks is moved away, which is the known remedy"
        mv "$dir/data/network/files/local-kv.db" "$dir/data/network/files/local-kv.db.broken"
        da_engine_start "$name" "$socket" mended
        return
      fi
      tail -n 20 "$dir/dockerd.log" >&2
      da_say "dockerd did not come up at $socket; the last lines of $dir/dockerd.log stand above."
      return 1
    fi
    sleep 0.05
  done
  printf 'unix://%s\n' "$socket" >"$dir/host"
}

# da_network_panic DIR: whether the last words of that dockerd are of a panic over its list of networks.
da_network_panic() {
  [ -e "$1/data/network/files/local-kv.db" ] &&
    tail -n 30 "$1/dockerd.log" | grep -F 'libnetwork.(*controller).reservePools(' >/dev/null
}

# da_reap PID...: TERM, then KILL after 10 s (or DA_REAP_SECONDS).
da_reap() {
  local pid end=$((SECONDS + ${DA_REAP_SECONDS:-10}))
  [ $# -gt 0 ] || return 0
  kill -TERM "$@" 2>/dev/null
  for pid in "$@"; do
    while kill -0 "$pid" 2>/dev/null && [ "$(cut -d' ' -f3 "/proc/$pid/stat" 2>/dev/null)" != Z ]; do
      if [ $SECONDS -ge $end ]; then kill -KILL "$pid" 2>/dev/null; fi
      sleep 0.05
    done
  done
}

# da_stop_containerd DIR: ends the containerd of an engine whose dockerd is gone; containers and their shims go on.
da_stop_containerd() {
  local pid
  pid=$(cat "$1/exec/containerd/containerd.pid" 2>/dev/null) || return 0
  if grep -qsaF -- "$1/exec/" "/proc/$pid/cmdline"; then da_reap "$pid"; fi
  rm -f "$1/exec/containerd/containerd.pid"
}

# Removes docker's rules and chains from the tables of this network namespace.
da_clean_iptables() {
  local save line
  for save in "$1/bin/iptables-save" "$1/bin/ip6tables-save" iptables-save ip6tables-save; do
    command -v "$save" >/dev/null 2>&1 || continue
    # rules that lead to the chains, then the chains; `|| :` because another command may have taken one away
    { "$save" 2>/dev/null | awk -v bin="${save%-save}" '
      /^\*/ { t = substr($1, 2) }
      /^:DOCKER/ { c = substr($1, 2); flush[++n] = bin " -t " t " -F " c; drop[n] = bin " -t " t " -X " c }
      /^-A/ && $2 !~ /^DOCKER/ && (/ -j DOCKER/ || / (-i|-o|! -o|! -i) (docker0|docker_gwbridge|br-[0-9a-f]+)/ || (/ -j MASQUERADE/ && $3 == "-s" && $5 == "-d" && $4 == $6)) {
        sub(/^-A/, "-D"); print bin " -t " t " " $0 }
      END { for (i = 1; i <= n; i++) print flush[i]; for (i = 1; i <= n; i++) print drop[i] }'
    } | while IFS= read -r line; do eval "$line" >/dev/null 2>&1 || :; done
  done
}

# da_daemon_pid DIR: the pid of the program with the configuration DIR/config.* if it runs: the pid file counts only then.
da_daemon_pid() {
  local pid
  pid=$(cat "$1/pid" 2>/dev/null) || return 1
  case $pid in '' | *[!0-9]*) return 1 ;; esac
  grep -qsaF -- "$1/config." "/proc/$pid/cmdline" || return 1
  echo "$pid"
}

# Stops the registry that lies in DIR; what was pushed to it stays.
da_registry_stop() {
  local pid
  if pid=$(da_daemon_pid "$1"); then da_reap "$pid"; fi
  rm -f "$1/pid" "$1/address"
}

# Stops the registry that lies in DIR and removes all of it.
da_registry_down() {
  da_registry_stop "$1"
  rm -rf --one-file-system "$1"
}

# da_engine_bridges HOST: the names that the bridges of its networks have, if they have the usual ones.
da_engine_bridges() { da_api "$1" /networks -m 30 | grep -o '"Id":"[0-9a-f]*"' | cut -d'"' -f4 | sed 's/^\(.\{12\}\).*/br-\1/'; }

# da_engine_down NAME [keep]: stops the engine and removes all that it made; its data stay with `keep`. The caller holds the lock.
da_engine_down() {
  local name=$1 keep=${2:-} dir pid host bridges='' ids id link m
  dir=$(da_engine_dir "$name")
  [ -d "$dir" ] || return 0
  host=$(cat "$dir/host" 2>/dev/null || true)
  pid=$(da_engine_pid "$name")
  da_registry_down "$dir/registry-login"
  da_registry_down "$dir/registry" # it would keep the engine's network alive
  if [ -z "$pid" ] && [ -n "$host" ] && [ -n "$(da_pids_of "$dir/exec/")" ] && { [ -s "$dir/program" ] || command -v dockerd >/dev/null 2>&1; }; then
    # killed from outside: containers and shims still run; an engine on the same data ends them in the proper way
    DA_LAB_START_TIMEOUT=30 da_engine_start "$name" "${host#unix://}" >/dev/null 2>&1
    pid=$(da_engine_pid "$name")
  fi
  if [ -n "$pid" ]; then
    if da_ping "$host" && [ -n "$keep" ]; then
      bridges=$(da_engine_bridges "$host")
    elif da_ping "$host"; then
      da_api "$host" '/swarm/leave?force=1' -m 30 -X POST -o /dev/null 2>/dev/null
      ids=$(da_api "$host" '/containers/json?all=1' -m 30 | grep -o '"Id":"[0-9a-f]*"' | cut -d'"' -f4)
      for id in $ids; do echo "$id"; done | xargs -r -P 4 -I '{}' curl -s -m 60 -o /dev/null --unix-socket "${host#unix://}" -X DELETE 'http://localhost/containers/{}?force=1&v=1'
      bridges=$(da_engine_bridges "$host")
      da_api "$host" /networks/prune -m 60 -X POST -o /dev/null 2>/dev/null
    fi
    DA_REAP_SECONDS=${keep:+30} da_reap "$pid" # with containers to stop it needs longer than without
  fi
  # what a killed dockerd left: containerd, then whatever still carries this engine's exec directory in its arguments
  da_stop_containerd "$dir"
  for m in "$dir"/exec/containerd/daemon/io.containerd.runtime.v*.task/*/*/init.pid; do
    # a container's first process: its mounts tell that it is ours
    [ -r "$m" ] && id=$(cat "$m") && grep -qs "$dir/data/" "/proc/$id/mountinfo" && kill -KILL "$id" 2>/dev/null
  done
  # shellcheck disable=SC2046
  da_reap $(da_pids_of "$dir/exec/")

  if da_engine_own_net "$name"; then
    umount "$dir/net" # the last reference: bridges and iptables chains go with it
  elif [ -e "$dir/before" ]; then
    if [ -z "$(da_other_engines)" ]; then
      for link in $(ip -o link show 2>/dev/null | sed -n 's/^[0-9]*: \(docker0\|docker_gwbridge\|br-[0-9a-f]\{12\}\)[:@].*/\1/p'); do ip link del "$link" 2>/dev/null; done
      da_clean_iptables "$dir"
      [ "$(cat "$dir/before")" = 0 ] && echo 0 >/proc/sys/net/ipv4/ip_forward
      cat /proc/[0-9]*/comm 2>/dev/null | grep -x dockerd >/dev/null || rmdir /sys/fs/cgroup/docker /sys/fs/cgroup/*/docker 2>/dev/null
    else # docker0 and the chains serve the other engine too
      for link in $bridges; do ip link del "$link" 2>/dev/null; done
    fi
  fi
  awk -v d="$dir/" 'index($2, d) == 1 { print $2 }' /proc/mounts | sort -r | while IFS= read -r m; do
    umount "$(printf %b "$m")" 2>/dev/null || umount -l "$(printf %b "$m")"
  done
  [ -n "$host" ] && rm -f "${host#unix://}"
  if grep -qF " $dir/" /proc/mounts || [ -n "$(da_pids_of "$dir/exec/")" ]; then
    da_say "something of the engine in $dir could not be removed; look at /proc/mounts and ps."
    return 1
  fi
  mv -f "$dir/dockerd.log" "$DA_LAB_HOME/last-$name.log" 2>/dev/null
  if [ -n "$keep" ]; then
    rm -rf --one-file-system "$dir"/{exec,tmp,bin,net,before,host,daemon.json,dockerd.pid}
  else
    rm -rf --one-file-system "$dir"
  fi
}

# ---- PostgreSQL servers of the lab: each has a directory postgres/NAME ---------------------------
#   data/ log/ run/   data (owned by the user postgres), log, unix socket     port        its port on 127.0.0.1
#   password pgpass   of the role da, for the owner of the lab alone

da_postgres_dir() { printf '%s/postgres/%s\n' "$DA_LAB_HOME" "$1"; }

# The folder of the newest server there is; postgres, initdb and pg_ctl lie in it.
da_postgres_bin() {
  local bin
  bin=$(find /usr/lib/postgresql -mindepth 3 -maxdepth 3 -path '*/bin/postgres' 2>/dev/null | sort -V | tail -n 1)
  [ -n "$bin" ] && dirname "$bin"
}

# da_postgres_as COMMAND...: PostgreSQL refuses to run as root.
da_postgres_as() {
  if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi
}

# The pid of server NAME if it runs: the pid file counts only when that process is our server.
da_postgres_pid() {
  local dir pid
  dir=$(da_postgres_dir "$1")
  pid=$(head -n 1 "$dir/data/postmaster.pid" 2>/dev/null) || return 1
  case $pid in '' | *[!0-9]*) return 1 ;; esac
  [ "$(readlink "/proc/$pid/cwd" 2>/dev/null)" = "$dir/data" ] || return 1
  echo "$pid"
}

da_postgres_ready() {
  local dir
  dir=$(da_postgres_dir "$1")
  da_postgres_pid "$1" >/dev/null && "$(da_postgres_bin)/pg_isready" -q -h 127.0.0.1 -p "$(cat "$dir/port")" -t 10
}

# da_postgres_stop NAME MODE
da_postgres_stop() {
  local dir pid
  dir=$(da_postgres_dir "$1")
  pid=$(da_postgres_pid "$1") || return 0
  kill -CONT "$pid" 2>/dev/null # a test may have frozen it
  ( cd / && exec 9>&- && da_postgres_as "$(da_postgres_bin)/pg_ctl" -D "$dir/data" -m "$2" -t 60 -w stop >/dev/null 2>&1 ) || da_reap "$pid"
}

# da_postgres_down NAME: stops the server and removes all that it made. The caller holds the lock.
da_postgres_down() {
  local dir
  dir=$(da_postgres_dir "$1")
  da_postgres_stop "$1" fast
  if da_postgres_pid "$1" >/dev/null; then
    da_say "the PostgreSQL server in $dir could not be stopped."
    return 1
  fi
  rm -rf --one-file-system "$dir" "$dir.new"
  rmdir "$DA_LAB_HOME/postgres" 2>/dev/null
  return 0
}
