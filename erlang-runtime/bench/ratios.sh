#!/usr/bin/env bash
#
# Run through erlang-runtime/bench/run.

set -euo pipefail

usage() {
    cat <<'END'
Measures what the library costs beside code by hand with the same result, and prints how many times as long it takes.

Usage:
  erlang-runtime/bench/run ratios OTPROOT [OPTION]... [AREA]...

An area is agent, stream, query, json, str or datalog; without one, all of them are measured.

Options:
  --rounds N      how often each pair is measured (default: 25)
  --match TEXT    only the pairs with TEXT in their name
  --report FILE   put the table into FILE, between the marks for this release

Every round runs both sides, the one that comes first changing from round to round; the ratio is the median of the
ratios of the rounds, beside it the quartiles. Time is that of the processor where the system tells (Linux). The
emulator has one scheduler: with more, sleeping and waking up would hide the work of calls between processes.

Exit status: 0 every ratio is within its bound, 1 some are not, 2 wrong usage.
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
compiled ratios
"$root/bin/erl" -noshell -noinput +S 1:1 +sbwt none +sbwtdcpu none +sbwtdio none \
    -pa "$ebin" "$output" -s mochi_bench run -extra "$@"
