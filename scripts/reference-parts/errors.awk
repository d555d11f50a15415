# Finds error codes in one Swift file and prints: what, code, kind, sentence, with tabs.
# A text that looks like a code and is not understood is an error: the page shall be complete.

# Keys of what is said in several languages look like codes.
BEGIN {
    folder = "Sources/TidegateEngine/Texts/"
    while ((getline line < (folder "zh-Hans.txt")) > 0) key_of(line)
    while ((getline line < "Sources/TidegateServer/Web/texts/en.txt") > 0)
        if (sub(/^error\./, "", line)) key_of(line)
}

function key_of(line) { if (sub(/ = .*/, "", line)) keys[line] = 1 }

{ text = text $0 "\n" }

# The text of a Swift string literal that begins at `at`; what is interpolated becomes "…".
function literal(at,    out, char, depth, quoted) {
    for (at++; at <= length(text); at++) {
        char = substr(text, at, 1)
        if (char == "\"") break
        if (char != "\\") { out = out char; continue }
        at++
        char = substr(text, at, 1)
        if (char != "(") { out = out (char == "n" ? " " : char); continue }
        # A sample of Lua stands in a gap as well: `\("final = true")`.
        if (substr(text, at + 1, 1) == "\"") {
            out = out literal(at + 1)
            at = literal_end
            continue
        }
        out = out "…"
        depth = 1
        quoted = 0
        while (depth > 0) {
            at++
            char = substr(text, at, 1)
            if (char == "\"") quoted = !quoted
            if (!quoted && char == "(") depth++
            if (!quoted && char == ")") depth--
        }
    }
    literal_end = at + 1
    return out
}

# The sentence: the first literal from `at` on, with those that are added to it.
function sentence(at,    out, rest) {
    rest = substr(text, at)
    if (!match(rest, /"/) || RSTART > 80) return "what went wrong, in the system's words"
    out = literal(at + RSTART - 1)
    # `count == 1 ? "…" : "… values are wrong"`: the second one says more.
    if (out ~ /^…[.]?$/ && match(substr(text, literal_end), /^[ \n]*: "/))
        out = literal(literal_end + RLENGTH - 1)
    while (match(substr(text, literal_end), /^[ \n]*\+[ \n]*/)) {
        at = literal_end + RLENGTH
        if (substr(text, at, 1) != "\"") { out = out "…"; break }
        out = out literal(at)
    }
    gsub(/\|/, "\\|", out)
    gsub(/……/, "…", out)
    return out
}

function humanized(names,    out) {
    gsub(/\n/, " ", names)
    gsub(/UTF8/, "Utf8", names)
    gsub(/[ .]+/, " ", names)
    gsub(/\([^)]*\)/, "", names)
    out = names
    while (match(out, /[A-Z]/))
        out = substr(out, 1, RSTART - 1) " " tolower(substr(out, RSTART, 1)) substr(out, RSTART + 1)
    gsub(/ +/, " ", out)
    gsub(/ ,/, ",", out)
    sub(/^ /, "", out)
    return out
}

function say(what, code, kind, words) { printf "%s\t%s\t%s\t%s\n", what, code, kind, words }

END {
    position = 1
    while (match(substr(text, position), /"(\\\([a-z]+\)|[a-z][a-z_]*)\.[a-z_]+"/)) {
        at = position + RSTART - 1
        code = substr(text, at + 1, RLENGTH - 2)
        position = at + RLENGTH
        before = substr(text, at > 120 ? at - 120 : 1, at > 120 ? 120 : at - 1)
        gsub(/[ \n]+/, " ", before)
        line_start = substr(text, 1, at)
        sub(/.*\n/, "", line_start)
        if (line_start ~ /^ *\/\//) continue
        sub(/\\\(what\)/, "waiver", code)
        sub(/\\\((kind|key)\)/, "WORD", code)
        if (code == "field.WORD") continue
        if (match(before, /TidegateError\( ?([a-z.]+ == [a-zA-Z.]+ \? )?\.[a-zA-Z]+( : \.[a-zA-Z]+)?, ([a-z?.]+ \?\? )?$/)) {
            kind = substr(before, RSTART)
            gsub(/TidegateError\( ?([a-z.]+ == [a-zA-Z.]+ \? )?(\.[a-zA-Z]+ : )?\.|,.*$/, "", kind)
            say("error", code, kind, sentence(position))
        } else if (before ~ /refusal\( ?$/) {
            words = sentence(position)
            say("error", code, substr(text, literal_end, 14) ~ /\.notFound/ ? "notFound" : "invalid", words)
        } else if (before ~ /Throttled\( ?$/) {
            say("error", code, "exhausted", sentence(position))
        } else if (before ~ /cycle\( ?$/) {
            say("error", code, "ruleFailed", sentence(position))
        } else if (before ~ /(Reason\( ?| )code: $/) {
            say("reason", code, "", sentence(position))
        } else if (before ~ /(report|warn)\( ?([a-z]+(\[0\]\.slot)?, )?$/ || before ~ /(report|warn)\( ?formula\.slot, $/ || before ~ /PackFinding\( ?\.(error|warning), $/) {
            say("finding", code, "", sentence(position))
        } else if (file ~ /(FieldProblem|ConditionFault\+Code)\.swift$/) {
            cases = before
            match(substr(text, 1, at), /case [^"]*"$/)
            cases = substr(text, 1, at - 1)
            sub(/.*[^a-zA-Z]case /, "", cases)
            sub(/:[ \n]*$/, "", cases)
            say("reason", code, "", humanized(cases))
        } else if (file ~ /TidegateServer\/(Pages|API\/OpenAPI)\//) {
            continue  # keys of the texts of pages, and names of schemas, look like codes
        } else if (code in keys || before ~ /texts\( ?$/) {
            continue
        } else if (before ~ /(==|!=) $/ || code ~ /\.(rels|xml)$/ || code ~ /^(verdict\.|pack\.lua|tg\.|crm\.|tidegate\.(db|conf|live)|sales\.|account\.|field\.reads)/) {
            continue
        } else {
            printf "%s: \"%s\" after: %s\n", file, code, before >"/dev/stderr"
            failed = 1
        }
    }
    exit failed
}
