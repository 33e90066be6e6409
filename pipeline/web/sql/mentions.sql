WITH hits AS ( -- only those shown are joined with their texts
    SELECT c.citation_id, c.doc_id, c.raw, c.role, c.page, i.plan, i.province_now, i.issued_on, i.nth, count(*) OVER () AS total
    FROM cited AS c
    JOIN document_index AS i USING (doc_id)
    WHERE c.cited = $document AND ($province = '' OR i.province_now = $province)
    ORDER BY i.nth, c.page, c.citation_id
    LIMIT $rows OFFSET $skip
)
SELECT
    h.citation_id, h.doc_id, h.plan, h.province_now, h.issued_on, h.raw, h.role, h.page, h.total,
    substr(d.text, greatest(1, c.char_start - 79), least(80, c.char_start)) AS before, substr(d.text, c.char_end + 1, 80) AS after
FROM hits AS h
JOIN citations AS c USING (citation_id)
JOIN documents AS d ON d.doc_id = h.doc_id
ORDER BY h.nth, c.char_start
