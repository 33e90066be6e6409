-- Dẫn văn bản có ngày sau ngày của kế hoạch
-- Một kế hoạch không thể dẫn văn bản chưa ban hành: một trong hai ngày bị ghi sai.
-- So ngày ghi bên cạnh trích dẫn với ngày muộn nhất có thể của kế hoạch; thiếu ngày của kế hoạch thì không xét được.
-- severity: error
-- scan: unknown
WITH dated AS (
    SELECT doc_id, last_day_of(issued_on_text) AS last_on FROM documents
)
SELECT
    c.doc_id, c.citation_id AS fact_id, c.char_start, c.char_end, c.page,
    CASE WHEN d.last_on IS NULL OR c.confidence < 0.5 THEN 'unknown' WHEN c.issued_on > d.last_on THEN 'fault' ELSE 'ok' END AS verdict,
    concat(coalesce(c.canonical, c.raw), ' được ghi ngày ', day_said(c.issued_on), ', sau ngày của văn bản này (',
        day_said(d.last_on), ').') AS message,
    NULL AS suggestion, concat(c.raw, ' … ', day_said(c.issued_on)) AS evidence
FROM citations AS c
JOIN dated AS d USING (doc_id)
WHERE c.issued_on IS NOT NULL AND c.role <> 'self'
    -- a day that its own number contradicts is told by number_year_against_date
    AND NOT coalesce(regexp_matches(c.number, '/(19|20)\d\d$') AND right(c.number, 4) <> left(c.issued_on_text, 4), FALSE)
