SELECT
    parse_filename(source_path) AS file, doc_id, page, kind, problem, advice,
    EXISTS (SELECT 1 FROM documents AS d WHERE d.doc_id = i.doc_id) AS is_document, count(*) OVER () AS total
FROM ingest_problems AS i
WHERE ($kind = '' OR kind = $kind)
    AND ($words = '' OR contains(replace(strip_accents(lower(concat_ws(' ', parse_filename(source_path), problem))), 'đ', 'd'), $words))
ORDER BY
    CASE kind WHEN 'unread' THEN 1 WHEN 'gone' THEN 2 WHEN 'duplicate' THEN 3 ELSE 4 END, source_path, page NULLS FIRST, problem
LIMIT $rows OFFSET $skip
