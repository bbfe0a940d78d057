// title: Which treaties bind an actor, and to whom
// about: Treaties that an actor is party to, with all other parties.
// params: actor (actor) = BLR
MATCH path = (a:Actor {actor_id: $actor})-[:PARTY_TO]->(t:Treaty)<-[:PARTY_TO]-(b:Actor)
RETURN t.name AS treaty, t.obligation AS obligation, b.name AS partner, path
ORDER BY treaty, partner
