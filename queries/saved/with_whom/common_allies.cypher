// title: Who is bound to stand by both of two actors
// about: Common allies by treaty on a day: defence, offence or consultation, with each of the two. One treaty of all three counts.
// params: left (actor) = USA; right (actor) = TUR; on (date) = 2025-12-18
MATCH (a:Actor {actor_id: $left})-[p:PARTY_TO]->(t:Treaty)<-[q:PARTY_TO]-(common:Actor)
WHERE t.obligation IN ['defence', 'offence', 'consultation'] AND common.actor_id <> $right
  AND p.valid_from <= date($on) AND (p.valid_to IS NULL OR p.valid_to > date($on))
  AND q.valid_from <= date($on) AND (q.valid_to IS NULL OR q.valid_to > date($on))
WITH common, min(t.name) AS with_left
MATCH (b:Actor {actor_id: $right})-[p:PARTY_TO]->(t:Treaty)<-[q:PARTY_TO]-(common)
WHERE t.obligation IN ['defence', 'offence', 'consultation']
  AND p.valid_from <= date($on) AND (p.valid_to IS NULL OR p.valid_to > date($on))
  AND q.valid_from <= date($on) AND (q.valid_to IS NULL OR q.valid_to > date($on))
RETURN common.name AS common, with_left, min(t.name) AS with_right
ORDER BY common
