// title: Which treaties bind an actor, and to whom
// about: Treaties that an actor is party to, with all other parties, and since when these are.
// params: actor (actor) = BLR
MATCH path = (a:Actor {actor_id: $actor})-[mine:PARTY_TO]->(t:Treaty)<-[theirs:PARTY_TO]-(b:Actor)
RETURN t.name AS treaty, t.obligation AS obligation, b.name AS partner, theirs.from AS since, path
ORDER BY treaty, partner, since, t.treaty_id, mine.from
