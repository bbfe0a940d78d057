#!/bin/sh
# What `make demo` runs: the sample articles are loaded and three questions are answered.
# DETENTE_HOME says where its graph is kept (default: build/demo); loading twice adds nothing.
set -eu
cd "$(dirname "$0")/.."
export DETENTE_HOME="${DETENTE_HOME:-$PWD/build/demo}"

heading() {
    printf '\n\n== %s\n' "$1"
}

# Print a command as a user would type it, then run it.
show() {
    printf '\n$ detente'
    for word in "$@"; do
        case $word in
        *[!A-Za-z0-9_./:=-]*) printf ' "%s"' "$word" ;;
        *) printf ' %s' "$word" ;;
        esac
    done
    printf '\n'
    detente "$@"
}

heading 'Short sample articles, in English and Romanian, are read into a graph'
show load seeds/articles

heading 'What they say, as typed relations between actors'
# Offices and memberships come with every new graph; here stands only what the articles add.
show cypher "MATCH (a:Actor)-[r]->(b:Actor) WHERE r.reported_on IS NOT NULL
    RETURN a.actor_id AS subject, type(r) AS relation, b.actor_id AS object, r.modality AS modality,
        coalesce(r.event_date, 'reported ' + r.reported_on) AS when, r.support AS told
    ORDER BY subject, object, relation, when"

heading 'Question 1: what is there between the United States and Belarus?'
show between "Statele Unite" Belarus

heading 'Question 2: who are the allies of Belarus on 18 December 2025, and on what grounds?'
show allies BLR --as-of 2025-12-18

heading 'Question 3: which sentences say that the United States eased sanctions on Belarus?'
relation=$(detente between USA BLR --format jsonl | tr ',' '\n' |
    sed -n 's/.*"relation_id": *"\(EASED_SANCTIONS_ON[^"]*\)".*/\1/p' | head -n 1)
show why "$relation"

heading 'What to try next'
home=${DETENTE_HOME#"$PWD"/}
cat <<EOF

This graph stays in $home. To go on asking it:
  . .venv/bin/activate
  export DETENTE_HOME="$home"

  detente between AFG PAK                 # one says so, the other denies it
  detente timeline RUS
  detente saved                           # more questions, such as: detente saved torn
  detente load ARTICLE.txt                # your own; a first line "date 2025-12-18" dates it
  detente read ARTICLE.txt --outcomes     # what became of every sentence, and why
  detente reject STATEMENT --because "…"  # a statement is wrong; 'detente undo' takes that back

How to read the answers: docs/questions.md. All commands: docs/commands.md.
EOF
