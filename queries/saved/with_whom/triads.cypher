// title: Where the ally of one is the enemy of another
// about: A war, an ally by treaty of one side, and how that ally stands to the other side: at war too, bound by treaty, or neither.
// params: on (date) = 2025-12-18; limit (number) = 100
MATCH (side:Actor)-[war:AT_WAR_WITH]-(foe:Actor)
WHERE war.modality IN ['actual', 'ongoing', 'past_background']
  AND coalesce(war.valid_from, war.reported_on) <= date($on) AND (war.valid_to IS NULL OR war.valid_to > date($on))
MATCH (side)-[mine:PARTY_TO]->(t:Treaty)<-[theirs:PARTY_TO]-(ally:Actor)
WHERE t.obligation IN ['defence', 'offence', 'consultation'] AND ally.actor_id <> foe.actor_id
  AND mine.valid_from <= date($on) AND (mine.valid_to IS NULL OR mine.valid_to > date($on))
  AND theirs.valid_from <= date($on) AND (theirs.valid_to IS NULL OR theirs.valid_to > date($on))
WITH side, foe, ally, min(t.name) AS treaty,
  EXISTS { MATCH (ally)-[too:AT_WAR_WITH]-(foe) WHERE too.modality IN ['actual', 'ongoing', 'past_background']
    AND coalesce(too.valid_from, too.reported_on) <= date($on) AND (too.valid_to IS NULL OR too.valid_to > date($on)) } AS at_war_too,
  EXISTS { MATCH (ally)-[m:PARTY_TO]->(:Treaty)<-[n:PARTY_TO]-(foe)
    WHERE m.valid_from <= date($on) AND (m.valid_to IS NULL OR m.valid_to > date($on))
      AND n.valid_from <= date($on) AND (n.valid_to IS NULL OR n.valid_to > date($on)) } AS bound_to_both
RETURN side.name AS side, foe.name AS foe, ally.name AS ally, treaty, at_war_too, bound_to_both
ORDER BY side, foe, ally
LIMIT $limit
