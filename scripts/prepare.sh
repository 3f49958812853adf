# Makes a bare Debian or Ubuntu ready; sourced by ./start and ./test, in the project's folder.
#
#   prepare start    what the product runs on
#   prepare test     that, and what its tests need
#
# Running it again costs a moment: system packages are only looked up, and the virtual environment is left alone as
# long as the locks, this file, the interpreter and the folder are the ones it was made from.

STARTS_WITH='libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
    fonts-morisawa-bizud-gothic fonts-morisawa-bizud-mincho fonts-ipamj-mincho fonts-dejavu-core'
TESTS_WITH='poppler-utils qpdf zbar-tools'

say() { printf '%s\n' "$*" >&2; }
stop() { say "$*"; exit 1; }
has() { command -v "$1" >/dev/null 2>&1; }
has_file() { [ -e "$1" ]; }

prepare() {
    find_python
    missing=$(lacking "$1")
    [ -z "$missing" ] || add_packages $missing
    build "$1"
    if [ "$1" = test ]; then find_browser; fi
}

find_python() {
    for python in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
        if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            python=$("$python" -c 'import sys; print(sys._base_executable)')
            return
        fi
    done
    stop "Python 3.11 or newer is needed, and none was found (set PYTHON to name one)."
}

# The system packages that this machine does not have yet.
lacking() {
    has dpkg-query || { say "Not a Debian: taking for granted what the README lists under system packages."; return; }
    wanted=$STARTS_WITH
    if [ "$1" = test ]; then
        wanted="$wanted $TESTS_WITH"
        on_ubuntu || browser >/dev/null || wanted="$wanted chromium"
        [ -n "${TEST_POSTGRES_URL:-}" ] || has initdb || has_file /usr/lib/postgresql/*/bin/initdb ||
            wanted="$wanted postgresql"
    fi
    for package in $wanted; do installed "$package" || echo "$package"; done
    has uv || [ -x .venv/bin/pip ] || "$python" -c 'import ensurepip, venv' 2>/dev/null ||
        "$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])'
}

installed() { [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }

add_packages() {
    if [ "$(id -u)" = 0 ]; then
        as_root='env'
    elif has sudo && sudo -n true 2>/dev/null; then
        as_root='sudo -n env'
    else
        say "These system packages are missing. As root, run this one line, then this command again:"
        stop "    apt-get update && apt-get install -y --no-install-recommends $*"
    fi
    say "Installing $*"
    log=$(mktemp)
    apt() { $as_root DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=300 "$@" </dev/null >>"$log" 2>&1; }
    apt update || say "apt-get update failed; trying with the lists at hand."
    apt install -y --no-install-recommends "$@" || { tail -n 30 "$log" >&2; stop "apt-get could not install: $*"; }
    rm -f "$log"
}

# The virtual environment, from the lock alone: by uv where there is one, else by venv and pip.
build() {
    made_from=$(cat pyproject.toml uv.lock requirements.lock requirements-dev.lock scripts/prepare.sh | sha256sum)
    made_from="${made_from%% *} $python $(pwd)"
    if [ "$(cat ".venv/for-$1" 2>/dev/null)" = "$made_from" ] && [ -x .venv/bin/grants ]; then return; fi
    say "Building .venv"
    rm -f .venv/for-*
    if has uv; then with_uv "$1"; else with_pip "$1"; fi
    echo "$made_from" >".venv/for-$1"
    [ "$1" = start ] || echo "$made_from" >.venv/for-start
}

with_uv() {
    groups=--all-groups
    [ "$1" = test ] || groups='--no-dev --inexact'
    env -u VIRTUAL_ENV UV_PROJECT_ENVIRONMENT=.venv UV_PYTHON_DOWNLOADS=never \
        uv sync --quiet --frozen --python "$python" $groups || stop "uv could not build .venv (an old uv may not understand the lock: uv self update)."
}

with_pip() {
    lock=requirements.lock
    [ "$1" = start ] || lock=requirements-dev.lock
    .venv/bin/python -m pip --version >/dev/null 2>&1 || "$python" -m venv --clear .venv ||
        stop "Python could not make a virtual environment."
    pip() { .venv/bin/python -m pip install --quiet --disable-pip-version-check "$@"; }
    pip --require-hashes -r "$lock" || stop "pip could not install what $lock names."
    pip --no-deps --no-build-isolation -e . || stop "pip could not install the project."
}

# Chromium: the system's own, except on Ubuntu, whose package is a snap that no test can drive.
on_ubuntu() { grep -qs '^ID=ubuntu' /etc/os-release; }

browser() {
    [ -z "${CHROMIUM:-}" ] || { echo "$CHROMIUM"; return; }
    for name in chromium google-chrome-stable google-chrome; do
        found=$(command -v "$name") || continue
        case $found in /snap/*) continue ;; esac
        echo "$found"
        return
    done
    return 1
}

find_browser() {
    if CHROMIUM=$(browser); then
        export CHROMIUM
        return
    fi
    unset CHROMIUM
    deps=
    [ "$(id -u)" != 0 ] && ! sudo -n true 2>/dev/null || deps=--with-deps
    .venv/bin/playwright install $deps chromium-headless-shell >&2 </dev/null ||
        stop "No Chromium found: install one, or set CHROMIUM to the path of one."
}
