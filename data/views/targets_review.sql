-- Chỉ tiêu cần xem lại
-- Mỗi dòng: một chỉ tiêu và lý do: chưa rõ chỉ số, chưa chắc chắn, quá 100 %, thấp hơn năm trước
WITH level AS (
    SELECT t.*, d.issuer, d.plan_kind, i.direction,
        baseline_year IS NULL AND NOT regexp_matches(lower(metric), '^(tăng|giảm)( |$)') AS is_level
    FROM targets AS t
    JOIN documents AS d USING (doc_id)
    LEFT JOIN indicators AS i USING (indicator_id)
), judged AS (
    SELECT t.*, b.value AS value_before, CASE
        WHEN t.confidence < 0.5 THEN 'chưa chắc chắn'
        WHEN t.is_level AND t.unit = '%' AND coalesce(t.value_max, t.value) > 100 THEN 'quá 100 %'
        WHEN b.value IS NOT NULL AND (b.value < t.value) = (t.direction = 'down') AND b.value <> t.value THEN 'kém hơn năm trước'
        WHEN t.indicator_id IS NULL THEN 'chưa rõ chỉ số'
    END AS reason
    FROM level AS t
    LEFT JOIN level AS b ON t.is_level AND b.is_level AND b.issuer = t.issuer AND b.indicator_id = t.indicator_id
        AND b.unit IS NOT DISTINCT FROM t.unit AND b.plan_kind IS NOT DISTINCT FROM t.plan_kind AND b.year = t.year - 1
    QUALIFY row_number() OVER (PARTITION BY t.target_id ORDER BY b.value DESC NULLS LAST) = 1
)
SELECT
    j.reason, p.province_now, p.plan, j.metric, j.comparator, j.value, j.value_max, j.unit, j.year, j.value_before,
    j.indicator_id, j.raw, j.page, j.confidence, p.file, j.doc_id, j.target_id
FROM judged AS j
JOIN plans AS p USING (doc_id)
WHERE j.reason IS NOT NULL
ORDER BY j.reason, p.province_now, p.file, j.char_start
