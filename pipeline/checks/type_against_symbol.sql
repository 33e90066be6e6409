-- Tên loại văn bản khác ký hiệu
-- Tên loại đứng trước số hiệu phải là loại mà ký hiệu viết tắt, ví dụ "Quyết định số 12/KH-UBND" là sai: KH là kế hoạch.
-- Không xét được khi ký hiệu không mở đầu bằng chữ viết tắt của một loại văn bản.
-- severity: warning
-- scan: unknown
WITH cut AS (
    SELECT *, regexp_extract(symbol, '^([^-/]+)[-/]', 1) AS abbreviation
    FROM citations
    WHERE kind = 'numbered' AND role <> 'self' AND doc_type IS NOT NULL AND symbol IS NOT NULL
), types AS (
    SELECT abbreviation, list(DISTINCT type) AS types, bool_or(reading = 'open') AS open
    FROM doc_types
    WHERE abbreviation IS NOT NULL AND abbreviation NOT IN (SELECT symbol FROM issuer_symbols) -- "64 TC/TCT": of the ministry
    GROUP BY abbreviation
), spoken AS ( -- types that bear an abbreviation of their own: "Đề án 06/QĐ-TTg" is named after the decision that approved it
    SELECT DISTINCT type FROM doc_types WHERE abbreviation IS NOT NULL AND verified <> 'no'
)
SELECT
    c.doc_id, c.citation_id AS fact_id, c.char_start, c.char_end, c.page,
    CASE
        WHEN t.abbreviation IS NULL OR t.open OR c.confidence < 0.5 OR c.doc_type NOT IN (SELECT type FROM spoken) THEN 'unknown'
        WHEN list_contains(t.types, c.doc_type) THEN 'ok'
        ELSE 'fault'
    END AS verdict,
    concat('Ghi là ', c.doc_type, ' nhưng ký hiệu ', c.symbol, ' là của ', array_to_string(list_sort(t.types), ' hoặc '), '.') AS message,
    NULL AS suggestion, c.raw AS evidence
FROM cut AS c
LEFT JOIN types AS t USING (abbreviation)
