SELECT
    c.citation_id, c.doc_id, i.plan, i.file, i.province_now, i.issued_on, c.raw, c.role, c.resolution, c.page, count(*) OVER () AS total,
    -- the words around it
    substr(d.text, greatest(1, c2.char_start - 79), least(80, c2.char_start)) AS before, substr(d.text, c2.char_end + 1, 80) AS after
FROM (
    SELECT citation_id, doc_id, raw, role, resolution, page FROM cited WHERE cited = $document
) AS c
JOIN document_index AS i USING (doc_id)
JOIN citations AS c2 USING (citation_id)
JOIN documents AS d ON d.doc_id = c.doc_id
WHERE $province = '' OR i.province_now = $province
ORDER BY i.nth, c2.char_start
LIMIT $rows OFFSET $skip
