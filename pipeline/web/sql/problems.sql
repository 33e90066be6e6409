SELECT file, doc_id, page, kind, problem, advice, is_document, count(*) OVER () AS total
FROM problem_index
WHERE ($kind = '' OR kind = $kind) AND ($words = '' OR contains(folded, $words))
ORDER BY nth
LIMIT $rows OFFSET $skip
