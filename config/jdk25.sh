# Finds a JDK 25. Sourced by ../castnet and ../.ci/run; bash 3.2 (macOS) is enough.

# is_jdk25 DIR: true where DIR is the home of a JDK 25 (with a compiler, not a bare run-time).
is_jdk25() {
    [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] || return 1
    if [ -f "$1/release" ]; then
        grep -Eq '^JAVA_VERSION="25([.+-][^"]*)?"' "$1/release"
    else
        "$1/bin/javac" -version 2>&1 | grep -Eq '^javac 25([.+-].*)?$'
    fi
}

# jdk_candidates: the homes worth a look, one a line, the user's own choice first.
jdk_candidates() {
    local javac dir
    printf '%s\n' "${JAVA_HOME:-}"
    javac=$(command -v javac) && printf '%s\n' "$(cd "$(dirname "$javac")/.." && pwd -P)"
    for dir in /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* \
        "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* "$HOME"/.jdks/*/Contents/Home \
        /Library/Java/JavaVirtualMachines/*/Contents/Home "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home; do
        printf '%s\n' "$dir"
    done
    # What Maven's toolchains plugin has already found or been told.
    for dir in "$HOME"/.m2/discovered-jdk-toolchains-cache.xml "$HOME"/.m2/toolchains.xml; do
        [ -f "$dir" ] && sed -n 's|.*<jdkHome>\(.*\)</jdkHome>.*|\1|p' "$dir"
    done
    [ -x /usr/libexec/java_home ] && /usr/libexec/java_home -v 25 2>/dev/null
    return 0
}

# find_jdk25: prints the home of a JDK 25; where there is none, says on stderr what to install and returns 1.
find_jdk25() {
    local home
    if [ -n "${CASTNET_JAVA_HOME:-}" ]; then
        is_jdk25 "$CASTNET_JAVA_HOME" && printf '%s\n' "$CASTNET_JAVA_HOME" && return 0
        echo "castnet: CASTNET_JAVA_HOME is $CASTNET_JAVA_HOME, which is not the home of a JDK 25." >&2
        return 1
    fi
    while IFS= read -r home; do
        [ -n "$home" ] && is_jdk25 "$home" && printf '%s\n' "$home" && return 0
    done <<< "$(jdk_candidates)"
    cat >&2 << 'MESSAGE'
castnet: needs a JDK 25, and found none on this machine. Install one, for example
  Temurin 25                  https://adoptium.net/temurin/releases/?version=25
  Debian, Ubuntu (recent)     apt-get install openjdk-25-jdk
  SDKMAN!                     sdk install java 25-tem
  macOS                       brew install --cask temurin@25
or name the one you have: CASTNET_JAVA_HOME=/path/to/jdk-25
MESSAGE
    return 1
}
