# A PostgreSQL of the tests' own: in a folder under /tmp, on a socket only, never synced, gone when the script ends.

throw_away_postgres() {
    initdb=$(ls /usr/lib/postgresql/*/bin/initdb 2>/dev/null | sort -V | tail -n 1) || true
    [ -n "$initdb" ] || initdb=$(command -v initdb) || stop "PostgreSQL's initdb was not found."
    bin=$(dirname "$initdb")
    cluster=$(mktemp -d /tmp/tsunagari.XXXXXX)
    trap remove_postgres EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP
    if [ "$(id -u)" = 0 ]; then chown postgres "$cluster"; fi
    chmod 755 "$cluster"
    as_postgres "$bin/initdb" -D "$cluster/db" -U tests -A trust -E UTF8 --locale=C.UTF-8 --no-sync >"$cluster/setup" 2>&1 &&
        as_postgres "$bin/pg_ctl" start -w -D "$cluster/db" -l "$cluster/log" -o "-k $cluster -p 5432 -c listen_addresses='' \
            -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200" >>"$cluster/setup" 2>&1 ||
        { cat "$cluster/setup" "$cluster/log" >&2 || true; stop "PostgreSQL did not start."; }
    export TEST_POSTGRES_URL="postgresql+psycopg://tests@/postgres?host=$cluster&port=5432"
}

# PostgreSQL refuses to run as root.
as_postgres() {
    if [ "$(id -u)" = 0 ]; then (cd "$cluster" && runuser -u postgres -- "$@"); else "$@"; fi
}

remove_postgres() {
    as_postgres "$bin/pg_ctl" stop -m immediate -D "$cluster/db" >/dev/null 2>&1 || true
    rm -rf "$cluster"
}
