# What the fault run and the soak have in common: their modules compiled, and nodes that have them on the code path.

say() { printf 'bench/run: %s\n' "$*" >&2; }

wrong() {
    say "$2; run 'erlang-runtime/bench/run $1 --help'"
    exit 2
}

# A page that may not exist yet, by its whole path.
page() { printf '%s/%s\n' "$(cd "$(dirname "$1")" && pwd)" "$(basename "$1")"; }

# Compiles the modules on the OTP in a folder, into a folder that goes at the end.
prepare() {
    local release=27 found
    erl=$1/bin/erl
    output=$(mktemp -d)
    trap 'rm -rf "$output"' EXIT
    if [ -z "${MOCHI_TEST_LIBRARIES:-}" ]; then
        if [ -d "$1/releases/29" ]; then release=29; fi
        if found=$("$here/../../scripts/otp" libraries "$release"); then
            MOCHI_TEST_LIBRARIES=$(paste -sd: - <<<"$found")
        else
            say 'going on without gun'
        fi
    fi
    IFS=: read -r -a libraries <<<"${MOCHI_TEST_LIBRARIES:-}"
    mkdir "$output/ebin"
    "$1/bin/erlc" -Werror -pa "$here/../ebin" -o "$output/ebin" "$here"/endurance/*.erl "$here"/page/*.erl
}

# As many processes as futures need. Errors of processes that are killed on purpose are not printed.
node() {
    ERL_CRASH_DUMP=/dev/null "$erl" -noshell -noinput +P 2000000 -kernel logger_level none \
        -pa "$here/../ebin" "$output/ebin" ${libraries[@]+"${libraries[@]}"} "$@" </dev/null
}
