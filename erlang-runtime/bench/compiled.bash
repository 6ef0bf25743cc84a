# shellcheck shell=bash
# What measurements side by side have in common: their modules compiled on the OTP in $root, into $output, a folder that
# goes at the end; the library is in $ebin.

compiled() {
    ebin=$(cd "$here/../ebin" && pwd)
    output=$(mktemp -d)
    trap 'rm -rf "$output"' EXIT
    (cd "$here/$1" && "$root/bin/erlc" -Werror -pa "$ebin" -o "$output" ./*.erl ../page/*.erl)
}
