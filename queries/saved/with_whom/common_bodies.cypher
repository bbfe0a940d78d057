// title: Which bodies two actors both belong to
// about: Memberships that are still open, of two actors in the same body.
// params: left (actor) = RUS; right (actor) = BLR
MATCH path = (a:Actor {actor_id: $left})-[m:MEMBER_OF]->(body:Actor)<-[n:MEMBER_OF]-(b:Actor {actor_id: $right})
WHERE m.valid_to IS NULL AND n.valid_to IS NULL
RETURN body.name AS body, m.valid_from AS left_since, n.valid_from AS right_since, path
ORDER BY body, left_since, right_since
