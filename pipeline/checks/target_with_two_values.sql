-- Một chỉ tiêu có hai giá trị
-- Cùng một chỉ tiêu, cùng năm, cùng đơn vị mà trong một văn bản ghi hai con số khác nhau, thường là giữa lời văn và phụ lục.
-- Chỉ xét những chỉ tiêu đứng ở hai chỗ trở lên; chỗ là khoảng, mức tăng hoặc chưa rõ năm thì không xét được.
-- severity: warning
-- scan: unknown
WITH keyed AS (
    SELECT
        p.*, t.char_end,
        coalesce(p.indicator_id, regexp_replace(lower(p.metric), '[^\p{L}\p{N}]+', ' ', 'g')) AS subject
    FROM promises AS p
    JOIN targets AS t USING (target_id)
    WHERE p.value IS NOT NULL AND p.year IS NOT NULL AND length(p.metric) >= 12
        -- a year in its words that is not the one it was read for leaves open which one is meant
        -- "của khu vực này": words that point elsewhere name another subject at each place
        AND NOT regexp_matches(lower(p.metric), '(^|[^\p{L}])(này|đó|trên|nêu trên|nói trên)($|[^\p{L}])')
        AND len(list_filter(regexp_extract_all(p.raw, '(?:19|20)\d\d'), lambda said: said <> CAST(p.year AS VARCHAR))) = 0
), pairs AS (
    SELECT *, count(*) OVER same AS places, count(DISTINCT value) FILTER (apart IS NULL) OVER same AS said,
        first_value(value) OVER (same ORDER BY char_start) AS first_value
    FROM keyed
    WINDOW same AS (PARTITION BY doc_id, subject, year, unit, left(comparator, 1))
)
SELECT
    doc_id, target_id AS fact_id, char_start, char_end, page,
    CASE WHEN apart IS NOT NULL THEN 'unknown' WHEN said > 1 AND value <> first_value THEN 'fault' ELSE 'ok' END AS verdict,
    concat('«', left(metric, 80), '» năm ', year, ': ở đây ', number_said(value), ' ', unit, ', ở chỗ khác ', number_said(first_value), ' ', unit, '.') AS message,
    NULL AS suggestion, raw AS evidence
FROM pairs
WHERE places > 1
