# SPDX-License-Identifier: GPL-3.0-or-later
# Completion for bash. What there is to complete is asked of the program itself (--help, list): this
# file has no list of its own that could be out of date.

# Splits what is typed (the command up to the cursor) into words as the shell would, but expands and
# runs nothing. Sets words to what they mean, and quote to what is open at the end: '"', "'", '\' or
# nothing.
_tessera_split() {
    local line=$1 word='' in_word='' char i

    words=() quote=''
    for ((i = 0; i < ${#line}; i++)); do
        char=${line:i:1}
        case $quote$char in
        [[:space:]])
            [[ -z $in_word ]] || words+=("$word")
            word='' in_word=''
            continue
            ;;
        [\'\"\\]) quote=$char ;;
        \'\' | '""') quote='' ;;
        '"\')
            [[ ${line:i+1:1} == [\"\\\$\`] ]] && char=${line:++i:1}
            word+=$char
            ;;
        \\*) word+=$char quote='' ;;
        *) word+=$char ;;
        esac
        in_word=1
    done
    words+=("$word")
}

# Offers each text of standard input, one a line, that begins as the typed one. $current is the part
# of the line that readline will replace; the rest is quoted as what is typed wants it.
_tessera_offer() {
    local typed=$1 text rest

    while IFS= read -r text; do
        [[ $text == "$typed"* ]] || continue
        rest=${text:${#typed}}
        case $quote in
        '"')
            rest=${rest//\\/\\\\}
            rest=${rest//\"/\\\"}
            rest=${rest//\$/\\\$}
            rest=${rest//\`/\\\`}
            ;;
        \') rest=${rest//\'/\'\\\'\'} ;;
        *) [[ -z $rest ]] || printf -v rest %q "$rest" ;;
        esac
        COMPREPLY+=("$current$rest")
    done
}

# What a command takes, or the program where there is none: sets values[OPTION] to what --help calls
# its value, repeatable[OPTION] to "…" where it may be given again, and arguments[COMMAND].
_tessera_ask() {
    local line option

    values=() repeatable=() arguments=()
    while IFS= read -r line; do
        if [[ $line =~ ^'  '('-h, ')?--([a-z-]+)=?([A-Z=]*)(…)?' ' ]]; then
            option=${BASH_REMATCH[2]}
            values[$option]=${BASH_REMATCH[3]}
            repeatable[$option]=${BASH_REMATCH[4]}
        elif [[ $line =~ ^'  '([a-z]+)' '([][A-Z]+…?(' '[][A-Z]+)?)?' ' ]]; then
            arguments[${BASH_REMATCH[1]}]=${BASH_REMATCH[2]}
        elif [[ $line =~ ^(Protocols|Programs)': '(.*)'.'$ ]]; then
            read -ra words_of_command <<<"${BASH_REMATCH[2]}"
        fi
    done < <(LC_ALL=C "$program" "$@" --help 2>/dev/null)
}

_tessera_list_presets() {
    local id title

    while read -r id title; do
        printf '%s\n' "$id"
    done < <("$program" presets 2>/dev/null)
}

# The fields of the preset that is given, as "KEY=".
_tessera_list_fields() {
    local line

    while IFS= read -r line; do
        [[ ! $line =~ ^'  '([a-z_]+)'  ' ]] || printf '%s=\n' "${BASH_REMATCH[1]}"
    done < <("$program" presets "$1" 2>/dev/null)
}

_tessera_offer_value() {
    case $1 in
    client-auth) _tessera_offer "$2" < <(printf '%s\n' none basic post) ;;
    id-token-alg) _tessera_offer "$2" < <(printf '%s\n' HS256) ;;
    unset) _tessera_offer "$2" < <(_tessera_ask add && printf '%s\n' "${!values[@]}" | grep -vx 'json\|help') ;;
    scope) _tessera_offer "$2" < <(printf '%s\n' openid profile email offline_access) ;;
    offline-access) _tessera_offer "$2" < <(printf '%s\n' ask never) ;;
    preset) _tessera_offer "$2" < <(_tessera_list_presets) ;;
    set)
        compopt -o nospace
        _tessera_offer "$2" < <([[ -z $preset ]] || _tessera_list_fields "$preset" | grep -v '^client_secret=')
        ;;
    jwks | ca | client-cert | client-key) compopt -o default ;; # readline's own: files
    esac
}

_tessera_offer_options() {
    local option

    for option in "${!values[@]}"; do
        [[ -n ${given[$option]-} && -z ${repeatable[$option]-} ]] || printf -- '--%s\n' "$option"
    done
}

_tessera() {
    local program=$1 current=$2 command='' name='' awaited='' ended='' preset='' quote word i
    local -a words words_of_command=()
    local -A values repeatable arguments given=()

    COMPREPLY=()
    [[ $program == '~/'* ]] && program=$HOME/${program:2}
    _tessera_split "${COMP_LINE:0:COMP_POINT}"
    _tessera_ask
    for ((i = 1; i < ${#words[@]} - 1; i++)); do
        word=${words[i]}
        if [[ -n $awaited ]]; then
            [[ $awaited != preset ]] || preset=$word
            awaited=''
        elif [[ -z $ended && $word == -- ]]; then
            ended=1
        elif [[ -z $ended && $word == --* ]]; then
            word=${word#--}
            given[${word%%=*}]=1
            [[ $word != preset=* ]] || preset=${word#*=}
            [[ $word == *=* || -z ${values[$word]-} ]] || awaited=$word
        elif [[ -z $command ]]; then
            command=$word
            name=${arguments[$word]-}
            _tessera_ask "$word"
        elif [[ $name == *PROTOCOL* || $name == *PROGRAM* ]]; then
            name='[NAME]'
        elif [[ $name != *… ]]; then
            name=''
        fi
    done

    word=${words[i]}
    if [[ -n $awaited ]]; then
        _tessera_offer_value "$awaited" "$word"
    elif [[ -z $ended && $word == --*=* ]]; then
        word=${word#--}
        _tessera_offer_value "${word%%=*}" "${word#*=}"
    elif [[ -z $ended && $word == -* ]]; then
        _tessera_offer "$word" < <(_tessera_offer_options)
    elif [[ -z $command ]]; then
        _tessera_offer "$word" < <(printf '%s\n' "${!arguments[@]}")
    elif [[ $name == *COMMAND* ]]; then
        _tessera_ask
        _tessera_offer "$word" < <(printf '%s\n' "${!arguments[@]}")
    elif [[ $name == *PROTOCOL* || $name == *PROGRAM* ]]; then
        _tessera_offer "$word" < <(printf '%s\n' "${words_of_command[@]}")
    elif [[ $name == *FILE* ]]; then
        compopt -o default # readline's own: files
    elif [[ $name == *PROVIDER* ]]; then
        _tessera_offer "$word" < <(_tessera_list_presets)
    elif [[ -n $name && $command != add ]]; then
        _tessera_offer "$word" < <("$program" list 2>/dev/null)
    fi
}

complete -F _tessera tessera
