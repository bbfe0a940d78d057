// title: Whose missiles and troops stand where
// about: Deployments with their host, withdrawals and joint exercises.
// params: limit (number) = 100
MATCH path = (a:Actor)-[r:DEPLOYED_MISSILES_IN|DEPLOYED_TROOPS_IN|WITHDREW_TROOPS_FROM|HELD_EXERCISE_WITH|MOBILISED_AGAINST]->(b:Actor)
RETURN r.modality AS modality, path
ORDER BY coalesce(r.valid_from, r.reported_on) DESC, r.relation_id
LIMIT $limit
