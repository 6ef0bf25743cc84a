#!/usr/bin/env bash
#
# The soak; see usage.

set -euo pipefail

if [ "${1-}" = --help ]; then
    cat <<'END'
Runs many agents, events, futures, fetches, facts and rows, each part in a node of its own, and says what it took and
what is left.

Usage:
  erlang-runtime/bench/run soak OTPROOT [--scale S] [--part NAME]... [--report FILE]

Options:
  --scale S       how much of the whole: 0.01 for a hundredth (1)
  --part NAME     only this part: agents, streams, futures, fetches, chain, sparse, dense, join; NAME=S for a scale of its
                  own
  --report FILE   write the tables into a page, in the place of those of the same OTP release

Environment:
  MOCHI_TEST_LIBRARIES   ebin folders of gun and cowlib among others, separated by colons (default: what scripts/otp
                         libraries prints for the release); without gun requests go over httpc

Exit status: 0 all is well, 1 something failed or is left over, with the row, 2 wrong usage.
END
    exit
fi

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=erlang-runtime/bench/endurance/node.bash
source "$here/endurance/node.bash"

root=$1 scale=1 report='' parts=()
shift
while [ $# -gt 0 ]; do
    [ $# -ge 2 ] || wrong soak "$1 needs a value"
    case $1 in
        --scale) scale=$2 ;;
        --part) parts+=("$2") ;;
        --report) report=$(page "$2") ;;
        *) wrong soak "there is no option '$1'" ;;
    esac
    shift 2
done
[[ $scale =~ ^[0-9]+(\.[0-9]+)?$ ]] || wrong soak "'$scale' is no scale, such as 0.01"

prepare "$root"
all=$(node -run mochi_endurance_soak names)
if [ ${#parts[@]} = 0 ]; then mapfile -t parts <<<"$all"; fi
for part in "${parts[@]}"; do
    grep -qxF -- "${part%%=*}" <<<"$all" || wrong soak "there is no part '${part%%=*}'"
    [[ $part != *=* || ${part#*=} =~ ^[0-9]+(\.[0-9]+)?$ ]] || wrong soak "'${part#*=}' is no scale, such as 0.01"
done

status=0
results=()
for part in "${parts[@]}"; do
    own=$scale
    if [[ $part == *=* ]]; then own=${part#*=}; fi
    node -run mochi_endurance_soak part "${part%%=*}" "$own" "$output/${part%%=*}" || status=1
    results+=("$output/${part%%=*}")
done
if [ -n "$report" ]; then node -run mochi_endurance_report soak "$report" "${results[@]}"; fi
exit "$status"
