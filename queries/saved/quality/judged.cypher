// title: What people corrected
// about: Judgements that stand: what was accepted, rejected, merged or taken back, by whom and why. Empty until somebody corrects the graph.
// params: limit (number) = 50
MATCH (j:Judgement)
WHERE j.revoked_at IS NULL
RETURN j.kind AS kind, j.judged_by AS judged_by, j.judged_at AS judged_at, j.because AS because
ORDER BY judged_at DESC, j.judgement_id
LIMIT $limit
