-- Năm trong số hiệu khác năm của ngày ban hành
-- Số hiệu đã ghi năm (30/2024/TT-BGDĐT) thì ngày ban hành ghi bên cạnh phải thuộc năm đó.
-- Chỉ xét những chỗ có cả hai; trích dẫn không kèm ngày thì không có gì để so.
-- severity: error
-- scan: unknown
SELECT
    doc_id, citation_id AS fact_id, char_start, char_end, page,
    CASE WHEN confidence < 0.5 THEN 'unknown' WHEN right(number, 4) = left(issued_on_text, 4) THEN 'ok' ELSE 'fault' END AS verdict,
    concat(canonical, ' được ghi ngày ', coalesce(day_said(issued_on), issued_on_text), ': khác năm ', right(number, 4),
        ' trong số hiệu.') AS message,
    NULL AS suggestion, concat(raw, ' … ', issued_on_text) AS evidence
FROM citations
WHERE kind = 'numbered' AND regexp_matches(number, '/(19|20)\d\d$') AND issued_on_text IS NOT NULL AND role <> 'self'
