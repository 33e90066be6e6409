-- Có nhắc phụ lục kèm theo nhưng trong tệp không có
-- Văn bản nói phụ lục, danh mục hoặc biểu kèm theo, mà trong tệp không có phần nào mở đầu bằng phụ lục đó. Phụ lục có thể là tệp riêng.
-- Không xét được khi có trang chưa đọc được.
-- severity: warning
-- scan: unknown
WITH unread AS (
    SELECT DISTINCT doc_id FROM ingest_problems WHERE kind = 'unread' AND doc_id IS NOT NULL
), present AS (
    SELECT doc_id, list(DISTINCT label) FILTER (label IS NOT NULL) AS labels, count(*) AS openings
    FROM annex_mentions WHERE role = 'present' GROUP BY doc_id
)
SELECT
    a.doc_id, a.annex_mention_id AS fact_id, a.char_start, a.char_end, a.page,
    CASE
        WHEN p.openings IS NOT NULL AND (a.label IS NULL OR p.labels IS NULL OR list_contains(p.labels, a.label)) THEN 'ok'
        WHEN u.doc_id IS NOT NULL THEN 'unknown'
        ELSE 'fault'
    END AS verdict,
    concat('«', a.raw, '»: trong tệp không có phụ lục ', coalesce('số ' || a.label, 'này'), '.') AS message,
    NULL AS suggestion, a.raw AS evidence
FROM annex_mentions AS a
LEFT JOIN present AS p USING (doc_id)
LEFT JOIN unread AS u USING (doc_id)
WHERE a.role = 'announced'
