-- Tỷ lệ trên 100 %
-- Một tỷ lệ của một tổng thể không thể vượt 100 %; mức tăng, mức vượt kế hoạch thì có thể nên không tính.
-- Không xét được khi chưa rõ con số trên 100 % là tỷ lệ hay mức so sánh.
-- severity: error
-- scan: unknown
SELECT
    doc_id, target_id AS fact_id, char_start, char_end, page,
    CASE
        WHEN value <= 100 AND coalesce(value_max, 0) <= 100 THEN 'ok'
        WHEN confidence >= 0.5 AND comparator NOT IN ('>prev', '<prev') AND baseline_year IS NULL AND baseline_value IS NULL
            AND regexp_matches(lower(metric), '^(đảm bảo |bảo đảm |phấn đấu |nâng )?(tỷ|tỉ) lệ ')
            AND NOT regexp_matches(lower(concat(metric, ' ', raw)), '(^|[^\p{L}])(tăng|giảm|vượt|so với|gấp|tăng trưởng|kế hoạch|dự toán)($|[^\p{L}])')
            THEN 'fault'
        ELSE 'unknown'
    END AS verdict,
    concat('Tỷ lệ ', number_said(greatest(value, coalesce(value_max, 0))), ' % lớn hơn 100 %: ', left(metric, 100)) AS message,
    NULL AS suggestion, raw AS evidence
FROM targets
WHERE starts_with(unit, '%') AND value IS NOT NULL
