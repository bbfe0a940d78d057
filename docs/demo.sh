#!/bin/sh
# What `make demo` runs: the sample articles are loaded and three questions are answered.
# DETENTE_HOME says where the graph of the demo lives; loading twice adds nothing.
set -eu
cd "$(dirname "$0")/.."

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

show load seeds/articles

printf '\nThe relations in the graph:\n'
show cypher "MATCH (a:Actor)-[r]->(b:Actor)
    WHERE r.relation_id IS NOT NULL AND NOT type(r) IN ['HOLDS_OFFICE', 'MEMBER_OF']
    RETURN a.actor_id AS subject, type(r) AS relation, b.actor_id AS object, r.modality AS modality,
        coalesce(r.event_date, r.valid_from) AS date, r.reported_on AS reported, r.support AS support
    ORDER BY subject, object, relation, reported, date"

printf '\n1. What is there between the United States and Belarus?\n'
show between USA BLR

printf '\n2. Who are the allies of Belarus on 18 December 2025?\n'
show allies BLR --as-of 2025-12-18

printf '\n3. Why does the graph say that the United States eased sanctions on Belarus?\n'
relation=$(detente between USA BLR --format jsonl | tr ',' '\n' |
    sed -n 's/.*"relation_id": *"\(EASED_SANCTIONS_ON[^"]*\)".*/\1/p' | head -n 1)
show why "$relation"
