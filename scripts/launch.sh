# shellcheck shell=sh
#
# What the launchers in the root share; they source this file with `root` set to the checkout and `tool` to the tool's
# name. It is plain sh, which starts faster than bash; scripts/publish.bash is what builds.
#
# A tool is published once into the checkout's own .mochi folder and then started directly. Until the sources change, a
# start costs one walk over their file times, and nothing else runs before the tool.

: "${root:?}" "${tool:?}"

# True when the tool was never built or one of its inputs is newer than its build. Folders count too: their time tells
# of files that went away.
is_stale() {
    stamp=$root/.mochi/bin/$tool/built
    [ -f "$stamp" ] && [ -x "$root/.mochi/bin/$tool/$tool" ] || return 0
    set --
    for input in "$root"/src/* "$root/tools/$tool" "$root/tools/shared" "$root/erlang-runtime/ebin" \
        "$root"/Directory.*.props "$root/global.json" "$root/NuGet.config"; do
        if [ -e "$input" ]; then set -- "$@" "$input"; fi
    done
    # The exit status tells whether `false` was run.
    ! find -H "$@" \( -name bin -o -name obj \) -prune -o -newer "$stamp" -exec false {} + 2>/dev/null
}

# Builds the tool when that is due and becomes it.
launch() {
    folder=$root/.mochi/bin/$tool
    if is_stale; then "$root/scripts/publish.bash" "$root" "$tool" || exit; fi
    if [ -z "${DOTNET_ROOT:-}" ] && IFS= read -r runtime <"$folder/dotnet-root" && [ -x "$runtime/dotnet" ]; then
        export DOTNET_ROOT="$runtime"
    fi
    # The runtime need not start threads that wait for a debugger, unless the caller wants to attach one.
    export DOTNET_EnableDiagnostics="${DOTNET_EnableDiagnostics:-0}"
    exec "$folder/$tool" "$@"
}
