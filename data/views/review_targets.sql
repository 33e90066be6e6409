-- Mục tiêu cần xem lại
-- Mỗi dòng: một mục tiêu và một lý do: no_indicator (chưa gắn được chỉ tiêu), unsure (đọc chưa chắc), odd_value (tỷ lệ trên 100 %), against_direction (dấu ngược chiều), worse_than_last_year (kém mục tiêu năm trước của cùng cơ quan)
-- :reason [code] chỉ một lý do; để trống = mọi lý do (default "")
WITH counted AS ( -- one absolute value a body, indicator and year, if all its plans of that year agree
    SELECT issuer_key, indicator_id, year, min(value) AS value
    FROM promises
    WHERE apart IS NULL AND superseded_by IS NULL AND indicator_id IS NOT NULL AND issuer IS NOT NULL
    GROUP BY issuer_key, indicator_id, year
    HAVING min(value) = max(value)
), reasons AS (
    SELECT target_id, 'no_indicator' AS reason, NULL::DOUBLE AS last_year FROM promises WHERE indicator_id IS NULL
    UNION ALL
    SELECT target_id, 'unsure', NULL FROM promises WHERE confidence < 0.5
    UNION ALL
    SELECT target_id, 'against_direction', NULL FROM promises WHERE apart = 'against_direction'
    UNION ALL
    SELECT target_id, 'odd_value', NULL
    FROM promises
    WHERE unit = '%' AND value > 100 AND apart IS DISTINCT FROM 'relative' AND coalesce(indicator_unit, '%') = '%'
    UNION ALL
    SELECT t.target_id, 'worse_than_last_year', c.value
    FROM promises AS t
    JOIN counted AS c ON c.issuer_key = t.issuer_key AND c.indicator_id = t.indicator_id AND c.year = t.year - 1
    WHERE
        t.apart IS NULL AND t.superseded_by IS NULL
        AND ((t.direction = 'up' AND t.value < c.value) OR (t.direction = 'down' AND t.value > c.value))
)
SELECT
    r.reason, t.indicator, t.metric, t.comparator, t.value, t.value_max, t.unit, t.year, r.last_year AS previous, t.confidence, t.raw,
    t.page, t.issuer, t.plan, t.file, t.doc_id, t.target_id
FROM reasons AS r
JOIN promises AS t USING (target_id)
WHERE $reason IN ('', r.reason)
ORDER BY
    CASE r.reason WHEN 'worse_than_last_year' THEN 1 WHEN 'odd_value' THEN 2 WHEN 'against_direction' THEN 3 WHEN 'unsure' THEN 4 ELSE 5 END,
    t.file, t.char_start, t.target_id
