// title: Who is bound to stand by an actor on a day
// about: Allies by treaty alone: defence, offence or consultation in force for both on the day, with the source.
// params: actor (actor) = BLR; on (date) = 2025-12-18
MATCH path = (a:Actor {actor_id: $actor})-[mine:PARTY_TO]->(t:Treaty)<-[theirs:PARTY_TO]-(b:Actor)
WHERE t.obligation IN ['defence', 'offence', 'consultation']
  AND t.valid_from <= date($on) AND (t.valid_to IS NULL OR t.valid_to > date($on))
  AND mine.valid_from <= date($on) AND (mine.valid_to IS NULL OR mine.valid_to > date($on))
  AND theirs.valid_from <= date($on) AND (theirs.valid_to IS NULL OR theirs.valid_to > date($on))
RETURN b.name AS ally, t.obligation AS obligation, t.name AS treaty,
  CASE WHEN mine.valid_from > theirs.valid_from THEN mine.from ELSE theirs.from END AS since, t.source AS source, path
ORDER BY ally, obligation, treaty, t.treaty_id, theirs.from, mine.from
