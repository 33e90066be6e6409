WITH hits AS (
    SELECT f.*, i.plan, i.file, i.province_now, i.nth, count(*) OVER () AS total
    FROM findings AS f
    JOIN document_index AS i USING (doc_id)
    WHERE ($check = '' OR f.check_id = $check) AND ($words = '' OR contains(i.folded, $words))
    ORDER BY CASE f.severity WHEN 'error' THEN 1 WHEN 'warning' THEN 2 ELSE 3 END, f.check_id, i.nth, f.char_start NULLS FIRST, f.finding_id
    LIMIT $rows OFFSET $skip
)
SELECT h.*, c.title
FROM hits AS h
LEFT JOIN checks AS c USING (check_id)
ORDER BY CASE h.severity WHEN 'error' THEN 1 WHEN 'warning' THEN 2 ELSE 3 END, h.check_id, h.nth, h.char_start NULLS FIRST, h.finding_id
