#!/usr/bin/env bash
#
# Publishes a tool for its launcher unless that has been done since its sources changed: scripts/publish.bash ROOT TOOL
#
#   .mochi/bin/TOOL          link to the published folder in use
#   .mochi/bin/TOOL.NUMBER   published folder; its file `built` has the time at which the build began
#   .mochi/build             intermediate files, apart from those of a plain `dotnet build`

set -euo pipefail
shopt -s extglob nullglob
root=$1
tool=$2

# shellcheck source=scripts/launch.sh
source "$root/scripts/launch.sh"

say() { printf '%s: %s\n' "$tool" "$*" >&2; }

# The compiler server outlives this call: it must not inherit the lock.
publish() {
    dotnet publish "$root/tools/$tool/$tool.csproj" --configuration Release --output "$1" \
        --artifacts-path "$root/.mochi/build" --self-contained false --nologo --verbosity quiet "${@:2}" </dev/null 8>&-
}

build() {
    local log=$root/.mochi/build.log folder old text line
    folder=$root/.mochi/bin/$tool.$EPOCHSECONDS$$
    mkdir -p -- "$root/.mochi/bin"
    if type -P flock >/dev/null; then
        exec 8>"$root/.mochi/lock"
        flock 8
        if ! is_stale; then
            exec 8>&-
            return
        fi
    fi
    if ! type -P dotnet >/dev/null; then
        say "the .NET 10 SDK is needed to build this tool, and there is no dotnet on PATH"
        exit 1
    fi
    say "building $tool (once, until its sources change)"
    export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_CLI_UI_LANGUAGE=en
    unfinished=$folder
    trap 'rm -rf -- "$unfinished"' EXIT
    mkdir -p -- "$folder"
    : >"$folder/built.new"
    if ! publish "$folder" --use-current-runtime -p:PublishReadyToRun=true >"$log" 2>&1; then
        text=$(<"$log")
        # Packs that cannot be fetched are no reason to have no tool; anything else would fail again.
        if [[ $text != *'error NU1'* && $text != *'error NETSDK'* ]] ||
            ! publish "$folder" >"$log" 2>&1; then
            printf '%s\n' "$(<"$log")" >&2
            say "the build failed: the lines above say why"
            exit 1
        fi
        say "note: the packs for precompiled code could not be fetched, so $tool starts more slowly than it could"
    fi
    # Where the runtime of the dotnet on PATH is: by itself the tool would look in the standard places only.
    while IFS= read -r line; do
        if [[ $line =~ ^Microsoft\.NETCore\.App\ 10\..*\[(.*)/shared/Microsoft\.NETCore\.App\]$ ]]; then
            printf '%s\n' "${BASH_REMATCH[1]}"
        fi
    done < <(dotnet --list-runtimes) >"$folder/dotnet-root"
    mv -- "$folder/built.new" "$folder/built"
    old=$(readlink -- "$root/.mochi/bin/$tool") || old=''
    ln -sfn -- "${folder##*/}" "$root/.mochi/bin/$tool.link"
    mv -fT -- "$root/.mochi/bin/$tool.link" "$root/.mochi/bin/$tool"
    trap - EXIT
    # The folder before this one stays: a process may still be running from it. One without `built` is in the making.
    for text in "$root/.mochi/bin/$tool".+([0-9])/built; do
        text=${text%/built}
        text=${text##*/}
        if [[ $text != "${folder##*/}" && $text != "$old" ]]; then rm -rf -- "$root/.mochi/bin/$text"; fi
    done
    if type -P flock >/dev/null; then exec 8>&-; fi
}

build
