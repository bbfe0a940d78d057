// title: Which allies by treaty an actor is in conflict with
// about: Partners by treaty on a day, and the acts of conflict with each in the year before: raw counts, not weighed against what is usual.
// params: actor (actor) = COL; on (date) = 2025-12-18; limit (number) = 50
MATCH (a:Actor {actor_id: $actor})-[mine:PARTY_TO]->(t:Treaty)<-[theirs:PARTY_TO]-(b:Actor)
WHERE t.obligation IN ['defence', 'offence', 'consultation']
  AND mine.valid_from <= date($on) AND (mine.valid_to IS NULL OR mine.valid_to > date($on))
  AND theirs.valid_from <= date($on) AND (theirs.valid_to IS NULL OR theirs.valid_to > date($on))
WITH b, min(t.name) AS treaty
MATCH (b)-[r]-(a:Actor {actor_id: $actor})
WHERE r.quad IS NOT NULL AND r.modality IN ['actual', 'ongoing', 'past_background']
  AND coalesce(r.valid_from, r.reported_on) <= date($on)
  AND coalesce(r.valid_from, r.reported_on) > date($on) - duration({days: 365})
WITH b, treaty, count(*) AS acts,
  sum(CASE WHEN r.quad = 3 THEN 1 ELSE 0 END) AS conflict_words,
  sum(CASE WHEN r.quad = 4 THEN 1 ELSE 0 END) AS conflict_deeds
WHERE conflict_words + conflict_deeds > 0
RETURN b.name AS ally, treaty, acts, conflict_words, conflict_deeds
ORDER BY conflict_deeds DESC, conflict_words DESC, ally
LIMIT $limit
