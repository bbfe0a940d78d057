// title: Who belongs to a body on a day
// about: The members of a bloc or body on a day, and since when.
// params: body (actor) = CSTO; on (date) = 2025-12-18
MATCH path = (member:Actor)-[m:MEMBER_OF]->(body:Actor {actor_id: $body})
WHERE (m.valid_from IS NULL OR m.valid_from <= date($on)) AND (m.valid_to IS NULL OR m.valid_to > date($on))
RETURN member.name AS member, m.valid_from AS since, path
ORDER BY member, since
