-- Phần đầu của một văn bản
-- Mỗi dòng: một mục của phần đầu, giá trị, chữ trong bản gốc làm căn cứ và trang
-- :doc_id [one plan] mã của văn bản
WITH header AS (
    UNPIVOT (
        SELECT doc_type, number, symbol, canonical, issued_on_text, place, province, province_now, issuer, issuer_level, title,
            plan_kind, CAST(plan_year AS VARCHAR) AS plan_year, CAST(plan_year_to AS VARCHAR) AS plan_year_to, signer,
            signer_role
        FROM documents
        WHERE doc_id = $doc_id
    ) ON COLUMNS(*) INTO NAME field VALUE value
), sources AS (
    SELECT field, string_agg(raw, ' … ' ORDER BY position) AS words, min(page) AS page
    FROM header_sources
    WHERE doc_id = $doc_id
    GROUP BY field
)
SELECT h.field AS header_field, h.value AS header_value, s.words, s.page
FROM header AS h
LEFT JOIN sources AS s ON s.field = h.field
    -- the day may be sourced under either of its columns
    OR (h.field = 'issued_on_text' AND s.field = 'issued_on' AND NOT EXISTS (FROM sources WHERE field = 'issued_on_text'))
