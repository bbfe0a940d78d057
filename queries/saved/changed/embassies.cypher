// title: Embassies, ambassadors and diplomats
// about: Relations cut and restored, embassies closed and reopened, ambassadors recalled, diplomats expelled.
// params: limit (number) = 100
MATCH path = (a:Actor)-[r:CUT_RELATIONS_WITH|CLOSED_EMBASSY_IN|RECALLED_AMBASSADOR_FROM|EXPELLED_DIPLOMATS_OF|DISCUSSED_REOPENING_EMBASSY_WITH|REOPENED_EMBASSY_IN|RESTORED_RELATIONS_WITH]->(b:Actor)
RETURN r.modality AS modality, path
ORDER BY coalesce(r.valid_from, r.reported_on) DESC, r.relation_id
LIMIT $limit
