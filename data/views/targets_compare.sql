-- So sánh một chỉ số giữa các tỉnh và cơ quan
-- Mỗi dòng: chỉ tiêu của một kế hoạch; hạng, nhỏ nhất, trung vị, lớn nhất chỉ tính các dòng so được (comparable); cột reason nói vì sao không
-- :indicator mã chỉ số, ví dụ ho-so-dung-han
-- :year năm của chỉ tiêu; 0 = mọi năm (default 0)
WITH versions AS ( -- of several versions of one plan only the last one counts
    SELECT doc_id, issuer, province_now, plan_kind, plan_year, issued_on,
        row_number() OVER (
            PARTITION BY coalesce(issuer, doc_id), plan_kind, coalesce(plan_year::VARCHAR, doc_id)
            ORDER BY issued_on DESC NULLS LAST, doc_id
        ) AS nth
    FROM documents
), said AS ( -- a target said twice in one plan (in the prose and again in the annex) counts once
    SELECT t.*, v.issuer, v.province_now, v.plan_kind, v.plan_year, i.direction, i.unit AS indicator_unit,
        TRY_CAST(i.national_value AS DOUBLE) AS national_value, i.national_comparator,
        TRY_CAST(i.national_year AS BIGINT) AS national_year, i.national_document,
        count(DISTINCT t.value) OVER (PARTITION BY t.doc_id, t.year) AS different
    FROM targets AS t
    JOIN versions AS v ON v.doc_id = t.doc_id AND v.nth = 1
    JOIN indicators AS i USING (indicator_id)
    WHERE t.indicator_id = $indicator AND ($year = 0 OR t.year = $year)
    QUALIFY row_number() OVER (PARTITION BY t.doc_id, t.year, t.value ORDER BY t.confidence DESC, t.char_start) = 1
), judged AS (
    SELECT *, CASE
        WHEN value IS NULL THEN 'không nêu số'
        WHEN baseline_year IS NOT NULL OR regexp_matches(lower(metric), '^(tăng|giảm)( |$)') THEN 'mức tăng, giảm'
        WHEN lower(coalesce(unit, '')) <> lower(coalesce(mode(unit) OVER (PARTITION BY year), '')) THEN 'khác đơn vị tính'
        WHEN different > 1 THEN 'kế hoạch nêu nhiều giá trị'
        WHEN confidence < 0.5 THEN 'chưa chắc chắn'
    END AS reason
    FROM said
), placed AS (
    SELECT *, reason IS NULL AS comparable,
        min(value) FILTER (reason IS NULL) OVER same AS lowest,
        median(value) FILTER (reason IS NULL) OVER same AS middle,
        max(value) FILTER (reason IS NULL) OVER same AS highest,
        CASE WHEN reason IS NULL THEN rank() OVER (
            PARTITION BY year, reason IS NULL ORDER BY CASE direction WHEN 'down' THEN value ELSE -value END
        ) END AS place
    FROM judged
    WINDOW same AS (PARTITION BY year)
), before AS (
    SELECT v.issuer, v.plan_kind, t.year, max(t.value) AS value
    FROM targets AS t
    JOIN versions AS v ON v.doc_id = t.doc_id AND v.nth = 1
    WHERE t.indicator_id = $indicator AND t.baseline_year IS NULL AND v.issuer IS NOT NULL
    GROUP BY v.issuer, v.plan_kind, t.year
    HAVING count(DISTINCT t.value) = 1
)
SELECT
    s.province_now, s.issuer, p.plan, s.year, s.comparator, s.value, s.value_max, s.unit, s.comparable, s.reason,
    s.place, s.lowest, s.middle, s.highest,
    CASE WHEN s.comparable AND s.year = s.national_year THEN s.value - s.national_value END AS national_gap,
    s.national_comparator, s.national_value, s.national_year, s.national_document,
    CASE WHEN s.comparable THEN s.value - b.value END AS change,
    s.metric, s.raw, s.page, p.file, s.doc_id, s.target_id
FROM placed AS s
JOIN plans AS p USING (doc_id)
LEFT JOIN before AS b ON b.issuer = s.issuer AND b.plan_kind IS NOT DISTINCT FROM s.plan_kind AND b.year = s.year - 1
ORDER BY s.year, s.comparable DESC, s.place, s.province_now, s.issuer, p.file
