# shellcheck shell=bash
#
# How scripts/otp, scripts/interpreters and scripts/corpus get packages of the distribution: with the machine's own
# package sources and ways of reaching the network, a state apart from the system's, and nothing installed. They source
# this file with `tool` set to their name, `wanted` to what they get, `say`, `fail`, and `install_hint`, which says what else somebody can do.

: "${tool:?}" "${wanted:?}"

# The suite of the distribution whose packages hold an OTP release.
suite_of() {
    case $1 in
        27) printf 'trixie' ;;
        29) printf 'forky' ;;
        *) return 1 ;;
    esac
}

# Makes the cache folder $1 and lets one call at a time work in it: a second one waits and then finds the work done.
enter_cache() {
    local folder=$1
    [[ $folder != /nonexistent/* ]] || fail "no folder to keep $wanted in: neither HOME nor XDG_CACHE_HOME is set"
    mkdir -p -- "$folder" || fail "cannot make the cache folder $folder; set XDG_CACHE_HOME to a folder that can be written"
    if type -P flock >/dev/null; then
        exec 9>"$folder/.lock"
        if ! flock -n 9; then
            say "waiting for another call that is fetching $wanted"
            flock 9
        fi
    fi
}

# The package addresses that this machine is set up with, one "ADDRESS SUITE" a line. apt is asked first; on a machine
# where apt-get update never ran it may know nothing, then its own files are read.
configured_sources() {
    local listed file line word address suites
    # shellcheck disable=SC2016 # apt's own placeholders
    listed=$(apt-get indextargets --format '$(REPO_URI) $(RELEASE)' 'Created-By: Packages' 2>/dev/null) || listed=''
    if [[ -n $listed ]]; then
        printf '%s\n' "$listed"
        return
    fi
    for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
        [[ -r $file ]] || continue
        # deb [option=value ...] ADDRESS SUITE COMPONENT...
        sed -n -E 's/^[[:space:]]*deb[[:space:]]+(\[[^]]*\][[:space:]]*)?([^[:space:]]+)[[:space:]]+([^[:space:]]+).*/\2 \3/p' "$file"
    done
    for file in /etc/apt/sources.list.d/*.sources; do
        [[ -r $file ]] || continue
        address='' suites=''
        # Stanzas end at an empty line; one more of them stands in for the end of the file.
        while IFS= read -r line; do
            case $line in
                [Uu][Rr][Ii][Ss]:*) address=${line#*:} ;;
                [Ss]uites:*) suites=${line#*:} ;;
                '')
                    for word in $address; do
                        for line in $suites; do printf '%s %s\n' "$word" "$line"; done
                    done
                    address='' suites=''
                    ;;
            esac
        done < <(cat "$file"; echo; echo)
    done
}

# Addresses to try, best first: those that serve the distribution itself before updates, security and third parties.
mirror_candidates() {
    local codename
    # shellcheck disable=SC1091
    codename=$(. /etc/os-release 2>/dev/null && printf '%s' "${VERSION_CODENAME:-}") || codename=''
    configured_sources | awk -v codename="$codename" '
        $1 ~ /^(http|https|ftp|file|mirror[+a-z]*):/ {
            main = $2 == codename || $2 ~ /^(oldstable|stable|testing|unstable|sid|trixie|forky)$/
            if (main && !(($1) in seen)) { seen[$1] = 1; print $1 } else rest[++count] = $1
        }
        END { for (i = 1; i <= count; i++) if (!(rest[i] in seen)) { seen[rest[i]] = 1; print rest[i] } }'
}

need_programs() {
    local program missing=()
    for program in apt-get apt-config dpkg awk sed "$@"; do
        type -P "$program" >/dev/null || missing+=("$program")
    done
    if [[ ${#missing[@]} -gt 0 ]]; then
        say "cannot get $wanted here: it is taken from the distribution's own packages, and this machine has no ${missing[*]}"
        install_hint
        exit 1
    fi
}

# apt with a state of its own below $1 that keeps the machine's ways of reaching the network (proxies, certificates)
# and nothing else of its configuration: no hooks, no pins, no other sources.
prepare_apt() {
    local state=$1 address=$2 suite=$3 keyring signed_by=''
    for keyring in /usr/share/keyrings/debian-archive-keyring.{gpg,pgp}; do
        if [[ -r $keyring ]]; then signed_by="[signed-by=$keyring] "; fi
    done
    rm -rf -- "$state"
    mkdir -p -- "$state"/{lists,cache/archives}/partial "$state/none"
    : >"$state/status"
    printf 'deb %s%s %s main\n' "$signed_by" "$address" "$suite" >"$state/sources.list"
    {
        env -u APT_CONFIG apt-config dump | grep '^Acquire::' | grep -v '^Acquire::\(IndexTargets\|Languages\)' || true
        cat <<END
Acquire::Languages "none";
Acquire::Retries "3";
APT::Sandbox::User "root";
Dir::Etc::Main "$state/none/apt.conf";
Dir::Etc::Parts "$state/none";
Dir::Etc::Preferences "$state/none/preferences";
Dir::Etc::PreferencesParts "$state/none";
Dir::Etc::SourceList "$state/sources.list";
Dir::Etc::SourceParts "$state/none";
Dir::State "$state";
Dir::State::Lists "$state/lists";
Dir::State::status "$state/status";
Dir::Cache "$state/cache";
END
    } >"$state/apt.conf"
}

private_apt() {
    local state=$1
    shift
    APT_CONFIG="$state/apt.conf" apt-get -q "$@"
}

# Runs a command for a suite, below the folder $2, with the first of the machine's mirrors for which it succeeds:
# COMMAND STATE FOLDER ARGUMENT..., where STATE is for private_apt.
with_suite() {
    local suite=$1 folder=$2 command=$3 address mirrors=()
    shift 3
    local state=$folder/apt log=$folder/apt.log
    mapfile -t mirrors < <(mirror_candidates)
    if [[ ${#mirrors[@]} -eq 0 ]]; then
        say "cannot get $wanted here: apt has no package source (looked at apt-get indextargets and /etc/apt)"
        install_hint
        exit 1
    fi
    : >"$log"
    for address in "${mirrors[@]}"; do
        prepare_apt "$state" "$address" "$suite"
        if private_apt "$state" -o APT::Update::Error-Mode=any update >>"$log" 2>&1 &&
            "$command" "$state" "$folder" "$@" >>"$log" 2>&1; then
            return
        fi
    done
    { grep -E '^[EW]: ' "$log" || tail -n 5 "$log"; } | sed "s/^/$tool:   /" >&2
    say "cannot get the packages of the suite '$suite' from the package sources of this machine: see the lines above"
    install_hint
    exit 1
}

# Downloads packages of a suite into $2.
download_packages() {
    local suite=$1 folder=$2
    shift 2
    with_suite "$suite" "$folder" fetch_packages "$@"
}

fetch_packages() {
    local state=$1 folder=$2
    shift 2
    (cd "$folder" && private_apt "$state" download "$@")
}

version_of_package() {
    local file
    for file in "$1/$2"_*.deb; do
        dpkg-deb --field "$file" Version
        return
    done
}
