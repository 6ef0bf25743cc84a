#!/usr/bin/env bash
#
# The fault run; see usage.

set -euo pipefail

if [ "${1-}" = --help ]; then
    cat <<'END'
Kills every process of the supervision tree, one after the other and again and again, while everything is in use, and
says what was lost, what was started again and how fast.

Usage:
  erlang-runtime/bench/run faults OTPROOT [--kills N] [--seed N] [--report FILE]

Options:
  --kills N       how often each kind of process is killed (1000)
  --seed N        another order and other moments of the kills (1)
  --report FILE   write the table into a page, in the place of that of the same OTP release

Environment:
  MOCHI_TEST_LIBRARIES   ebin folders of gun and cowlib among others, separated by colons (default: what scripts/otp
                         libraries prints for the release); without gun requests go over httpc

Exit status: 0 all is well, 1 others than the killed process lost something, with the row, 2 wrong usage.
END
    exit
fi

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=erlang-runtime/bench/endurance/node.bash
source "$here/endurance/node.bash"

root=$1 kills=1000 seed=1 report=''
shift
while [ $# -gt 0 ]; do
    [ $# -ge 2 ] || wrong faults "$1 needs a value"
    case $1 in
        --kills) kills=$2 ;;
        --seed) seed=$2 ;;
        --report) report=$(page "$2") ;;
        *) wrong faults "there is no option '$1'" ;;
    esac
    shift 2
done
[[ $kills =~ ^[1-9][0-9]*$ && $seed =~ ^[0-9]+$ ]] || wrong faults 'a number of kills and a seed are whole numbers'

prepare "$root"
node -run mochi_endurance_faults main "$kills" "$seed" "$report"
