#!/usr/bin/env bash
#
# Run through erlang-runtime/bench/run.

set -euo pipefail

usage() {
    cat <<'END'
Measures how much longer a program of pure modules takes from start to end than a bare one that prints the same.

Usage:
  erlang-runtime/bench/run boot OTPROOT [OPTION]...

Options:
  --rounds N      how often each pair runs (default: 61)
  --report FILE   put the table into FILE, between the marks for this release

Both are started as `erl -noshell -pa EBIN... -s MODULE`, in turns, the one that comes first changing from round to
round. What is told is the median of the differences of the rounds, beside it the quartiles: of the time of the
processor, and of the real one, which means little while something else runs on the machine.

Exit status: 0 the library adds at most 10 ms of the processor, 1 more, 2 wrong usage.
END
}

case "${1-}" in
    --help | -h) usage; exit 0 ;;
esac

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=erlang-runtime/bench/compiled.bash
source "$here/compiled.bash"

root=$1
shift
compiled boot
"$root/bin/erl" -noshell -noinput -pa "$output" -s mochi_bench_boot run -extra "$root" "$ebin" "$output" "$@"
