// title: Who stands between two that are at odds
// about: Triangles where an actor cooperates with two others that act against each other.
// params: limit (number) = 50
MATCH path = (a:Actor)-[r]-(torn:Actor)-[q]-(b:Actor)-[h]-(a)
WHERE r.modality IN ['actual', 'ongoing', 'past_background']
  AND q.modality IN ['actual', 'ongoing', 'past_background']
  AND h.modality IN ['actual', 'ongoing', 'past_background']
  AND r.quad = 2 AND q.quad = 2 AND h.quad IN [3, 4] AND a.actor_id < b.actor_id
  AND torn.actor_id <> a.actor_id AND torn.actor_id <> b.actor_id
RETURN torn.name AS torn, a.name AS one, b.name AS other, path
ORDER BY torn, one, other, r.relation_id, q.relation_id, h.relation_id
LIMIT $limit
