#!/bin/sh
# Prints the schema of a fresh install, as the pg_dump of Debian's Postgres sees it: `npm run schema` keeps it in
# schema.sql, and CI compares. Needs a build (npm run build) and Debian's postgresql.
set -eu
package=$(cd "$(dirname "$0")/../.." && pwd)
bin=$(ls -d /usr/lib/postgresql/15/bin)
cluster=$(mktemp -d)
run=""
if [ "$(id -u)" = 0 ]; then
  run="setpriv --reuid=postgres --regid=postgres --clear-groups"
  chown postgres "$cluster"
fi
trap 'cd /; $run "$bin/pg_ctl" -D "$cluster/data" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$cluster"' EXIT
cd "$cluster"
$run "$bin/initdb" -D data -U quad -A trust --no-sync >/dev/null
$run "$bin/pg_ctl" -D data -w -o "-k $cluster -c listen_addresses= -c fsync=off" -l server.log start >/dev/null
export PGHOST="$cluster" PGUSER=quad PGDATABASE=postgres
node "$package/bin/quad.js" migrate --quiet >/dev/null
"$bin/pg_dump" --schema-only --no-owner --exclude-table='quad_workload_tracking_y*' |
  sed -e '/^-- Dumped /d' -e '/^\\restrict /d' -e '/^\\unrestrict /d' -e '/^SET /d' -e '/^SELECT pg_catalog.set_config/d' | cat -s
